package exo.kernel.fs.overlayfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.KernelBug;
import exo.kernel.mm.PageSource;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.AttributeChange;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.PageCache;
import exo.kernel.vfs.Path;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A regular file: its contents are the lower one's until it is copied up. */
final class OverlayRegular extends OverlayInode {
  private static final int CHUNK = 64 << 10;

  /** Whether the contents are in the upper layer. */
  private boolean copied;

  /** The upper file's mtime when we last heard of changes: mappings change it by themselves. */
  private long seenMtime;

  OverlayRegular(OverlaySuperblock fs, Inode lower) {
    super(fs, lower);
  }

  OverlayRegular(OverlaySuperblock fs, NewInode node, Inode upper) {
    super(fs, node, upper);
    copied = true;
    seenMtime = upper.mtime();
  }

  /** A file of O_TMPFILE. */
  void setUnnamed() {
    setLinks(0);
  }

  /** The inode that has the contents. */
  private Inode contents() {
    Inode from = copied ? upper() : lower();
    if (from == null) {
      throw new KernelBug("a file without contents");
    }
    return from;
  }

  private LowerFile lowerFile() {
    if (lower() instanceof LowerFile file) {
      return file;
    }
    throw new KernelBug("a lower file that cannot be read");
  }

  @Override
  public long size() {
    return contents().size();
  }

  @Override
  public long blocks() {
    return contents().blocks();
  }

  @Override
  public @Nullable PageSource pages() {
    return contents().pages();
  }

  /** Learns of writing through mappings. */
  @Override
  public void refresh() throws Errno {
    Inode from = contents();
    if (copied && from.mtime() != seenMtime) {
      seenMtime = from.mtime();
      setTimes(atime(), seenMtime, seenMtime);
    }
  }

  @Override
  public void setAttributes(AttributeChange change) throws Errno {
    super.setAttributes(change);
    seenMtime = contents().mtime();
  }

  @Override
  public OpenFile open(Path path, int flags, Caller who) throws Errno {
    boolean truncates = (flags & Fcntl.O_TRUNC) != 0;
    if (truncates || (flags & Fcntl.O_ACCMODE) != Fcntl.O_RDONLY) {
      copyUp(truncates ? 0 : Long.MAX_VALUE);
    } else if (!copied) {
      lowerFile().prepareToRead();
    }
    return new OverlayRegularFile(path, flags, this);
  }

  // Contents.

  long read(IoBuffer to, long off) throws Errno {
    if (!copied) {
      return lowerFile().read(to, off);
    }
    return off >= size() ? 0 : cache().read(to, off);
  }

  long write(IoBuffer from, long off) throws Errno {
    long done = cache().write(from, off);
    if (done > 0) {
      written();
    }
    return done;
  }

  private void written() {
    modified();
    seenMtime = contents().mtime();
  }

  private PageCache cache() {
    if (copied && contents().pages() instanceof PageCache cache) {
      return cache;
    }
    throw new KernelBug("a file is written to that was not copied up");
  }

  @Override
  public void truncate(long length) throws Errno {
    copyUp(length);
    contents().truncate(length);
    written();
  }

  long nextData(long off) throws Errno {
    return copied ? seekUpper(off, Fs.SEEK_DATA) : lowerFile().nextData(off);
  }

  long nextHole(long off) throws Errno {
    return copied ? seekUpper(off, Fs.SEEK_HOLE) : lowerFile().nextHole(off);
  }

  private long seekUpper(long off, int whence) throws Errno {
    OpenFile file = fs.openUpper(contents());
    try {
      return file.seek(off, whence);
    } finally {
      file.release();
    }
  }

  void allocate(int mode, long off, long len) throws Errno {
    OpenFile file = fs.openUpper(contents());
    try {
      file.allocate(mode, off, len);
    } finally {
      file.release();
    }
    written();
  }

  // Copying up.

  /**
   * Brings the first {@code length} bytes into memory; the rest is not wanted any more.
   *
   * @throws Errno ENOSPC, ENOMEM, or what reading gave
   */
  private void copyUp(long length) throws Errno {
    if (copied) {
      return;
    }
    LowerFile from = lowerFile();
    from.prepareToRead();
    Inode to = needUpper();
    long size = Math.min(size(), length);
    try {
      if (size > 0 && to.pages() instanceof PageCache cache) {
        copy(from, cache, size);
      }
      to.truncate(size);
    } catch (Errno e) {
      to.truncate(0);
      throw e;
    }
    copied = true;
    seenMtime = to.mtime();
    leaveLower();
  }

  /** Copies data and leaves holes out. */
  private static void copy(LowerFile from, PageCache to, long size) throws Errno {
    MemorySegment chunk = MemorySegment.ofArray(new byte[(int) Math.min(size, CHUNK)]);
    long at = nextData(from, 0, size);
    while (at < size) {
      long hole = from.nextHole(at);
      // What lies where a hole begins that was just said to be data is for reading to tell.
      long end = Math.min(size, hole > at ? hole : at + CHUNK);
      while (at < end) {
        MemorySegment part = chunk.asSlice(0, Math.min(chunk.byteSize(), end - at));
        long got = from.read(IoBuffer.kernel(part), at);
        if (got == 0) {
          // The file has become shorter.
          return;
        }
        long put = to.write(IoBuffer.kernel(part.asSlice(0, got)), at);
        if (put < got) {
          throw Errno.ENOSPC;
        }
        at += got;
      }
      at = nextData(from, at, size);
    }
  }

  private static long nextData(LowerFile from, long off, long size) throws Errno {
    if (off >= size) {
      return size;
    }
    try {
      return from.nextData(off);
    } catch (Errno e) {
      if (e == Errno.ENXIO) {
        return size;
      }
      throw e;
    }
  }
}
