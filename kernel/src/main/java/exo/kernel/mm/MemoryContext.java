package exo.kernel.mm;

import exo.kernel.abi.KernelBug;
import exo.kernel.uaccess.Revocations;
import exo.kernel.uaccess.UserMemory;
import exo.mem.paging.PageTables;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import exo.mem.phys.Reclaimer;
import java.util.BitSet;

/**
 * What all address spaces of a machine share: RAM, frames, tables, the way to the CPUs. Owned by
 * the kernel lock.
 */
public final class MemoryContext {
  /** Frames to ask for at a time: sweeping the caches for one costs as much. */
  private static final long RECLAIM_BATCH = 256;

  final PhysicalMemory ram;
  final FrameAllocator frames;
  final PageTables tables;
  final TlbInvalidator tlb;
  final Revocations revocations = new Revocations();
  final long userTop;

  /** Stands behind all anonymous pages that were only read; never freed, its users not counted. */
  final long zeroFrame;

  final Zapper zapper;
  final Protector protector;
  private final BitSet spaces = new BitSet();
  private long objects;
  private Reclaimer lastResort = wanted -> 0;

  /**
   * @param userTop first address that a guest may not map: that of {@link UserMemory#USER_TOP}, or
   *     less where the engine's CPU reaches less
   */
  public MemoryContext(
      PhysicalMemory ram,
      FrameAllocator frames,
      PageTables tables,
      TlbInvalidator tlb,
      long userTop) {
    if (userTop <= 0 || userTop > UserMemory.USER_TOP || (userTop & AddressSpace.PAGE_MASK) != 0) {
      throw new IllegalArgumentException("no top of user space: " + Long.toHexString(userTop));
    }
    this.ram = ram;
    this.frames = frames;
    this.tables = tables;
    this.tlb =
        (root, va, len, kind) -> {
          revocations.add();
          tlb.invalidate(root, va, len, kind);
        };
    this.userTop = userTop;
    zeroFrame = frames.allocZeroed();
    if (zeroFrame == FrameAllocator.NONE) {
      throw new KernelBug("a machine too small for one page of zeros");
    }
    zapper = new Zapper(this);
    protector = new Protector(this);
  }

  /**
   * Who gives up frames that are mapped, before somebody is killed for want of one. It changes page
   * tables, and is asked between two tries of a fault.
   */
  public void lastResort(Reclaimer r) {
    lastResort = r;
  }

  /** Frees some frames that are in use but can be had again; false when there are none. */
  boolean reclaimMapped() {
    return lastResort.reclaim(RECLAIM_BATCH) > 0;
  }

  /** A number for an object without a name, as procfs shows inodes. */
  long nextObject() {
    return ++objects;
  }

  /** The least number, from 1, that no address space has. */
  int takeSpaceNumber() {
    int number = spaces.nextClearBit(1);
    spaces.set(number);
    return number;
  }

  void returnSpaceNumber(int number) {
    spaces.clear(number);
  }

  /** Clears bits of an entry in one step; answers what it is then. */
  long clear(long entryAddress, long bits) {
    long seen = ram.getLong(entryAddress);
    while (true) {
      long found = ram.compareAndExchangeLong(entryAddress, seen, seen & ~bits);
      if (found == seen) {
        return seen & ~bits;
      }
      seen = found;
    }
  }

  public PhysicalMemory ram() {
    return ram;
  }

  public FrameAllocator frames() {
    return frames;
  }

  public PageTables tables() {
    return tables;
  }

  /** The frame of zeros that untouched memory reads. An auditor counts one reference for it. */
  public long zeroFrame() {
    return zeroFrame;
  }

  /** First address that a guest may not map. */
  public long userTop() {
    return userTop;
  }
}
