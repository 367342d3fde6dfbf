package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.layout.Iovec;
import exo.kernel.fs.pipefs.PipeFile;
import exo.kernel.net.SocketFile;
import exo.kernel.task.Task;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.OpenFile;

/**
 * Copies in and out of pipes. Linux moves pages; here bytes are copied, which only timing tells.
 * Source: splice(2), tee(2), vmsplice(2).
 */
final class SpliceCalls {
  private static final int FLAGS =
      Fs.SPLICE_F_MOVE | Fs.SPLICE_F_NONBLOCK | Fs.SPLICE_F_MORE | Fs.SPLICE_F_GIFT;

  private SpliceCalls() {}

  /** Linux {@code splice(2)}. */
  static long splice(
      Task task, long inFd, long inOffset, long outFd, long outOffset, long count, long flags)
      throws Errno {
    if (count == 0) {
      return 0;
    }
    UserPath.checkFlags((int) flags, FLAGS);
    OpenFile in = task.files().get((int) inFd);
    OpenFile out = task.files().get((int) outFd);
    boolean fromPipe = in instanceof PipeFile;
    boolean toPipe = out instanceof PipeFile;
    if (fromPipe && inOffset != 0 || toPipe && outOffset != 0) {
      throw Errno.ESPIPE;
    }
    UserMemory m = task.memory();
    long outOff = outOffset == 0 ? out.position() : m.getLong(outOffset);
    long inOff = inOffset == 0 ? in.position() : m.getLong(inOffset);
    if (!in.isReadable() || !out.isWritable()) {
      throw Errno.EBADF;
    }
    boolean waits = (flags & Fs.SPLICE_F_NONBLOCK) == 0;
    long len = Math.min(count < 0 ? Long.MAX_VALUE : count, IoBuffer.MAX_TOTAL);
    if (in instanceof PipeFile source) {
      waits &= !in.isNonBlocking() && !(toPipe && out.isNonBlocking());
      if (toPipe) {
        return fromPipeToPipe(task, source, (PipeFile) out, len, waits);
      }
      if (outOffset != 0 && !out.isPositional() || out.has(Fcntl.O_APPEND)) {
        throw Errno.EINVAL;
      }
      Copying.checkRange(outOff, count);
      long to = out.isSeekable() ? outOff : Transfer.AT_POSITION;
      long n = new Copying(task, len).drain(source, out, to, len);
      if (n == Transfer.EAGAIN && waits) {
        return task.block(source.isEmpty() ? source.readable() : out.writable());
      }
      Copying.advance(task, out, outOffset, outOff, Math.max(n, 0));
      return n;
    }
    if (toPipe && in instanceof SocketFile socket) {
      if (inOffset != 0) {
        throw Errno.ESPIPE;
      }
      return fromSocket(task, socket, (PipeFile) out, len, waits);
    }
    if (!toPipe || !in.isPositional() || in.inode().isDirectory()) {
      throw Errno.EINVAL;
    }
    Copying.checkRange(inOff, count);
    long n = new Copying(task, len).copy(in, inOff, out, Transfer.AT_POSITION, len);
    if (n == Transfer.EAGAIN && waits && !out.isNonBlocking()) {
      return task.block(out.writable());
    }
    Copying.advance(task, in, inOffset, inOff, Math.max(n, 0));
    return n;
  }

  private static long fromSocket(Task task, SocketFile in, PipeFile out, long len, boolean waits) {
    long n = new Copying(task, len).receive(in, out, len);
    if (n != Transfer.EAGAIN || !waits) {
      return n;
    }
    if (out.isFull()) {
      return out.isNonBlocking() ? n : task.block(out.writable());
    }
    return in.isNonBlocking() ? n : Transfer.await(task, in.readable(), in.readTimeoutNanos());
  }

  private static long fromPipeToPipe(Task task, PipeFile in, PipeFile out, long len, boolean waits)
      throws Errno {
    if (in.isSamePipe(out)) {
      throw Errno.EINVAL;
    }
    long n = new Copying(task, len).drain(in, out, Transfer.AT_POSITION, len);
    return n == Transfer.EAGAIN && waits ? waitFor(task, in, out) : n;
  }

  private static long waitFor(Task task, PipeFile in, PipeFile out) {
    return task.block(in.isEmpty() ? in.readable() : out.writable());
  }

  /** Linux {@code tee(2)}. */
  static long tee(Task task, long inFd, long outFd, long count, long flags) throws Errno {
    UserPath.checkFlags((int) flags, FLAGS);
    if (count == 0) {
      return 0;
    }
    OpenFile in = task.files().get((int) inFd);
    OpenFile out = task.files().get((int) outFd);
    if (!in.isReadable() || !out.isWritable()) {
      throw Errno.EBADF;
    }
    if (!(in instanceof PipeFile source)
        || !(out instanceof PipeFile target)
        || source.isSamePipe(target)) {
      throw Errno.EINVAL;
    }
    boolean waits =
        (flags & Fs.SPLICE_F_NONBLOCK) == 0 && !in.isNonBlocking() && !out.isNonBlocking();
    long len = Math.min(count < 0 ? Long.MAX_VALUE : count, IoBuffer.MAX_TOTAL);
    Copying copying = new Copying(task, len);
    long done = 0;
    long n = 0;
    while (done < len) {
      n = copying.tee(source, done, target, Transfer.AT_POSITION, len - done);
      if (n <= 0) {
        break;
      }
      done += n;
    }
    if (done > 0) {
      return done;
    }
    return n == Transfer.EAGAIN && waits ? waitFor(task, source, target) : n;
  }

  /** Linux {@code vmsplice(2)}. Pages are copied, gifts too. */
  static long vmsplice(Task task, long fd, long vector, long count, long flags) throws Errno {
    UserPath.checkFlags((int) flags, FLAGS);
    OpenFile file = task.files().get((int) fd);
    if (!file.isReadable() && !file.isWritable()) {
      throw Errno.EBADF;
    }
    IoBuffer buffer = Vectors.load(task, vector, count, 0);
    if (buffer.remaining() == 0) {
      return 0;
    }
    if (!(file instanceof PipeFile)) {
      throw Errno.EBADF;
    }
    boolean waits = (flags & Fs.SPLICE_F_NONBLOCK) == 0;
    if (!file.isWritable()) {
      return Transfer.read(task, file, buffer, Transfer.AT_POSITION, waits);
    }
    long n = give(task, file, vector, (int) count);
    return n == Transfer.EAGAIN && waits ? task.block(file.writable()) : n;
  }

  /** Span for span: what one bad address keeps back does not keep back those before it. */
  private static long give(Task task, OpenFile file, long vector, int spans) throws Errno {
    long done = 0;
    for (int i = 0; i < spans; i++) {
      try {
        IoBuffer buffer = Vectors.load(task, vector + (long) i * Iovec.SIZE, 1, 0);
        long wanted = buffer.remaining();
        long n = wanted == 0 ? 0 : Transfer.attempt(task, file, buffer, Transfer.AT_POSITION);
        done += Math.max(n, 0);
        if (n < wanted) {
          return done > 0 ? done : n;
        }
      } catch (Errno e) {
        if (done == 0) {
          throw e;
        }
        return done;
      }
    }
    return done;
  }
}
