package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.layout.Dirent64;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.DirectoryVisitor;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes struct linux_dirent64, one behind the other, for as long as there is room. */
class EntryWriter implements DirectoryVisitor {
  final UserMemory memory;
  private final long start;
  private final long end;
  private long at;

  // Why it stopped, if not for the end of the directory.
  private @Nullable Errno error;

  /**
   * @param count bytes of room, unsigned
   */
  EntryWriter(Task task, long va, int count) {
    memory = task.memory();
    start = va;
    at = va;
    end = va + Integer.toUnsignedLong(count);
  }

  @Override
  public final boolean entry(String name, long inode, int type, long next) {
    int size = size(name.length());
    if (size > end - at) {
      error = Errno.EINVAL;
      return false;
    }
    try {
      write(at, name.getBytes(StandardCharsets.ISO_8859_1), inode, type, next, size);
    } catch (Errno e) {
      error = e;
      return false;
    }
    at += size;
    return true;
  }

  /** Bytes of an entry with a name of that length, to a multiple of 8. */
  int size(int nameLength) {
    return (Dirent64.D_NAME + nameLength + 1 + 7) & ~7;
  }

  void write(long va, byte[] name, long inode, int type, long next, int size) throws Errno {
    memory.putLong(va + Dirent64.D_INO, inode);
    memory.putLong(va + Dirent64.D_OFF, next);
    memory.putShort(va + Dirent64.D_RECLEN, (short) size);
    memory.putByte(va + Dirent64.D_TYPE, (byte) type);
    memory.write(va + Dirent64.D_NAME, name);
    memory.putByte(va + Dirent64.D_NAME + name.length, (byte) 0);
  }

  /**
   * What the call answers: bytes written.
   *
   * @throws Errno EINVAL where not even one entry had room, EFAULT
   */
  final long result() throws Errno {
    Errno e = error;
    if (at == start && e != null) {
      throw e;
    }
    return at - start;
  }
}
