package exo.cpu;

import exo.mem.paging.PageTables;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;

/**
 * A kind of engine, found as a service. Has a public constructor without arguments that does
 * nothing much.
 */
public interface CpuProvider {

  /** The name on the command line, for example {@code unicorn}. */
  String name();

  /** Whether this engine can work here, without opening a CPU. Never throws. */
  Probe probe();

  /** How guest RAM must be reserved for this engine. */
  PhysicalMemory.Backing backing();

  /**
   * Opens one virtual CPU for the calling thread.
   *
   * @param ram the machine's RAM; must outlive the CPU
   * @param frames for the few frames the engine keeps in guest RAM, given back by {@link Cpu#close}
   * @param tables for supervisor pages in the upper half, shared by all roots
   * @throws CpuUnavailable when the engine cannot work; the message is one line with the remedy
   */
  Cpu open(PhysicalMemory ram, FrameAllocator frames, PageTables tables, CpuOptions options)
      throws CpuUnavailable;

  /**
   * Answer of {@link #probe}.
   *
   * @param usable whether {@link #open} should work
   * @param detail version and place of what was found, or why it is not usable
   * @param remedy what to do about it; empty when usable
   */
  record Probe(boolean usable, String detail, String remedy) {}
}
