package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Poll;
import exo.kernel.abi.layout.EpollEvent;
import exo.kernel.fs.anon.EventPoll;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.uaccess.UserTime;
import exo.kernel.vfs.OpenFile;

/** Waiting for many descriptors. Source: epoll(7). */
final class EpollCalls {
  private static final int MAX_EVENTS = Integer.MAX_VALUE / EpollEvent.SIZE;

  private EpollCalls() {}

  /** Linux {@code epoll_create(2)}. */
  static long epoll_create(Task task, long size) throws Errno {
    if ((int) size <= 0) {
      throw Errno.EINVAL;
    }
    return epoll_create1(task, 0);
  }

  /** Linux {@code epoll_create1(2)}. */
  static long epoll_create1(Task task, long flags) throws Errno {
    UserPath.checkFlags((int) flags, Poll.EPOLL_CLOEXEC);
    EventPoll made = task.kernel().anonymousFiles().eventPoll();
    return DescriptorCalls.add(task, made, (int) flags != 0);
  }

  /** Linux {@code epoll_ctl(2)}. */
  static long epoll_ctl(Task task, long epfd, long operation, long fd, long event) throws Errno {
    int o = (int) operation;
    int events = 0;
    long data = 0;
    if (o != Poll.EPOLL_CTL_DEL) {
      events = task.memory().getInt(event + EpollEvent.EVENTS) & ~Poll.EPOLLWAKEUP;
      data = task.memory().getLong(event + EpollEvent.DATA);
    }
    OpenFile instance = task.files().get((int) epfd);
    OpenFile file = task.files().get((int) fd);
    if (!file.canWait()) {
      throw Errno.EPERM;
    }
    if (!(instance instanceof EventPoll poll)) {
      throw Errno.EINVAL;
    }
    switch (o) {
      case Poll.EPOLL_CTL_ADD -> poll.add((int) fd, file, events, data);
      case Poll.EPOLL_CTL_MOD -> poll.modify((int) fd, file, events, data);
      case Poll.EPOLL_CTL_DEL -> poll.remove((int) fd, file);
      default -> throw Errno.EINVAL;
    }
    return 0;
  }

  /** Linux {@code epoll_wait(2)}. */
  static long epoll_wait(Task task, long epfd, long events, long max, long timeoutMillis)
      throws Errno {
    return epoll_pwait(task, epfd, events, max, timeoutMillis, 0, 0);
  }

  /** Linux {@code epoll_pwait(2)}. */
  static long epoll_pwait(
      Task task, long epfd, long events, long max, long timeoutMillis, long mask, long maskSize)
      throws Errno {
    if (!task.call().isResumed()) {
      int millis = (int) timeoutMillis;
      TemporaryMask.set(task, mask, maskSize);
      task.call().keepLong(0, Times.deadline(task, millis * Times.MILLISECOND));
    }
    return wait(task, epfd, events, max);
  }

  /** Linux {@code epoll_pwait2(2)}. */
  static long epoll_pwait2(
      Task task, long epfd, long events, long max, long timeout, long mask, long maskSize)
      throws Errno {
    if (!task.call().isResumed()) {
      long nanos = timeout == 0 ? -1 : UserTime.timespec(task.memory(), timeout);
      TemporaryMask.set(task, mask, maskSize);
      task.call().keepLong(0, Times.deadline(task, nanos));
    }
    return wait(task, epfd, events, max);
  }

  /** Never made again after a signal: a handler under the mask given, then EINTR. */
  private static long wait(Task task, long epfd, long events, long max) {
    long answer;
    try {
      answer = collect(task, Transfer.file(task, epfd), events, (int) max);
    } catch (Errno e) {
      answer = e.negated();
    }
    if (answer != Task.BLOCKED && answer != Errno.EINTR.negated()) {
      TemporaryMask.restore(task);
    }
    return answer;
  }

  private static long collect(Task task, OpenFile file, long events, int max) throws Errno {
    if (max <= 0 || max > MAX_EVENTS) {
      throw Errno.EINVAL;
    }
    if (!UserMemory.inRange(events, (long) max * EpollEvent.SIZE)) {
      throw Errno.EFAULT;
    }
    if (!(file instanceof EventPoll poll)) {
      throw Errno.EINVAL;
    }
    int found = poll.collect(new Writer(task.memory(), events), max);
    long deadline = task.call().keptLong(0);
    if (found > 0 || task.kernel().clock().monotonicNanos() >= deadline) {
      return found;
    }
    task.waitOn(poll.readable());
    return task.park(deadline, Errno.EINTR.negated());
  }

  /** Writes struct epoll_event one behind the other. */
  private static final class Writer implements EventPoll.Sink {
    private final UserMemory memory;
    private long va;

    Writer(UserMemory memory, long va) {
      this.memory = memory;
      this.va = va;
    }

    @Override
    public void event(int events, long data) throws Errno {
      memory.putInt(va + EpollEvent.EVENTS, events);
      memory.putLong(va + EpollEvent.DATA, data);
      va += EpollEvent.SIZE;
    }
  }
}
