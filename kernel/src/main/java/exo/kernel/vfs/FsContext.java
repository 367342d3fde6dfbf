package exo.kernel.vfs;

import exo.kernel.abi.KernelBug;

/**
 * Root directory, current directory and umask of a process; shared by tasks that were cloned with
 * CLONE_FS. Owned by the kernel lock.
 */
public final class FsContext {
  private final MountNamespace namespace;
  private Path root;
  private Path current;
  private int umask;
  private int users = 1;

  // Walks are made with these, so that one makes nothing; rename and link need two.
  final PathWalk walk = new PathWalk();
  final PathWalk second = new PathWalk();

  /** One user; both directories are the root of the namespace, the umask is 022. */
  public FsContext(MountNamespace namespace) {
    this(namespace, namespace.rootPath(), namespace.rootPath(), 022);
  }

  private FsContext(MountNamespace namespace, Path root, Path current, int umask) {
    this.namespace = namespace;
    this.root = root;
    this.current = current;
    this.umask = umask;
    root.retain();
    current.retain();
  }

  /** The same for a child of fork(2), with one user. */
  public FsContext copy() {
    return new FsContext(namespace, root, current, umask);
  }

  public MountNamespace namespace() {
    return namespace;
  }

  public Path root() {
    return root;
  }

  public void root(Path newRoot) {
    newRoot.retain();
    root.release();
    root = newRoot;
  }

  public Path current() {
    return current;
  }

  public void current(Path newCurrent) {
    newCurrent.retain();
    current.release();
    current = newCurrent;
  }

  /** Permission bits that new files do not get. */
  public int umask() {
    return umask;
  }

  /** Sets the umask; answers the old one. */
  public int umask(int mask) {
    int old = umask;
    umask = mask & 0777;
    return old;
  }

  public void retain() {
    users++;
  }

  public void release() {
    if (--users == 0) {
      root.release();
      current.release();
    } else if (users < 0) {
      throw new KernelBug("directories of a process released twice");
    }
  }

  /** How many tasks share it. */
  public int users() {
    return users;
  }
}
