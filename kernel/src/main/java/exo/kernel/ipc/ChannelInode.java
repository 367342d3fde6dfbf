package exo.kernel.ipc;

import exo.kernel.abi.Errno;
import exo.kernel.abi.KernelBug;
import exo.kernel.futex.FutexTable;
import exo.kernel.mm.PageSource;
import exo.kernel.sched.WaitQueue;
import exo.kernel.sched.Waiter;
import exo.kernel.sched.Wakeable;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.mem.ring.RingEvents;
import exo.mem.ring.RingLayout;
import org.jspecify.annotations.Nullable;

/**
 * A channel with a name: what stands behind a file of {@code /dev/ipc}. Who maps it uses the ring;
 * who waits in poll(2) or read(2) waits here, where the kernel itself is a waiter at the ring's
 * event words on their behalf. Owned by the kernel lock.
 */
final class ChannelInode extends Inode {
  private final IpcFs fs;
  private final Side data = new Side(RingLayout.DATA_EVENT);
  private final Side room = new Side(RingLayout.ROOM_EVENT);
  private ChannelMemory memory;
  private int ends;
  private int lastOwner = ChannelMemory.KERNEL_OWNER;
  private boolean gone;

  ChannelInode(IpcFs fs, long number, NewInode node) throws Errno {
    super(fs, number, node);
    this.fs = fs;
    memory = fs.allocate(this, ChannelFormat.DEFAULT);
  }

  /** Those who wait for messages, or for room. */
  private final class Side implements Wakeable {
    final WaitQueue queue = new WaitQueue();
    final long event;
    private FutexTable.@Nullable FutexWaiter waiter;

    Side(long event) {
      this.event = event;
    }

    /** From now on whoever publishes wakes us, once. */
    void arm() {
      if (waiter == null) {
        RingEvents.enter(memory.segment(), event);
        waiter = fs.futexes().enqueue(memory.pa(event), this, -1);
      }
    }

    void disarm() {
      FutexTable.FutexWaiter w = waiter;
      if (w != null) {
        waiter = null;
        fs.futexes().cancel(w);
        RingEvents.leave(memory.segment(), event);
      }
    }

    @Override
    public void wake(Waiter place) {
      waiter = null;
      RingEvents.leave(memory.segment(), event);
      queue.wakeAll();
    }
  }

  ChannelMemory memory() {
    return memory;
  }

  WaitQueue readable() {
    return data.queue;
  }

  WaitQueue writable() {
    return room.queue;
  }

  void awaitData() {
    data.arm();
  }

  void awaitRoom() {
    room.arm();
  }

  /** The kernel has taken or put something: wakes the other ends, if they wait. */
  void tell(long event) {
    if (RingEvents.awaited(memory.segment(), event)) {
      wake(event);
    }
  }

  private void wake(long event) {
    RingEvents.advance(memory.segment(), event);
    fs.futexes().wake(memory.pa(event), Integer.MAX_VALUE);
  }

  /**
   * Gives the channel another shape; what was in it is gone.
   *
   * @throws Errno EBUSY while it is mapped or somebody else has it open, ENOMEM
   */
  void format(ChannelFormat format) throws Errno {
    if (memory.isMapped() || ends > 1) {
      throw Errno.EBUSY;
    }
    ChannelMemory made = fs.allocate(this, format);
    data.disarm();
    room.disarm();
    fs.free(memory);
    memory = made;
  }

  /** One more has it open. */
  void opened() {
    ends++;
  }

  /** The number by which an end signs its claims. */
  int newOwner() {
    return ++lastOwner;
  }

  /** An end is gone, by close(2) or by death: what it left half done is undone. */
  void closed(int owner) {
    ends--;
    if (owner != 0 && !gone) {
      memory.recover(owner, ends == 0);
      // Whoever waited behind its claim finds the ring changed.
      wake(RingLayout.DATA_EVENT);
      wake(RingLayout.ROOM_EVENT);
    }
    if (ends == 0) {
      data.disarm();
      room.disarm();
    }
  }

  int ends() {
    return ends;
  }

  void unlinked() {
    setLinks(links() - 1);
    changed();
    endIfUnused();
  }

  @Override
  protected void unused() {
    endIfUnused();
  }

  private void endIfUnused() {
    if (links() == 0 && !isUsed()) {
      end();
    }
  }

  void end() {
    if (!gone) {
      gone = true;
      data.disarm();
      room.disarm();
      fs.free(memory);
    }
  }

  @Override
  public long size() {
    return memory.bytes();
  }

  @Override
  public PageSource pages() {
    if (gone) {
      throw new KernelBug("a channel that is gone is mapped");
    }
    return memory;
  }

  @Override
  public void truncate(long length) {
    // O_TRUNC by the redirection of a shell: a channel has no contents that could be cut.
  }

  @Override
  public OpenFile open(Path path, int flags, Caller who) {
    return new ChannelFile(path, flags, this);
  }
}
