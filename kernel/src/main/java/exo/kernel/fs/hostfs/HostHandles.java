package exo.kernel.fs.hostfs;

import exo.kernel.abi.Errno;
import org.jspecify.annotations.Nullable;

/**
 * The host descriptors that one file system has open, folders and files, the least recently used
 * first. A machine may see hundreds of thousands of files: what is open is what was used last, and
 * whatever else is needed is opened again by its name, one component at a time.
 *
 * <p>Beyond {@link #IDLE} handles the oldest are closed that can be opened again; those of files
 * without a name, and of files that the guest has open for writing, stay up to {@link #MAX}. Owned
 * by the kernel lock.
 */
final class HostHandles {
  /** Handles that are kept though nobody needs them. */
  static final int IDLE = 128;

  /** Most handles of all kinds; then the guest is told ENFILE. */
  static final int MAX = 4096;

  private @Nullable HostInode oldest;
  private @Nullable HostInode newest;
  private int size;

  /** How many are open. */
  int size() {
    return size;
  }

  /** Makes room for one more handle. */
  void reserve() throws Errno {
    if (size < IDLE) {
      return;
    }
    int steps = size;
    for (HostInode at = oldest; at != null && size >= IDLE && steps-- > 0; ) {
      HostInode next = at.newerHandle;
      if (at.mayCloseHandle()) {
        close(at);
      } else {
        touch(at);
      }
      at = next;
    }
    if (size >= MAX) {
      throw Errno.ENFILE;
    }
  }

  /** An inode has a handle from now on. */
  void opened(HostInode inode) {
    size++;
    link(inode);
  }

  /** It was used. */
  void touch(HostInode inode) {
    if (newest != inode) {
      unlink(inode);
      link(inode);
    }
  }

  /** Closes the handle of an inode, if it has one. */
  void close(HostInode inode) {
    if (inode.hasHandle()) {
      inode.closeHandle();
      unlink(inode);
      size--;
    }
  }

  void closeAll() {
    for (HostInode i = oldest; i != null; i = oldest) {
      close(i);
    }
  }

  private void link(HostInode inode) {
    inode.olderHandle = newest;
    inode.newerHandle = null;
    if (newest == null) {
      oldest = inode;
    } else {
      newest.newerHandle = inode;
    }
    newest = inode;
  }

  private void unlink(HostInode inode) {
    HostInode before = inode.olderHandle;
    HostInode after = inode.newerHandle;
    if (before == null) {
      oldest = after;
    } else {
      before.newerHandle = after;
    }
    if (after == null) {
      newest = before;
    } else {
      after.olderHandle = before;
    }
    inode.olderHandle = null;
    inode.newerHandle = null;
  }
}
