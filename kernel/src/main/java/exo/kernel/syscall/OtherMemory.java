package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.layout.Iovec;
import exo.kernel.task.Task;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.uaccess.UserMemory;
import java.lang.foreign.MemorySegment;

/** Reading and writing the memory of other processes. Source: process_vm_readv(2). */
final class OtherMemory {
  private static final int MAX_SPANS = 1024;
  private static final int PIECE = 16_384;

  private OtherMemory() {}

  /** Linux {@code process_vm_readv(2)}. */
  static long process_vm_readv(
      Task task, long pid, long local, long locals, long remote, long remotes, long flags)
      throws Errno {
    return move(task, pid, local, locals, remote, remotes, flags, false);
  }

  /** Linux {@code process_vm_writev(2)}. */
  static long process_vm_writev(
      Task task, long pid, long local, long locals, long remote, long remotes, long flags)
      throws Errno {
    return move(task, pid, local, locals, remote, remotes, flags, true);
  }

  private static long move(
      Task task,
      long pid,
      long local,
      long locals,
      long remote,
      long remotes,
      long flags,
      boolean write)
      throws Errno {
    if (flags != 0) {
      throw Errno.EINVAL;
    }
    IoBuffer here = Vectors.load(task, local, locals, 0);
    if (here.remaining() == 0) {
      return 0;
    }
    if (remotes < 0 || remotes > MAX_SPANS) {
      throw Errno.EINVAL;
    }
    byte[] spans = task.memory().read(remote, (int) remotes * Iovec.SIZE);
    if (remotes == 0) {
      return 0;
    }
    Task target = task.kernel().processes().task((int) pid);
    if (target == null) {
      throw Errno.ESRCH;
    }
    Permission.checkAccess(task, target);
    return move(here, target.memory(), MemorySegment.ofArray(spans), write);
  }

  private static long move(IoBuffer here, UserMemory there, MemorySegment spans, boolean write)
      throws Errno {
    MemorySegment piece = MemorySegment.ofArray(new long[PIECE / Long.BYTES]);
    long done = 0;
    for (long at = 0; at < spans.byteSize(); at += Iovec.SIZE) {
      long va = spans.get(java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED, at);
      long left = spans.get(java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED, at + 8);
      if (left < 0) {
        throw Errno.EINVAL;
      }
      while (left > 0 && here.remaining() > 0) {
        long n = Math.min(Math.min(left, here.remaining()), PIECE);
        long moved;
        if (write) {
          moved = here.take(piece, 0, n);
          moved = there.copyOut(va, piece, 0, moved);
        } else {
          moved = there.copyIn(va, piece, 0, n);
          moved = here.put(piece, 0, moved);
        }
        done += moved;
        if (moved < n) {
          if (done == 0) {
            throw Errno.EFAULT;
          }
          return done;
        }
        va += n;
        left -= n;
      }
    }
    return done;
  }
}
