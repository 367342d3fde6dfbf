package exo.kernel.task;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Sched;
import exo.kernel.sched.WaitQueue;
import exo.kernel.vfs.OpenFile;
import org.jspecify.annotations.Nullable;

/** A process, or one thread of it, as a descriptor that never comes to mean another. */
public final class PidFile extends OpenFile {
  private final ThreadGroup group;
  private final @Nullable Task thread;
  private final WaitQueue never = new WaitQueue();

  /**
   * pidfd_open(2), with one reference, the caller's.
   *
   * @param thread the thread meant, with PIDFD_THREAD; null for the process
   * @param flags O_NONBLOCK: waitid(2) does not wait
   */
  public PidFile(KernelServices kernel, ThreadGroup group, @Nullable Task thread, int flags) {
    super(kernel.anonymousFiles().processPath(), Fcntl.O_RDWR | flags);
    if (thread != null) {
      addFlag(Sched.PIDFD_THREAD);
    }
    this.group = group;
    this.thread = thread;
  }

  public ThreadGroup group() {
    return group;
  }

  /** With PIDFD_THREAD the thread meant, else null. */
  public @Nullable Task thread() {
    return thread;
  }

  /** Whether nothing can be done to it any more. */
  public boolean isGone() {
    return group.isReaped() || thread != null && hasEnded() && thread != group.leader();
  }

  private boolean hasEnded() {
    return thread == null ? group.isZombie() : !thread.isAlive();
  }

  @Override
  public int poll() {
    if (isGone()) {
      return Poll.EPOLLIN | Poll.EPOLLRDNORM | Poll.EPOLLHUP;
    }
    return hasEnded() ? Poll.EPOLLIN | Poll.EPOLLRDNORM : 0;
  }

  @Override
  public boolean hasContents() {
    return false;
  }

  @Override
  public boolean isSeekable() {
    return false;
  }

  @Override
  public void sync(boolean dataOnly) throws Errno {
    throw Errno.EINVAL;
  }

  /** As a file in pidfs: there could be positions, but nothing is read. */
  @Override
  public boolean isPositional() {
    return true;
  }

  @Override
  public boolean canWait() {
    return true;
  }

  @Override
  public boolean canSignal() {
    return false;
  }

  @Override
  public WaitQueue readable() {
    return group.exitQueue();
  }

  @Override
  public WaitQueue writable() {
    return never;
  }

  @Override
  public String details() {
    int pid = isGone() ? -1 : thread != null ? thread.tid() : group.pid();
    return "Pid:\t%d\nNSpid:\t%d\n".formatted(pid, pid);
  }
}
