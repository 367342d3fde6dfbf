package exo.kernel.sysvipc;

import exo.kernel.abi.Ipc;
import exo.kernel.mm.MappedName;
import exo.kernel.mm.PageSource;
import exo.kernel.time.Clock;
import exo.kernel.vfs.Caller;
import java.util.Locale;

/** A shared memory segment. It goes when it was removed and nobody maps it any more. */
public final class SharedSegment extends IpcObject implements MappedName {
  private static final int PAGE_SHIFT = 12;

  private final SysvIpc owner;
  private final Clock clock;
  private final long size;
  private final PageSource memory;
  private final Pages pages = new Pages();
  private final int creatorPid;
  private int lastPid;
  private int attached;
  private long attachTime;
  private long detachTime;

  /**
   * @param size in bytes
   * @param memory where its pages come from
   */
  SharedSegment(
      SysvIpc owner, Clock clock, int key, int flags, Caller who, long size, PageSource memory) {
    super(key, flags, who, SysvIpc.seconds(clock));
    this.owner = owner;
    this.clock = clock;
    this.size = size;
    this.memory = memory;
    this.creatorPid = who.processId();
    memory.retain();
  }

  /** Its memory as it is mapped: each area that maps it counts as attached. */
  private final class Pages extends PageSource {
    @Override
    public long page(long index, boolean forWrite) {
      return index >= pageCount() ? BEYOND_END : memory.page(index, forWrite);
    }

    @Override
    public long pageIfPresent(long index) {
      return index >= pageCount() ? BEYOND_END : memory.pageIfPresent(index);
    }

    @Override
    public boolean tracksWrites() {
      return false;
    }

    @Override
    public boolean isMemory() {
      return true;
    }

    @Override
    public void retain() {
      attached++;
      attachTime = SysvIpc.seconds(clock);
    }

    @Override
    public void release() {
      attached--;
      detachTime = SysvIpc.seconds(clock);
      freeIfUnused();
    }
  }

  long pageCount() {
    return size + (1 << PAGE_SHIFT) - 1 >>> PAGE_SHIFT;
  }

  /** What shmat(2) maps. */
  public PageSource pages() {
    return pages;
  }

  /** Bytes, as asked for. */
  public long size() {
    return size;
  }

  public int attached() {
    return attached;
  }

  public int creatorPid() {
    return creatorPid;
  }

  /** The process that attached or detached it last. */
  public int lastPid() {
    return lastPid;
  }

  public void usedBy(int pid) {
    lastPid = pid;
  }

  public long attachTime() {
    return attachTime;
  }

  public long detachTime() {
    return detachTime;
  }

  /** IPC_RMID: goes now, or with the last mapping. */
  public void remove() {
    flag(Ipc.SHM_DEST, true);
    forgetKey();
    freeIfUnused();
  }

  /** SHM_LOCK and SHM_UNLOCK: nothing is ever swapped out, so it is only noted. */
  public void locked(boolean lock) {
    flag(Ipc.SHM_LOCKED, lock);
  }

  private void freeIfUnused() {
    if (attached == 0 && (mode() & Ipc.SHM_DEST) != 0 && !isRemoved()) {
      owner.segments().remove(this);
    }
  }

  @Override
  void removed() {
    super.removed();
    memory.release();
  }

  @Override
  public long device() {
    return 1;
  }

  @Override
  public long inode() {
    return id();
  }

  @Override
  public String path() {
    return String.format(Locale.ROOT, "/SYSV%08x (deleted)", key());
  }
}
