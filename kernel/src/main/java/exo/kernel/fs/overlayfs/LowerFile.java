package exo.kernel.fs.overlayfs;

import exo.kernel.abi.Errno;
import exo.kernel.uaccess.IoBuffer;

/** What the inode of a regular file must offer, beside its pages, to be in a lower layer. */
public interface LowerFile {
  /** It is opened: whether that is possible, and whether it is still what it was. */
  void prepareToRead() throws Errno;

  /** As read(2) at an offset. */
  long read(IoBuffer to, long off) throws Errno;

  /** The first offset from {@code off} on that holds data; ENXIO if none. */
  long nextData(long off) throws Errno;

  /** The first offset from {@code off} on that is a hole; the end is one. */
  long nextHole(long off) throws Errno;
}
