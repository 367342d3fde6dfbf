package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.KernelBug;
import org.jspecify.annotations.Nullable;

/**
 * Turns text into a place, as path_resolution(7) tells: symbolic links (40 at most), "..", mounts,
 * the caller's root, search permission on every directory, and the RESOLVE_* of openat2(2).
 *
 * <p>Linux follows a link in the middle of a path by walking its text and coming back to the rest;
 * so does this, with a stack of rests instead of recursion. The walker is reused: the cached case
 * makes no objects. Results are valid until it walks again.
 *
 * <p>Two ways in: {@link #resolve} leads to what the whole path names; {@link #toParent} stops
 * before the last component, for those who make, remove or rename it.
 */
public final class PathWalk {
  /** The last component is followed if it is a link. */
  public static final int FOLLOW = 1;

  /** The end must be a directory, else ENOTDIR. */
  public static final int DIRECTORY = 2;

  /** An empty path means the base itself: AT_EMPTY_PATH. */
  public static final int EMPTY = 4;

  private static final int MAX_LINKS = 40;

  /** What {@link #toParent} stopped before. */
  enum Last {
    /** A name. */
    NAME,
    DOT,
    DOT_DOT,
    /** Nothing: the path was "/". */
    ROOT
  }

  private @Nullable Caller caller;
  private int resolveFlags;

  // Where "/" leads and ".." ends.
  private @Nullable Mount rootMount;
  private @Nullable Dentry rootDentry;

  // Where the walk is.
  private @Nullable Mount mount;
  private @Nullable Dentry dentry;

  // The text being walked, and what is left to do after links in the middle.
  private String text = "";
  private int at;
  private final String[] restText = new String[MAX_LINKS];
  private final int[] restAt = new int[MAX_LINKS];
  private int rests;
  private int linksFollowed;

  // The last component.
  private Last last = Last.ROOT;
  private int lastFrom;
  private int lastTo;
  private boolean trailingSlash;

  // Set by a step: whether it found a link and continues with its text.
  private boolean inLink;

  /** The mount of where the walk ended. */
  public Mount mount() {
    return ended(mount);
  }

  /** Where the walk ended. */
  public Dentry dentry() {
    return ended(dentry);
  }

  /** What the path led to. */
  public Inode inode() {
    return dentry().inode();
  }

  public Path path() {
    return new Path(mount(), dentry());
  }

  private static <T> T ended(@Nullable T value) {
    if (value == null) {
      throw new KernelBug("a path walk without end");
    }
    return value;
  }

  // The last component, after toParent.

  Last last() {
    return last;
  }

  String lastName() {
    return text.substring(lastFrom, lastTo);
  }

  /** Whether slashes follow the last component: it must be a directory. */
  boolean trailingSlash() {
    return trailingSlash;
  }

  /**
   * Walks a whole path.
   *
   * @param dirfd the descriptor that a relative path starts at, or AT_FDCWD
   * @param flags FOLLOW, DIRECTORY, EMPTY
   */
  public Inode resolve(Caller who, int dirfd, String path, int flags) throws Errno {
    return resolve(who, dirfd, path, flags, 0);
  }

  /**
   * As above, bound by RESOLVE_* flags.
   *
   * @throws Errno EXDEV, ELOOP or EAGAIN where those forbid
   */
  public Inode resolve(Caller who, int dirfd, String path, int flags, int resolve) throws Errno {
    if (!begin(who, dirfd, path, flags, resolve)) {
      return inode();
    }
    boolean toDirectory = (flags & DIRECTORY) != 0;
    boolean follow = (flags & FOLLOW) != 0;
    do {
      descend();
      toDirectory |= trailingSlash;
      follow |= trailingSlash;
      stepLast(follow);
    } while (inLink);
    if (toDirectory && !inode().isDirectory()) {
      throw Errno.ENOTDIR;
    }
    return inode();
  }

  /**
   * Walks to the directory that the last component is in; {@link #lookupLast} then looks for it,
   * and {@link #stepLast} goes there.
   */
  void toParent(Caller who, int dirfd, String path) throws Errno {
    toParent(who, dirfd, path, 0);
  }

  void toParent(Caller who, int dirfd, String path, int resolve) throws Errno {
    begin(who, dirfd, path, 0, resolve);
    descend();
  }

  /** Whether {@link #stepLast} ended in a link to be followed: {@link #descend} goes on with it. */
  boolean isInLink() {
    return inLink;
  }

  /** Finds the start; false if an empty path leads there and nowhere else. */
  private boolean begin(Caller who, int dirfd, String path, int flags, int resolve) throws Errno {
    FsContext fs = who.fs();
    if (this != fs.second) {
      // Between two operations nobody holds a dentry that is not pinned.
      fs.namespace().vfs().dentries().trim();
    }
    caller = who;
    resolveFlags = resolve;
    mount = null;
    dentry = null;
    text = path;
    at = 0;
    rests = 0;
    linksFollowed = 0;
    trailingSlash = false;
    last = Last.ROOT;
    if (path.length() >= Fs.PATH_MAX) {
      throw Errno.ENAMETOOLONG;
    }
    Path root = fs.root();
    rootMount = root.mount();
    rootDentry = root.dentry();
    boolean absolute = !path.isEmpty() && path.charAt(0) == '/';
    boolean scoped = (resolve & (Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_BENEATH)) != 0;
    if (path.isEmpty() && (flags & EMPTY) == 0) {
      throw Errno.ENOENT;
    }
    if (absolute && (resolve & Fcntl.RESOLVE_IN_ROOT) == 0) {
      toRoot();
      return true;
    }
    Path base = dirfd == Fcntl.AT_FDCWD ? fs.current() : who.files().getAny(dirfd).path();
    if (!path.isEmpty() && !base.inode().isDirectory()) {
      throw Errno.ENOTDIR;
    }
    mount = base.mount();
    dentry = base.dentry();
    if (scoped) {
      rootMount = base.mount();
      rootDentry = base.dentry();
    }
    return !path.isEmpty();
  }

  /** Goes to the root, as an absolute path or link does. */
  private void toRoot() throws Errno {
    if ((resolveFlags & Fcntl.RESOLVE_BENEATH) != 0) {
      throw Errno.EXDEV;
    }
    if ((resolveFlags & Fcntl.RESOLVE_NO_XDEV) != 0 && mount != null && mount != rootMount) {
      throw Errno.EXDEV;
    }
    mount = rootMount;
    dentry = rootDentry;
  }

  /** Walks on until only the last component of all is left. */
  void descend() throws Errno {
    inLink = false;
    while (nextComponent()) {
      step(true);
      inLink = false;
      if (!inode().isDirectory()) {
        throw Errno.ENOTDIR;
      }
    }
  }

  /** Reads the next component into last...; false if it is the last of all, or there is none. */
  private boolean nextComponent() throws Errno {
    while (true) {
      String t = text;
      int end = t.length();
      int from = at;
      while (from < end && t.charAt(from) == '/') {
        from++;
      }
      if (from < end) {
        if (!Permissions.maySearch(inode(), who().credentials())) {
          throw Errno.EACCES;
        }
        return readComponent(t, from, end);
      }
      if (rests == 0) {
        last = Last.ROOT;
        trailingSlash = false;
        return false;
      }
      rests--;
      text = restText[rests];
      at = restAt[rests];
    }
  }

  private boolean readComponent(String t, int from, int end) {
    int to = from + 1;
    while (to < end && t.charAt(to) != '/') {
      to++;
    }
    int next = to;
    while (next < end && t.charAt(next) == '/') {
      next++;
    }
    lastFrom = from;
    lastTo = to;
    at = next;
    if (t.charAt(from) != '.' || to - from > 2) {
      last = Last.NAME;
    } else if (to - from == 1) {
      last = Last.DOT;
    } else {
      last = t.charAt(from + 1) == '.' ? Last.DOT_DOT : Last.NAME;
    }
    trailingSlash = next > to;
    return next < end || rests > 0;
  }

  /** Goes to the last component, which must exist; {@link #isInLink} tells of a link followed. */
  void stepLast(boolean follow) throws Errno {
    inLink = false;
    step(follow);
  }

  private void step(boolean follow) throws Errno {
    switch (last) {
      case ROOT, DOT -> {}
      case DOT_DOT -> toParentDirectory();
      case NAME -> {
        Dentry child = lookupLast();
        if (child == null) {
          throw Errno.ENOENT;
        }
        enter(child, follow);
      }
    }
  }

  /** Goes to a child that {@link #lookupLast} found, through mounts on it and, if asked, links. */
  void enter(Dentry child, boolean follow) throws Errno {
    Inode found = child.inode();
    if (follow && found.isSymlink()) {
      followLink(found);
      return;
    }
    dentry = child;
    if (child.mountsHere != null) {
      crossMounts();
    }
  }

  private void crossMounts() throws Errno {
    Mount top = mount().on(dentry());
    while (top != null) {
      if ((resolveFlags & Fcntl.RESOLVE_NO_XDEV) != 0) {
        throw Errno.EXDEV;
      }
      mount = top;
      dentry = top.root();
      if (top.superblock().revalidates()) {
        // A root has no name that a lookup could ask for again.
        inode().refresh();
      }
      top = top.on(top.root());
    }
  }

  /**
   * The positive dentry of the last component's name, from the cache or the file system; null if
   * there is no such entry.
   */
  @Nullable Dentry lookupLast() throws Errno {
    Dentry directory = dentry();
    int from = lastFrom;
    int to = lastTo;
    Dentry child = directory.child(text, from, to, Dentry.hash(text, from, to));
    if (child != null) {
      if (!directory.superblock().revalidates() || isCurrent(directory, child)) {
        return child.isNegative() ? null : child;
      }
      child.delete();
    }
    if ((resolveFlags & Fcntl.RESOLVE_CACHED) != 0) {
      throw Errno.EAGAIN;
    }
    return load(directory, text.substring(from, to));
  }

  private static boolean isCurrent(Dentry directory, Dentry child) {
    Inode inode = child.inodeOrNull();
    return inode != null && directory.inode().isCurrent(child.name(), inode);
  }

  private static @Nullable Dentry load(Dentry directory, String name) throws Errno {
    if (name.length() > Fs.NAME_MAX) {
      throw Errno.ENAMETOOLONG;
    }
    if (directory.isDeleted()) {
      return null;
    }
    Inode found = directory.inode().lookup(name);
    if (found != null) {
      return directory.add(name, found);
    }
    Superblock superblock = directory.superblock();
    if (superblock.cachesAbsence() && !superblock.revalidates()) {
      directory.add(name, null);
    }
    return null;
  }

  private void toParentDirectory() throws Errno {
    Mount m = mount();
    Dentry d = dentry();
    while (true) {
      if (m == rootMount && d == rootDentry) {
        if ((resolveFlags & Fcntl.RESOLVE_BENEATH) != 0) {
          throw Errno.EXDEV;
        }
        return;
      }
      if (d != m.root()) {
        break;
      }
      Mount below = m.parent();
      Dentry mountpoint = m.mountpoint();
      if (below == null || mountpoint == null) {
        return;
      }
      if ((resolveFlags & Fcntl.RESOLVE_NO_XDEV) != 0) {
        throw Errno.EXDEV;
      }
      m = below;
      d = mountpoint;
    }
    mount = m;
    dentry = d.parent();
    if (dentry.mountsHere != null) {
      crossMounts();
    }
  }

  private void followLink(Inode inode) throws Errno {
    if (linksFollowed++ >= MAX_LINKS
        || (resolveFlags & Fcntl.RESOLVE_NO_SYMLINKS) != 0
        || mount().has(Mount.NO_SYMLINKS)) {
      throw Errno.ELOOP;
    }
    AccessTime.touch(inode, mount());
    Path target = inode.jump(who());
    if (target != null) {
      jump(target);
      return;
    }
    String body = inode.readLink(who());
    if (body.isEmpty()) {
      throw Errno.ENOENT;
    }
    if (at < text.length()) {
      restText[rests] = text;
      restAt[rests] = at;
      rests++;
    }
    inLink = true;
    text = body;
    at = 0;
    if (body.charAt(0) == '/') {
      toRoot();
    }
  }

  private void jump(Path target) throws Errno {
    if ((resolveFlags & Fcntl.RESOLVE_NO_MAGICLINKS) != 0) {
      throw Errno.ELOOP;
    }
    boolean leaves = target.mount() != mount;
    if ((leaves && (resolveFlags & Fcntl.RESOLVE_NO_XDEV) != 0)
        || (resolveFlags & (Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_IN_ROOT)) != 0) {
      throw Errno.EXDEV;
    }
    mount = target.mount();
    dentry = target.dentry();
  }

  private Caller who() {
    return ended(caller);
  }
}
