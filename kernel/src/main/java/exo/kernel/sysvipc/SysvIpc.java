package exo.kernel.sysvipc;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Ipc;
import exo.kernel.fs.tmpfs.MemFd;
import exo.kernel.time.Clock;
import exo.kernel.vfs.Caller;
import java.util.HashSet;
import java.util.Set;

/** The segments, sets and queues of one machine. Owned by the kernel lock. */
public final class SysvIpc {
  /** shmmax and shmall: as good as no limit. */
  public static final long SHMMAX = -1L - (1L << 24);

  /** shmmni: segments at once. */
  public static final int SHMMNI = 4096;

  private static final long SECOND = 1_000_000_000L;
  private static final int PAGE_SHIFT = 12;

  private final Clock clock;
  private final MemFd memory;
  private final long ramPages;
  private final IpcTable<SharedSegment> segments = new IpcTable<>(SHMMNI);
  private final IpcTable<SemaphoreSet> sets = new IpcTable<>(Ipc.SEMMNI);
  private final IpcTable<MessageQueue> queues = new IpcTable<>(Ipc.MSGMNI);
  private final Set<SemaphoreUndo> undos = new HashSet<>();

  /**
   * @param memory where segments get their pages
   * @param ramPages of the machine: larger segments are refused
   */
  public SysvIpc(Clock clock, MemFd memory, long ramPages) {
    this.clock = clock;
    this.memory = memory;
    this.ramPages = ramPages;
  }

  static long seconds(Clock clock) {
    return clock.realtimeNanos() / SECOND;
  }

  /** Now, in seconds since 1970. */
  public long now() {
    return seconds(clock);
  }

  public IpcTable<SharedSegment> segments() {
    return segments;
  }

  public IpcTable<SemaphoreSet> sets() {
    return sets;
  }

  public IpcTable<MessageQueue> queues() {
    return queues;
  }

  /** A new segment, not yet in the table. */
  public SharedSegment newSegment(int key, int flags, Caller who, long size) throws Errno {
    if (size <= 0) {
      throw Errno.EINVAL;
    }
    if ((flags & Ipc.SHM_HUGETLB) != 0) {
      throw Errno.EINVAL;
    }
    if (size >>> PAGE_SHIFT > ramPages) {
      throw Errno.ENOMEM;
    }
    return new SharedSegment(this, clock, key, flags, who, size, memory.zeros());
  }

  /** A new set, not yet in the table. */
  public SemaphoreSet newSet(int key, int flags, Caller who, int count) throws Errno {
    if (count == 0) {
      throw Errno.EINVAL;
    }
    long used = count;
    for (SemaphoreSet s : sets.all()) {
      used += s.count();
    }
    if (used > Ipc.SEMMNS) {
      throw Errno.ENOSPC;
    }
    return new SemaphoreSet(this, clock, key, flags, who, count);
  }

  /** A new queue, not yet in the table. */
  public MessageQueue newQueue(int key, int flags, Caller who) {
    return new MessageQueue(clock, key, flags, who);
  }

  /** What a process that begins to use SEM_UNDO keeps. */
  public SemaphoreUndo newUndo() {
    SemaphoreUndo undo = new SemaphoreUndo();
    undos.add(undo);
    return undo;
  }

  /** A process ended: what it was to undo is undone. */
  public void ended(SemaphoreUndo undo, int pid) {
    undos.remove(undo);
    undo.apply(pid);
  }

  void forgetUndo(SemaphoreSet set, int number) {
    for (SemaphoreUndo u : undos) {
      u.forget(set, number);
    }
  }

  /** Pages of all segments. */
  public long pages() {
    long sum = 0;
    for (SharedSegment s : segments.all()) {
      sum += s.pageCount();
    }
    return sum;
  }
}
