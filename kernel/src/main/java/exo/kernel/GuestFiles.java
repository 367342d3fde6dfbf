package exo.kernel;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.ipc.ChannelFormat;
import exo.kernel.ipc.HostEnd;
import exo.kernel.task.KernelServices;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Directories;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Opens;
import exo.kernel.vfs.PathWalk;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Files of the guest, read and written from outside as its root would. The lock is held. */
final class GuestFiles {
  private GuestFiles() {}

  /** Largest file that fits into one Java array. */
  private static final long MAX_SIZE = Integer.MAX_VALUE - 8;

  static byte[] read(Kernel kernel, String path) throws IOException {
    Caller host = kernel.hostCaller();
    try {
      OpenFile file = open(host, path, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK, 0);
      try {
        return readAll(file, path);
      } finally {
        file.release();
      }
    } catch (Errno e) {
      throw failed(path, e);
    }
  }

  /** The size may be unknown (procfs), so it is read until its end. */
  private static byte[] readAll(OpenFile file, String path) throws Errno, IOException {
    byte[] bytes = new byte[(int) Math.clamp(file.inode().size() + 1, 4096, MAX_SIZE)];
    int done = 0;
    while (true) {
      MemorySegment rest = MemorySegment.ofArray(bytes).asSlice(done);
      long moved = Errno.check(file.read(IoBuffer.kernel(rest)));
      if (moved == 0) {
        return java.util.Arrays.copyOf(bytes, done);
      }
      done += (int) moved;
      if (done == bytes.length) {
        if (done >= MAX_SIZE) {
          throw new IOException(path + ": larger than a Java array");
        }
        bytes = java.util.Arrays.copyOf(bytes, (int) Math.min(done * 2L, MAX_SIZE));
      }
    }
  }

  /** An end of a channel: a new one of that format, or one that is there. */
  static HostEnd channel(Kernel kernel, String name, @Nullable ChannelFormat format, int mode)
      throws IOException {
    String path = "/dev/ipc/" + name;
    int flags = Fcntl.O_RDWR | (format == null ? 0 : Fcntl.O_CREAT | Fcntl.O_EXCL);
    try {
      OpenFile file = open(kernel.hostCaller(), path, flags, mode);
      try {
        KernelServices services = kernel.services();
        return HostEnd.of(services.lock(), services.futexes(), file, format);
      } catch (Errno e) {
        file.release();
        throw e;
      }
    } catch (Errno e) {
      throw failed(path, e);
    }
  }

  static void write(Kernel kernel, String path, byte[] content, int mode) throws IOException {
    Caller host = kernel.hostCaller();
    try {
      int flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_TRUNC | Fcntl.O_NONBLOCK;
      OpenFile file = open(host, path, flags, mode & 07777);
      try {
        int done = 0;
        while (done < content.length) {
          MemorySegment rest = MemorySegment.ofArray(content).asSlice(done);
          done += (int) Errno.check(file.write(IoBuffer.kernel(rest), host));
        }
      } finally {
        file.release();
      }
    } catch (Errno e) {
      throw failed(path, e);
    }
  }

  static OptionalInt mode(Kernel kernel, String path) {
    try {
      Inode inode =
          new PathWalk()
              .resolve(
                  kernel.hostCaller(), Fcntl.AT_FDCWD, ProgramStarter.bytes(path), PathWalk.FOLLOW);
      return OptionalInt.of(inode.mode());
    } catch (Errno e) {
      return OptionalInt.empty();
    }
  }

  static void makeDirectories(Caller host, String path) throws IOException {
    for (int slash = path.indexOf('/', 1); ; slash = path.indexOf('/', slash + 1)) {
      String part = slash < 0 ? path : path.substring(0, slash);
      try {
        Directories.mkdir(host, Fcntl.AT_FDCWD, ProgramStarter.bytes(part), 0755);
      } catch (Errno e) {
        if (e != Errno.EEXIST) {
          throw failed(part, e);
        }
      }
      if (slash < 0) {
        return;
      }
    }
  }

  private static OpenFile open(Caller host, String path, int flags, int mode) throws Errno {
    return Opens.open(host, Fcntl.AT_FDCWD, ProgramStarter.bytes(path), flags, mode);
  }

  private static IOException failed(String path, Errno e) {
    return new IOException(path + ": " + e.description() + " (" + e.symbol() + ")", e);
  }
}
