package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.layout.Iovec;
import exo.kernel.task.Task;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.uaccess.UserMemory;

/** Arrays of struct iovec. Source: readv(2). */
final class Vectors {
  /** Most spans of one transfer, UIO_MAXIOV. */
  static final int MAX_SPANS = 1024;

  private Vectors() {}

  /**
   * The task's buffer over the spans, of which the first {@code skip} bytes are already moved. The
   * total is cut at {@link IoBuffer#MAX_TOTAL}.
   *
   * @throws Errno EFAULT for the array or a span outside user space; EINVAL for too many spans or a
   *     negative length
   */
  static IoBuffer load(Task task, long vector, long vlen, long skip) throws Errno {
    // Linux counts in 32 bits here, whatever else the register holds.
    long count = Integer.toUnsignedLong((int) vlen);
    if (count > MAX_SPANS) {
      throw Errno.EINVAL;
    }
    UserMemory m = task.memory();
    checkLengths(m, vector, count);
    IoBuffer buffer = task.io().clear();
    long left = skip;
    long total = 0;
    for (long i = 0; i < count; i++) {
      long at = vector + i * Iovec.SIZE;
      long va = m.getLong(at + Iovec.IOV_BASE);
      long asked = m.getLong(at + Iovec.IOV_LEN);
      // A single span is cut before it is checked, as in Linux.
      long len = count == 1 ? Math.min(asked, IoBuffer.MAX_TOTAL) : asked;
      if (!UserMemory.inRange(va, len)) {
        throw Errno.EFAULT;
      }
      len = Math.min(len, IoBuffer.MAX_TOTAL - total);
      total += len;
      long skipped = Math.min(left, len);
      left -= skipped;
      buffer.add(va + skipped, len - skipped);
    }
    return buffer;
  }

  private static void checkLengths(UserMemory m, long vector, long count) throws Errno {
    if (count > 0 && !UserMemory.inRange(vector, count * Iovec.SIZE)) {
      throw Errno.EFAULT;
    }
    // Linux has copied the whole array before it looks at any of it.
    for (long i = 0; i < count; i++) {
      m.getLong(vector + i * Iovec.SIZE + Iovec.IOV_BASE);
      m.getLong(vector + i * Iovec.SIZE + Iovec.IOV_LEN);
    }
    for (long i = 0; i < count; i++) {
      if (m.getLong(vector + i * Iovec.SIZE + Iovec.IOV_LEN) < 0) {
        throw Errno.EINVAL;
      }
    }
  }
}
