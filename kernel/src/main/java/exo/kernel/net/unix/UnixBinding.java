package exo.kernel.net.unix;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Directories;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.Opens;
import exo.kernel.vfs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The name of a socket, from bind(2) to its end: an abstract one, or that of an inode, which the
 * socket holds. Owned by the kernel lock. Source: unix(7).
 */
final class UnixBinding {
  private final UnixFamily family;
  private final UnixSocket socket;
  private UnixAddress address = UnixAddress.UNNAMED;
  private @Nullable Path path;
  private @Nullable Inode inode;

  UnixBinding(UnixFamily family, UnixSocket socket) {
    this.family = family;
    this.socket = socket;
  }

  UnixAddress address() {
    return address;
  }

  boolean isBound() {
    return !address.text().isEmpty();
  }

  /** An accepted socket shows the name of its listener, without having it. */
  void show(UnixAddress ofListener) {
    address = ofListener;
  }

  void bind(Caller who, byte[] name) throws Errno {
    if (UnixAddress.isFamilyAlone(name)) {
      autobind();
      return;
    }
    UnixAddress wanted = UnixAddress.parse(name);
    if (wanted.isAbstract()) {
      if (isBound()) {
        throw Errno.EINVAL;
      }
      family.name(wanted, socket);
    } else {
      if (isBound()) {
        throw isTaken(who, wanted.path()) ? Errno.EADDRINUSE : Errno.EINVAL;
      }
      bindPath(who, wanted.path());
    }
    address = wanted;
  }

  private static boolean isTaken(Caller who, String path) {
    try {
      Opens.find(who, Fcntl.AT_FDCWD, path, 0);
      return true;
    } catch (Errno none) {
      return false;
    }
  }

  private void bindPath(Caller who, String wanted) throws Errno {
    try {
      Directories.mknod(who, Fcntl.AT_FDCWD, wanted, Stat.S_IFSOCK | 0777, 0);
    } catch (Errno e) {
      throw e == Errno.EEXIST ? Errno.EADDRINUSE : e;
    }
    Path place = Opens.find(who, Fcntl.AT_FDCWD, wanted, 0);
    Inode made = place.inode();
    place.retain();
    made.retain();
    path = place;
    inode = made;
    family.place(made, socket);
  }

  /** Binds to an abstract name that nobody has, unless it has one. */
  private void autobind() throws Errno {
    if (!isBound()) {
      UnixAddress chosen = family.chooseName();
      family.name(chosen, socket);
      address = chosen;
    }
  }

  /** Nobody finds the socket by its name any more. */
  void unbind() {
    if (isBound() && family.named(address) == socket) {
      family.unname(address);
    }
    Inode held = inode;
    Path place = path;
    if (held != null && place != null) {
      inode = null;
      path = null;
      family.displace(held);
      held.release();
      place.release();
    }
  }
}
