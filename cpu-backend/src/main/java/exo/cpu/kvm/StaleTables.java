package exo.cpu.kvm;

import exo.cpu.Cpu;
import exo.mem.paging.Pte;
import exo.mem.paging.TableWatcher;
import exo.mem.phys.PhysicalMemory;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Page tables that Java has changed under a KVM that may keep shadows of them.
 *
 * <p>A processor with nested paging walks our tables itself, and forgets what it cached of them
 * when CR3 changes. A KVM without it (one that runs in a virtual machine, for example) builds
 * tables of its own from them, and learns of a change only from a fault or from a store by guest
 * code. Rights that were added it finds by the fault; rights that were taken away it never would.
 * So ring 0 stores into each table that lost something, what is there already, through its map of
 * all RAM. The stores of two bytes, that can be no entry, make KVM throw the shadow of a table
 * away, or look at it again when CR3 is loaded next. Frames that are tables no more are treated so
 * too: else KVM would find the old shadow when the frame becomes a table again. Tried with the
 * changes that the kernel makes; the tests hold it.
 *
 * <p>It is done late, before a CPU enters the guest, and by the first that does, for all; the
 * others only load CR3. A CPU that is in the guest meanwhile is called out and waited for.
 */
final class StaleTables implements TableWatcher {
  private static final int ROOT_LEVEL = 4;
  private static final long HALF = PhysicalMemory.FRAME_SIZE / 2;
  private static final long WAIT_NANOS = 20_000;
  private static final int REPEAT = 100;

  private final PhysicalMemory ram;
  private final List<KvmCpu> cpus = new CopyOnWriteArrayList<>();

  /** Frames to touch, each once. Guarded by this. */
  private final BitSet pending = new BitSet();

  /** Grows with each change. Written with this object locked. */
  private volatile long generation;

  StaleTables(PhysicalMemory ram) {
    this.ram = ram;
  }

  void add(KvmCpu cpu) {
    cpus.add(cpu);
  }

  void remove(KvmCpu cpu) {
    cpus.remove(cpu);
  }

  List<KvmCpu> cpus() {
    return cpus;
  }

  /** The changes that a CPU has to know of before it enters the guest. */
  long generation() {
    return generation;
  }

  /** An entry of this table led to another and does not any more, or the table itself is none. */
  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // written with this object locked only
  public synchronized void unlinked(long frame) {
    pending.set((int) frame);
    generation++;
  }

  /**
   * Rights were taken away. When this returns no CPU uses them any more.
   *
   * @param whole whether tables above the leaves are meant too
   */
  void revoked(long root, long va, long length, boolean whole) {
    long last = length > Long.MAX_VALUE - Math.max(va, 0) ? Long.MAX_VALUE : va + length - 1;
    long change = addRange(root, va, last, whole);
    for (KvmCpu cpu : cpus) {
      callOut(cpu, change);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written with this object locked only
  private synchronized long addRange(long root, long va, long last, boolean whole) {
    add(root, ROOT_LEVEL, 0, Math.max(va, 0), last, whole);
    return ++generation;
  }

  private void add(long table, int level, long base, long first, long last, boolean whole) {
    boolean holdsLeaves = level == 1 || whole;
    if (level > 1) {
      int shift = 3 + 9 * level;
      long entries = level == ROOT_LEVEL ? HALF / Long.BYTES : 2 * HALF / Long.BYTES;
      long from = Math.max(first - base, 0) >>> shift;
      long to = Math.min((last - base) >>> shift, entries - 1);
      for (long i = from; i <= to; i++) {
        long entry = ram.getLong(table + i * Long.BYTES);
        if ((entry & (Pte.P | Pte.PS)) == Pte.P) {
          add(Pte.address(entry), level - 1, base + (i << shift), first, last, whole);
        } else {
          // A large page is a leaf; so may one have been that is gone.
          holdsLeaves |= level == 2;
        }
      }
    }
    if (holdsLeaves) {
      pending.set((int) (table >>> PhysicalMemory.FRAME_SHIFT));
    }
  }

  /** Waits until a CPU is out of the guest, or in again with the change known to it. */
  private static void callOut(KvmCpu cpu, long change) {
    for (int i = 0; cpu.isInGuest() && cpu.generation() < change; i++) {
      if (i % REPEAT == 0) {
        cpu.nudge();
      }
      LockSupport.parkNanos(WAIT_NANOS);
    }
  }

  /**
   * Called by a CPU's thread, outside of the guest: all changes so far are known to this CPU
   * afterwards.
   *
   * @return the generation that it knows
   */
  synchronized long settle(KvmCpu cpu) {
    int count = 0;
    int frame = pending.nextSetBit(0);
    while (frame >= 0) {
      cpu.list().set(count++, frame);
      frame = pending.nextSetBit(frame + 1);
      if (count == KernelHalf.TouchList.LENGTH && frame >= 0) {
        cpu.touch(count);
        count = 0;
      }
    }
    cpu.touch(count);
    pending.clear();
    return generation;
  }

  /** The whole lower half of an address space. */
  void gone(long root) {
    revoked(root, 0, Cpu.ALL, true);
  }
}
