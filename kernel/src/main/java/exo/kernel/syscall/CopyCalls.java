package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Poll;
import exo.kernel.fs.pipefs.PipeFile;
import exo.kernel.task.Task;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.OpenFile;

/** Copies within the kernel. Source: sendfile(2), copy_file_range(2). */
final class CopyCalls {
  // Which of the task's kept values counts the bytes of the rounds before a wait.
  private static final int DONE = 0;

  private CopyCalls() {}

  /** Linux {@code sendfile(2)}. */
  static long sendfile(Task task, long outFd, long inFd, long offset, long count) throws Errno {
    long off = offset == 0 ? 0 : task.memory().getLong(offset);
    OpenFile in = task.files().get((int) inFd);
    if (!in.isReadable()) {
      throw Errno.EBADF;
    }
    if (offset == 0) {
      off = in.position();
    } else if (!in.isPositional()) {
      throw Errno.ESPIPE;
    }
    Copying.checkRange(off, count);
    OpenFile out = task.files().get((int) outFd);
    if (!out.isWritable()) {
      throw Errno.EBADF;
    }
    boolean toPipe = out instanceof PipeFile;
    if (!in.hasContents()
        || !in.isPositional()
        || in.inode().isDirectory()
        || !toPipe && out.has(Fcntl.O_APPEND)) {
      throw Errno.EINVAL;
    }
    long len = Math.min(count, IoBuffer.MAX_TOTAL);
    long done = task.call().keptLong(DONE);
    Copying copying = new Copying(task, len - done);
    long n = copying.copy(in, off + done, out, Transfer.AT_POSITION, len - done);
    if (n > 0) {
      done += n;
    }
    boolean more = n > 0 && done < len && out.writesAll() && !toPipe;
    if (!out.isNonBlocking() && (more && isFull(out) || n == Transfer.EAGAIN)) {
      task.call().keepLong(DONE, done);
      long answer = task.block(out.writable());
      if (answer == Task.BLOCKED || done == 0) {
        return answer;
      }
    }
    Copying.advance(task, in, offset, off, done);
    return IoCounting.copied(task, done > 0 ? done : n);
  }

  /** Whether a copy stopped because the target has no room, and not at the end of the source. */
  private static boolean isFull(OpenFile out) {
    return (out.poll() & Poll.POLLOUT) == 0;
  }

  /** Linux {@code copy_file_range(2)}. */
  static long copy_file_range(
      Task task, long inFd, long inOffset, long outFd, long outOffset, long count, long flags)
      throws Errno {
    OpenFile in = task.files().get((int) inFd);
    OpenFile out = task.files().get((int) outFd);
    UserMemory m = task.memory();
    long inOff = inOffset == 0 ? in.position() : m.getLong(inOffset);
    long outOff = outOffset == 0 ? out.position() : m.getLong(outOffset);
    UserPath.checkFlags((int) flags, 0);
    checkFiles(in, out);
    if (Long.compareUnsigned(inOff + count, inOff) < 0
        || Long.compareUnsigned(outOff + count, outOff) < 0) {
      throw Errno.EOVERFLOW;
    }
    long left = in.inode().size() - inOff;
    long len = left <= 0 ? 0 : count < 0 ? left : Math.min(count, left);
    if (in.inode() == out.inode() && outOff + len > inOff && outOff < inOff + len) {
      throw Errno.EINVAL;
    }
    Copying.checkRange(inOff, len);
    Copying.checkRange(outOff, len);
    len = Math.min(len, IoBuffer.MAX_TOTAL);
    if (len == 0) {
      return 0;
    }
    long done = new Copying(task, len).copy(in, inOff, out, outOff, len);
    if (done > 0) {
      Copying.advance(task, in, inOffset, inOff, done);
      Copying.advance(task, out, outOffset, outOff, done);
    }
    return IoCounting.copied(task, done);
  }

  /** What a source and a target of copied bytes must be: EISDIR, EINVAL, EBADF, EXDEV. */
  static void checkFiles(OpenFile in, OpenFile out) throws Errno {
    Inode from = in.inode();
    Inode to = out.inode();
    if (from.isDirectory() || to.isDirectory()) {
      throw Errno.EISDIR;
    }
    if (!from.isRegular() || !to.isRegular()) {
      throw Errno.EINVAL;
    }
    if (!in.isReadable() || !out.isWritable() || out.has(Fcntl.O_APPEND)) {
      throw Errno.EBADF;
    }
    if (from.superblock() != to.superblock()) {
      throw Errno.EXDEV;
    }
  }
}
