package exo.kernel.vfs;

import exo.kernel.abi.KernelBug;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tree of mounts. The verbs that change it are in {@link Mounting}. Owned by the kernel lock. */
public final class MountNamespace {
  private final Vfs vfs;
  private @Nullable Mount root;

  // In the order of mounting, as /proc/mounts shows them.
  private final List<Mount> mounts = new ArrayList<>();

  /** A tree whose root shows all of a file system. */
  public MountNamespace(Superblock superblock, String source, int flags) {
    vfs = superblock.vfs();
    Mount mount = new Mount(superblock.root(), source, flags);
    root = mount;
    add(mount, null, null);
  }

  public Vfs vfs() {
    return vfs;
  }

  public Mount root() {
    Mount r = root;
    if (r == null) {
      throw new KernelBug("a mount namespace after its end");
    }
    return r;
  }

  void root(Mount newRoot) {
    root = newRoot;
  }

  /** What "/" is to the first process: the top of what is mounted on the root. */
  public Path rootPath() {
    Mount top = root();
    for (Mount next = top; next != null; next = top.on(top.root())) {
      top = next;
    }
    return top.rootPath();
  }

  /** All mounts in the order of mounting. */
  public List<Mount> mounts() {
    return Collections.unmodifiableList(mounts);
  }

  void add(Mount mount, @Nullable Mount parent, @Nullable Dentry at) {
    mount.attach(this, parent, at);
    mounts.add(mount);
  }

  void remove(Mount mount) {
    mounts.remove(mount);
    mount.detach();
  }

  /** The machine ends: takes all mounts apart, so that file systems free what they hold. */
  public void close() {
    for (int i = mounts.size() - 1; i >= 0; i--) {
      remove(mounts.get(i));
    }
    root = null;
  }
}
