package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.task.Task;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.OpenFile;

/** Reading, writing and placing. Source: read(2), pread(2), readv(2), lseek(2). */
final class ReadWrite {
  private ReadWrite() {}

  /** Linux {@code read(2)}. */
  static long read(Task task, long fd, long buf, long count) throws Errno {
    OpenFile file = readable(task, fd);
    checkBuffer(buf, count);
    IoBuffer to = task.io().ofUser(buf, count);
    return IoCounting.read(
        task, Transfer.read(task, file, to, Transfer.AT_POSITION, !file.isNonBlocking()));
  }

  /** Linux {@code write(2)}. */
  static long write(Task task, long fd, long buf, long count) throws Errno {
    OpenFile file = writable(task, fd);
    checkBuffer(buf, count);
    return write(task, file, buf, count, Transfer.AT_POSITION);
  }

  /** Linux {@code pread64(2)}. */
  static long pread64(Task task, long fd, long buf, long count, long off) throws Errno {
    checkOffset(off);
    OpenFile file = positional(task, fd);
    if (!file.isReadable()) {
      throw Errno.EBADF;
    }
    giving(file);
    checkBuffer(buf, count);
    IoBuffer to = task.io().ofUser(buf, count);
    return IoCounting.read(task, Transfer.read(task, file, to, off, !file.isNonBlocking()));
  }

  /** Linux {@code pwrite64(2)}. */
  static long pwrite64(Task task, long fd, long buf, long count, long off) throws Errno {
    checkOffset(off);
    OpenFile file = positional(task, fd);
    if (!file.isWritable()) {
      throw Errno.EBADF;
    }
    taking(file);
    checkBuffer(buf, count);
    return write(task, file, buf, count, off);
  }

  private static long write(Task task, OpenFile file, long buf, long count, long off) throws Errno {
    long done = Transfer.done(task);
    IoBuffer from = task.io().ofUser(buf + done, Math.min(count, IoBuffer.MAX_TOTAL) - done);
    return IoCounting.written(task, Transfer.write(task, file, from, off, !file.isNonBlocking()));
  }

  /** Linux {@code readv(2)}. */
  static long readv(Task task, long fd, long vector, long count) throws Errno {
    return readVector(task, readable(task, fd), vector, count, Transfer.AT_POSITION, 0);
  }

  /** Linux {@code writev(2)}. */
  static long writev(Task task, long fd, long vector, long count) throws Errno {
    return writeVector(task, writable(task, fd), vector, count, Transfer.AT_POSITION, 0);
  }

  /** Linux {@code preadv(2)}. A 64-bit offset needs no high half, which is ignored. */
  static long preadv(Task task, long fd, long vector, long count, long off) throws Errno {
    return positionalRead(task, fd, vector, count, off, 0);
  }

  /** Linux {@code pwritev(2)}. */
  static long pwritev(Task task, long fd, long vector, long count, long off) throws Errno {
    return positionalWrite(task, fd, vector, count, off, 0);
  }

  /** Linux {@code preadv2(2)}. */
  static long preadv2(Task task, long fd, long vector, long count, long off, long high, long flags)
      throws Errno {
    return off == Transfer.AT_POSITION
        ? readVector(task, readable(task, fd), vector, count, off, (int) flags)
        : positionalRead(task, fd, vector, count, off, (int) flags);
  }

  /** Linux {@code pwritev2(2)}. */
  static long pwritev2(Task task, long fd, long vector, long count, long off, long high, long flags)
      throws Errno {
    return off == Transfer.AT_POSITION
        ? writeVector(task, writable(task, fd), vector, count, off, (int) flags)
        : positionalWrite(task, fd, vector, count, off, (int) flags);
  }

  private static long positionalRead(
      Task task, long fd, long vector, long count, long off, int flags) throws Errno {
    checkOffset(off);
    OpenFile file = positional(task, fd);
    if (!file.isReadable()) {
      throw Errno.EBADF;
    }
    return readVector(task, giving(file), vector, count, off, flags);
  }

  private static long positionalWrite(
      Task task, long fd, long vector, long count, long off, int flags) throws Errno {
    checkOffset(off);
    OpenFile file = positional(task, fd);
    if (!file.isWritable()) {
      throw Errno.EBADF;
    }
    return writeVector(task, taking(file), vector, count, off, flags);
  }

  private static long readVector(
      Task task, OpenFile file, long vector, long count, long off, int flags) throws Errno {
    IoBuffer to = Vectors.load(task, vector, count, 0);
    if (to.remaining() == 0) {
      return 0;
    }
    TransferFlags.check(file, flags, false);
    return IoCounting.read(task, Transfer.read(task, file, to, off, mayWait(file, flags)));
  }

  private static long writeVector(
      Task task, OpenFile file, long vector, long count, long off, int flags) throws Errno {
    IoBuffer from = Vectors.load(task, vector, count, Transfer.done(task));
    if (from.remaining() == 0) {
      return Transfer.done(task);
    }
    TransferFlags.check(file, flags, true);
    boolean mayWait = mayWait(file, flags);
    return IoCounting.written(
        task,
        flags == 0
            ? Transfer.write(task, file, from, off, mayWait)
            : TransferFlags.write(task, file, from, off, flags, mayWait));
  }

  private static boolean mayWait(OpenFile file, int flags) {
    return !file.isNonBlocking() && (flags & Fs.RWF_NOWAIT) == 0;
  }

  /** Linux {@code lseek(2)}. */
  static long lseek(Task task, long fd, long off, long whence) throws Errno {
    return task.files().get((int) fd).seek(off, (int) whence);
  }

  private static OpenFile readable(Task task, long fd) throws Errno {
    OpenFile file = Transfer.file(task, fd);
    if (!file.isReadable()) {
      throw Errno.EBADF;
    }
    return giving(file);
  }

  private static OpenFile giving(OpenFile file) throws Errno {
    if (!file.hasContents()) {
      throw Errno.EINVAL;
    }
    return file;
  }

  private static OpenFile taking(OpenFile file) throws Errno {
    if (!file.takesBytes()) {
      throw Errno.EINVAL;
    }
    return file;
  }

  private static OpenFile writable(Task task, long fd) throws Errno {
    OpenFile file = Transfer.file(task, fd);
    if (!file.isWritable()) {
      throw Errno.EBADF;
    }
    return taking(file);
  }

  private static OpenFile positional(Task task, long fd) throws Errno {
    OpenFile file = Transfer.file(task, fd);
    if (!file.isPositional()) {
      throw Errno.ESPIPE;
    }
    return file;
  }

  private static void checkOffset(long off) throws Errno {
    if (off < 0) {
      throw Errno.EINVAL;
    }
  }

  private static void checkBuffer(long va, long len) throws Errno {
    if (!UserMemory.inRange(va, len)) {
      throw Errno.EFAULT;
    }
  }
}
