package exo.kernel.procfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A file whose text is made anew when it is read from its beginning. */
final class ProcFile extends ProcInode {
  /** Makes the text; Latin-1, one char a byte. */
  interface Text {
    void write(StringBuilder out) throws Errno;
  }

  /** Takes what is written, as one piece. */
  interface Setter {
    void set(String text) throws Errno;
  }

  /** Longest text taken by one write(2). */
  private static final int MAX_WRITE = 4096;

  private final Text text;
  private final @Nullable Setter setter;

  ProcFile(
      ProcSuperblock proc,
      long number,
      int mode,
      int uid,
      int gid,
      Text text,
      @Nullable Setter setter) {
    super(proc, number, Stat.S_IFREG | mode, uid, gid);
    this.text = text;
    this.setter = setter;
  }

  @Override
  public void truncate(long length) {
    // O_TRUNC by the redirection of a shell: there is nothing to cut.
  }

  @Override
  public OpenFile open(Path path, int flags, Caller who) throws Errno {
    if (setter == null && (flags & Fcntl.O_ACCMODE) != Fcntl.O_RDONLY) {
      throw Errno.EACCES;
    }
    return new Opened(path, flags);
  }

  private final class Opened extends OpenFile {
    private byte @Nullable [] bytes;

    Opened(Path path, int flags) {
      super(path, flags);
    }

    @Override
    protected long readAt(IoBuffer to, long off) throws Errno {
      byte[] b = bytes;
      if (b == null || off == 0) {
        StringBuilder out = new StringBuilder(512);
        text.write(out);
        b = out.toString().getBytes(StandardCharsets.ISO_8859_1);
        bytes = b;
      }
      if (off >= b.length) {
        return 0;
      }
      long len = Math.min(b.length - off, to.remaining());
      return to.result(to.put(MemorySegment.ofArray(b), off, len));
    }

    @Override
    protected long writeAt(IoBuffer from, long off) throws Errno {
      Setter s = setter;
      if (s == null) {
        throw Errno.EIO;
      }
      byte[] b = new byte[(int) Math.min(from.remaining(), MAX_WRITE)];
      long moved = from.take(MemorySegment.ofArray(b), 0, b.length);
      String given = new String(b, 0, (int) moved, StandardCharsets.ISO_8859_1);
      s.set(given);
      return from.result(moved);
    }
  }
}
