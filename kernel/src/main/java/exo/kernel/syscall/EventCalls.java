package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Poll;
import exo.kernel.fs.anon.EventCounter;
import exo.kernel.task.Task;

/** Counters as descriptors. Source: eventfd(2). */
final class EventCalls {
  private static final int FLAGS = Poll.EFD_SEMAPHORE | Poll.EFD_CLOEXEC | Poll.EFD_NONBLOCK;

  private EventCalls() {}

  /** Linux {@code eventfd(2)}: the call without flags. */
  static long eventfd(Task task, long count) throws Errno {
    return eventfd2(task, count, 0);
  }

  /** Linux {@code eventfd2(2)}. */
  static long eventfd2(Task task, long count, long flags) throws Errno {
    int f = (int) flags;
    UserPath.checkFlags(f, FLAGS);
    EventCounter made =
        task.kernel()
            .anonymousFiles()
            .eventCounter((int) count, (f & Poll.EFD_SEMAPHORE) != 0, f & Poll.EFD_NONBLOCK);
    return DescriptorCalls.add(task, made, (f & Poll.EFD_CLOEXEC) != 0);
  }
}
