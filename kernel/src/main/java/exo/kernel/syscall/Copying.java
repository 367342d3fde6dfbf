package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.fs.pipefs.PipeFile;
import exo.kernel.net.SocketFile;
import exo.kernel.task.Task;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.OpenFile;
import java.lang.foreign.MemorySegment;

/** Moves bytes from file to file through a buffer of the kernel's. */
final class Copying {
  private static final int CHUNK = 1 << 16;

  private final Task task;
  private final MemorySegment memory;
  private final IoBuffer buffer = IoBuffer.kernel(MemorySegment.ofArray(new byte[0]));

  /**
   * @param len bytes to be moved at most
   */
  Copying(Task task, long len) {
    this.task = task;
    memory = MemorySegment.ofArray(new byte[(int) Math.min(len, CHUNK)]);
  }

  /**
   * From offset to offset.
   *
   * @param outOff where to, or {@link Transfer#AT_POSITION}
   * @return how many bytes were moved before the end, an error, or one that took less than it was
   *     given; -errno if none
   */
  long copy(OpenFile in, long inOff, OpenFile out, long outOff, long len) {
    long done = 0;
    while (done < len) {
      long got = pread(in, inOff + done, len - done);
      long put = got > 0 ? write(out, outOff < 0 ? outOff : outOff + done, got) : got;
      if (put <= 0) {
        return done > 0 ? done : put;
      }
      done += put;
      if (put < got) {
        break;
      }
    }
    return done;
  }

  /** From a pipe, which loses only what was written. As {@link #copy}. */
  long drain(PipeFile in, OpenFile out, long outOff, long len) {
    long done = 0;
    while (done < len) {
      long put = tee(in, 0, out, outOff < 0 ? outOff : outOff + done, len - done);
      if (put <= 0) {
        return done > 0 ? done : put;
      }
      in.drop(put);
      done += put;
    }
    return done;
  }

  /** From a pipe, which keeps everything, beginning {@code skip} bytes behind its first. */
  long tee(PipeFile in, long skip, OpenFile out, long outOff, long len) {
    buffer.ofKernel(memory.asSlice(0, Math.min(len, memory.byteSize())));
    long got = in.peek(buffer, skip);
    return got > 0 ? write(out, outOff, got) : got;
  }

  /**
   * From a socket into a pipe: once, no more than the pipe has room for, so that nothing is lost.
   */
  long receive(SocketFile in, PipeFile out, long len) {
    long room = Math.min(Math.min(len, memory.byteSize()), out.room());
    if (room == 0) {
      return Transfer.EAGAIN;
    }
    buffer.ofKernel(memory.asSlice(0, room));
    long got;
    try {
      got = in.read(buffer);
    } catch (Errno e) {
      return e.negated();
    }
    return got > 0 ? write(out, Transfer.AT_POSITION, got) : got;
  }

  private long pread(OpenFile in, long off, long len) {
    buffer.ofKernel(memory.asSlice(0, Math.min(len, memory.byteSize())));
    try {
      return in.pread(buffer, off);
    } catch (Errno e) {
      return e.negated();
    }
  }

  private long write(OpenFile out, long off, long len) {
    return Transfer.attempt(task, out, buffer.ofKernel(memory.asSlice(0, len)), off);
  }

  /** Ends a copy: the file's own position moves on where no offset was given. */
  static void advance(Task task, OpenFile file, long offsetVa, long from, long moved) throws Errno {
    if (offsetVa != 0) {
      task.memory().putLong(offsetVa, from + moved);
    } else if (moved > 0 && file.isSeekable()) {
      file.seek(from + moved, Fs.SEEK_SET);
    }
  }

  /**
   * Linux's check of a range before it is transferred.
   *
   * @throws Errno EINVAL
   */
  static void checkRange(long off, long len) throws Errno {
    if (len < 0 || off < 0 || off + len < 0) {
      throw Errno.EINVAL;
    }
  }
}
