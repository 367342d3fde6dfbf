package exo.kernel.fs.overlayfs;

import exo.kernel.abi.Errno;
import exo.kernel.vfs.DirectoryVisitor;

/** What a directory inode must offer, beside looking names up, to be in a lower layer. */
public interface LowerDirectory {
  /**
   * Hands entries from a position on to the visitor, "." and ".." left out.
   *
   * @param from 2 for the beginning, or what the visitor was told to be next
   * @return the position reached, {@code from} if nothing was taken
   */
  long list(long from, DirectoryVisitor visitor) throws Errno;
}
