package exo.kernel.vfs;

import exo.kernel.abi.Poll;

/**
 * Tells those who watch an inode, and those who watch the directory it is in, what happened. Costs
 * two field reads where nobody watches. Source: inotify(7).
 */
final class Notify {
  private Notify() {}

  /** Something happened to what a dentry names. */
  static void about(Dentry dentry, int event) {
    Inode inode = dentry.inodeOrNull();
    if (inode == null) {
      return;
    }
    int bits = event | directoryBit(inode);
    if (dentry.isDeleted()) {
      bits |= Poll.IN_EXCL_UNLINK;
    }
    Dentry parent = dentry.parent();
    if (parent != dentry) {
      Inode directory = parent.inodeOrNull();
      if (directory != null) {
        directory.happened(bits, 0, dentry.name());
      }
    }
    inode.happened(bits, 0, null);
  }

  /** An entry of a directory came or went. */
  static void entry(Inode directory, Inode subject, int event, int cookie, String name) {
    directory.happened(event | directoryBit(subject), cookie, name);
  }

  /** A name of an inode was made or removed. */
  static void linkCount(Inode subject) {
    subject.happened(Poll.IN_ATTRIB | directoryBit(subject), 0, null);
  }

  /** The last name went, and nobody holds it open by that name. */
  static void deleted(Inode subject) {
    subject.happened(Poll.IN_DELETE_SELF, 0, null);
  }

  static void opened(OpenFile file) {
    about(file.path().dentry(), Poll.IN_OPEN);
  }

  static void modified(OpenFile file) {
    about(file.path().dentry(), Poll.IN_MODIFY);
  }

  static void accessed(OpenFile file) {
    about(file.path().dentry(), Poll.IN_ACCESS);
  }

  static void closed(OpenFile file) {
    if (!file.isPathOnly()) {
      about(file.path().dentry(), file.isWritable() ? Poll.IN_CLOSE_WRITE : Poll.IN_CLOSE_NOWRITE);
    }
  }

  private static int directoryBit(Inode subject) {
    return subject.isDirectory() ? Poll.IN_ISDIR : 0;
  }
}
