package exo.kernel.syscall;

import exo.kernel.task.ResourceUse;
import exo.kernel.task.Task;

/**
 * Counts calls that read and write, and their bytes, for {@code /proc/PID/io}: read(2), write(2)
 * and their like, sendfile(2) and copy_file_range(2), but neither splice(2) nor the calls that only
 * sockets know. A call that waits is counted when it is over.
 */
final class IoCounting {
  private IoCounting() {}

  /** The result of a call that reads, as it is. */
  static long read(Task task, long result) {
    if (result != Task.BLOCKED) {
      ResourceUse use = task.group().use();
      use.reads++;
      use.readBytes += Math.max(0, result);
    }
    return result;
  }

  /** The result of a call that writes, as it is. */
  static long written(Task task, long result) {
    if (result != Task.BLOCKED) {
      ResourceUse use = task.group().use();
      use.writes++;
      use.writtenBytes += Math.max(0, result);
    }
    return result;
  }

  /** The result of a call that does both, as it is. */
  static long copied(Task task, long result) {
    read(task, result);
    return written(task, result);
  }
}
