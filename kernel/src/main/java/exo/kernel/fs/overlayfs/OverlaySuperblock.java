package exo.kernel.fs.overlayfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Stat;
import exo.kernel.abi.Statfs;
import exo.kernel.fs.tmpfs.TmpfsSuperblock;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Dentry;
import exo.kernel.vfs.FileSystemStatus;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One overlay of a tmpfs over a layer that is only read. Owned by the kernel lock. */
public final class OverlaySuperblock extends Superblock {
  /** Made by the machine's builder only; mount(2) has no way to name the layers. */
  private static final FileSystemType TYPE =
      new FileSystemType() {
        @Override
        public String name() {
          return "overlay";
        }

        @Override
        public Superblock mount(Vfs vfs, String source, String options, Caller who) throws Errno {
          throw Errno.ENODEV;
        }
      };

  /** Numbers of new inodes begin here, above those of host file systems. */
  private static final long FIRST_NUMBER = 1L << 52;

  private static final NewInode UPPER = new NewInode(Stat.S_IFREG, 0, 0, 0, null);

  private final TmpfsSuperblock upper;
  private final Mount lowerMount;
  private final Mount upperMount;

  /** Inodes of the lower layer that are in use or changed, by their number there. */
  private final Map<Long, OverlayInode> inodes = new HashMap<>();

  private final OverlayDirectory top;
  private long lastNumber = FIRST_NUMBER;

  /**
   * Takes both layers over: they end with it.
   *
   * @param lower its inodes are {@link LowerDirectory} and {@link LowerFile}
   * @param upper an empty one, mounted nowhere; its limits hold for what is changed
   */
  public OverlaySuperblock(Vfs vfs, Superblock lower, TmpfsSuperblock upper) {
    super(vfs, TYPE, Statfs.OVERLAYFS_SUPER_MAGIC);
    this.upper = upper;
    lowerMount = new Mount(lower.root(), "lower", Mount.READ_ONLY);
    lowerMount.retain();
    upperMount = new Mount(upper.root(), "upper", 0);
    upperMount.retain();
    if (!(inode(lower.root().inode()) instanceof OverlayDirectory directory)) {
      throw new IllegalArgumentException("a lower layer that is no folder");
    }
    top = directory;
    root(top);
  }

  TmpfsSuperblock upper() {
    return upper;
  }

  long nextNumber() {
    return ++lastNumber;
  }

  /**
   * An unnamed file of the upper layer.
   *
   * @throws Errno ENOSPC
   */
  Inode newUpper() throws Errno {
    return upperMount.root().inode().createUnnamed(UPPER);
  }

  /** Opens such a file for what can only be done to an open one; to be released at once. */
  OpenFile openUpper(Inode file) {
    Dentry nameless = Dentry.unnamed(upper, "", file);
    return upper.open(new Path(upperMount, nameless), Fcntl.O_RDWR);
  }

  /** The inode of one of the lower layer. */
  OverlayInode inode(Inode lower) {
    OverlayInode known = inodes.get(lower.number());
    if (known != null && known.type() == lower.type()) {
      return known;
    }
    OverlayInode made =
        switch (lower.type()) {
          case Stat.S_IFDIR -> new OverlayDirectory(this, lower);
          case Stat.S_IFREG -> new OverlayRegular(this, lower);
          case Stat.S_IFLNK -> new OverlaySymlink(this, lower);
          default -> new OverlaySpecial(this, lower);
        };
    inodes.put(lower.number(), made);
    return made;
  }

  /** A new inode. */
  OverlayInode make(NewInode node) throws Errno {
    Inode file = newUpper();
    return switch (node.mode() & Stat.S_IFMT) {
      case Stat.S_IFDIR -> new OverlayDirectory(this, node, file);
      case Stat.S_IFREG -> new OverlayRegular(this, node, file);
      case Stat.S_IFLNK -> {
        String text = node.target();
        if (text == null) {
          throw new KernelBug("a symbolic link without a text");
        }
        yield new OverlaySymlink(this, node, file, text);
      }
      default -> new OverlaySpecial(this, node, file);
    };
  }

  void forget(OverlayInode inode) {
    inodes.remove(inode.number(), inode);
  }

  /** Pages of contents that changed files hold. */
  public long usedPages() {
    return upper.usedPages();
  }

  @Override
  public void statfs(FileSystemStatus out) throws Errno {
    super.statfs(out);
    FileSystemStatus of = new FileSystemStatus();
    upper.statfs(of);
    out.blocks = of.blocks;
    out.freeBlocks = of.freeBlocks;
    out.availableBlocks = of.availableBlocks;
    out.files = of.files;
    out.freeFiles = of.freeFiles;
  }

  @Override
  public String options() {
    return ",lowerdir=/,upperdir=/,workdir=/";
  }

  @Override
  protected void shutdown() {
    for (OverlayInode inode : all()) {
      inode.drop();
    }
    inodes.clear();
    lowerMount.release();
    upperMount.release();
  }

  /** All inodes there are: those of the lower layer, and what lies in changed directories. */
  private List<OverlayInode> all() {
    Set<OverlayInode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<OverlayInode> todo = new ArrayDeque<>(inodes.values());
    List<OverlayInode> found = new ArrayList<>();
    for (OverlayInode at = todo.poll(); at != null; at = todo.poll()) {
      if (seen.add(at)) {
        found.add(at);
        if (at instanceof OverlayDirectory directory) {
          directory.forEachUpper(todo::add);
        }
      }
    }
    return found;
  }

  /** The inode of the lower layer with that number, if it is in use or changed; for tests. */
  @Nullable OverlayInode known(long number) {
    return inodes.get(number);
  }
}
