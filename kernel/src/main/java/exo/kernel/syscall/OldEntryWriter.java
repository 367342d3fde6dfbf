package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.task.Task;

/** Writes struct linux_dirent, whose kind of file is its last byte. */
final class OldEntryWriter extends EntryWriter {
  private static final int D_RECLEN = 16;
  private static final int D_NAME = 18;

  OldEntryWriter(Task task, long va, int count) {
    super(task, va, count);
  }

  @Override
  int size(int nameLength) {
    return (D_NAME + nameLength + 2 + 7) & ~7;
  }

  @Override
  void write(long va, byte[] name, long inode, int type, long next, int size) throws Errno {
    memory.putLong(va, inode);
    memory.putLong(va + Long.BYTES, next);
    memory.putShort(va + D_RECLEN, (short) size);
    memory.write(va + D_NAME, name);
    memory.putByte(va + D_NAME + name.length, (byte) 0);
    memory.putByte(va + size - 1, (byte) type);
  }
}
