package exo.kernel.exec;

import exo.kernel.abi.Errno;
import exo.kernel.mm.FileMapping;
import exo.kernel.task.Task;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Opens;
import exo.kernel.vfs.Path;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** A file opened to be executed, to which nobody may write. Close it when it is mapped. */
final class ProgramFile implements AutoCloseable {
  private final OpenFile file;

  private ProgramFile(OpenFile file) {
    this.file = file;
  }

  /**
   * As {@link Opens#openProgram}.
   *
   * @throws Errno ETXTBSY if somebody has it open for writing
   */
  static ProgramFile open(Task task, int dirfd, String name, int flags) throws Errno {
    OpenFile file = Opens.openProgram(task, dirfd, name, flags);
    boolean denied = false;
    try {
      file.inode().denyWrites();
      denied = true;
    } finally {
      if (!denied) {
        file.release();
      }
    }
    return new ProgramFile(file);
  }

  Path path() {
    return file.path();
  }

  Inode inode() {
    return file.inode();
  }

  /** What to map its segments from. */
  FileMapping mapping() throws Errno {
    return new FileMapping(file.pages(), file.mappedName(), true, false, true);
  }

  /** Bytes {@code [off, off + len)}, fewer at the end of the file. */
  byte[] read(long off, int len) throws Errno {
    byte[] bytes = new byte[len];
    int done = 0;
    while (done < len) {
      MemorySegment rest = MemorySegment.ofArray(bytes).asSlice(done);
      long moved = Errno.check(file.pread(IoBuffer.kernel(rest), off + done));
      if (moved == 0) {
        break;
      }
      done += (int) moved;
    }
    return done == len ? bytes : Arrays.copyOf(bytes, done);
  }

  @Override
  public void close() {
    file.inode().allowWrites();
    file.release();
  }
}
