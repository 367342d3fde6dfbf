package exo.kernel.fs.hostfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Stat;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Attributes;
import exo.kernel.vfs.FileStatus;
import exo.kernel.vfs.Links;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.VfsFixture;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Does the same to two trees of one machine, at random, and expects the same answers: a file system
 * under test at one place, a tmpfs as the model at another.
 */
public final class TreeComparison {
  private static final String[] NAMES = {"a", "b", "c", "d", "e", "f"};
  private static final int CWD = VfsFixture.CWD;

  /** Something that is done below a given root; answers what it found. */
  @FunctionalInterface
  private interface Operation {
    Object on(String root) throws Errno;
  }

  private final VfsFixture vfs;
  private final String subject;
  private final String model;
  private final boolean bindsDirectories;
  private final Random random;

  // Files that are held open, of the subject and of the model.
  private final List<OpenFile[]> open = new ArrayList<>();

  /**
   * @param bindsDirectories whether the subject may answer EXDEV to the renaming of a directory
   */
  public TreeComparison(
      VfsFixture vfs, String subject, String model, boolean bindsDirectories, long seed) {
    this.vfs = vfs;
    this.subject = subject;
    this.model = model;
    this.bindsDirectories = bindsDirectories;
    this.random = new Random(seed);
  }

  /** Makes the model look like the subject. */
  public void copyToModel() throws Errno {
    copy("", new HashMap<>());
  }

  private void copy(String path, Map<Long, String> seen) throws Errno {
    for (String name : names(subject + path)) {
      String child = path + "/" + name;
      FileStatus s = vfs.lstat(subject + child);
      String first = seen.putIfAbsent(s.inode, child);
      boolean directory = (s.mode & Stat.S_IFMT) == Stat.S_IFDIR;
      if (first != null && !directory) {
        vfs.link(model + first, model + child);
        continue;
      }
      switch (s.mode & Stat.S_IFMT) {
        case Stat.S_IFDIR -> {
          vfs.mkdir(model + child, s.mode & 07777);
          copy(child, seen);
        }
        case Stat.S_IFLNK ->
            vfs.symlink(Links.readlink(vfs.who, CWD, subject + child), model + child);
        default -> {
          vfs.write(model + child, vfs.read(subject + child));
          Attributes.chmod(vfs.who, CWD, model + child, s.mode & 07777, 0);
        }
      }
    }
  }

  private TreeSet<String> names(String path) throws Errno {
    TreeSet<String> names = new TreeSet<>(vfs.list(path));
    names.remove(".");
    names.remove("..");
    return names;
  }

  /** One random operation on both; answers what it was. */
  public String step() throws Errno {
    String path = path();
    String other = path();
    int number = random.nextInt();
    String text = Integer.toString(number).repeat(1 + random.nextInt(2000));
    int off = random.nextInt(12_000);
    int bits = random.nextInt(01000) | 0400;
    return switch (random.nextInt(24)) {
      case 0, 1 -> both("write " + path, root -> write(root + path, 0, text, Fcntl.O_TRUNC));
      case 2 -> both("write into " + path, root -> write(root + path, off, text, 0));
      case 3 -> both("create " + path, root -> write(root + path, 0, "", Fcntl.O_EXCL));
      case 4, 5 -> both("mkdir " + path, root -> mkdir(root + path, bits));
      case 6 -> both("rmdir " + path, root -> done(() -> vfs.rmdir(root + path)));
      case 7, 8 -> both("unlink " + path, root -> done(() -> vfs.unlink(root + path)));
      case 9, 10, 11 -> rename(path, other, 0);
      case 12 -> rename(path, other, Fs.RENAME_EXCHANGE);
      case 13 -> rename(path, other, Fs.RENAME_NOREPLACE);
      case 14, 15 ->
          both(
              "link " + path + " " + other,
              root -> done(() -> vfs.link(root + path, root + other)));
      case 16 ->
          both("symlink " + path, root -> done(() -> vfs.symlink(other.substring(1), root + path)));
      case 17 -> both("readlink " + path, root -> Links.readlink(vfs.who, CWD, root + path));
      case 18 ->
          both(
              "chmod " + path,
              root -> done(() -> Attributes.chmod(vfs.who, CWD, root + path, bits, 0)));
      case 19 ->
          both(
              "truncate " + path,
              root -> done(() -> Attributes.truncate(vfs.who, root + path, off)));
      case 20 -> both("read " + path, root -> vfs.read(root + path));
      case 21 -> both("list " + path, root -> names(root + path));
      case 22 -> hold(path);
      default -> useHeld(text, off);
    };
  }

  private String path() {
    StringBuilder path = new StringBuilder();
    int depth = 1 + random.nextInt(3);
    for (int i = 0; i < depth; i++) {
      path.append('/').append(NAMES[random.nextInt(NAMES.length)]);
    }
    return path.toString();
  }

  private interface Action {
    void run() throws Errno;
  }

  private static Object done(Action action) throws Errno {
    action.run();
    return "done";
  }

  private Object mkdir(String path, int mode) throws Errno {
    vfs.mkdir(path, mode);
    return vfs.stat(path).mode;
  }

  private Object write(String path, int off, String text, int flags) throws Errno {
    OpenFile file = vfs.open(path, Fcntl.O_WRONLY | Fcntl.O_CREAT | flags);
    try {
      return vfs.pwrite(file, text, off);
    } finally {
      file.release();
    }
  }

  private String rename(String from, String to, int flags) {
    String what = "rename " + from + " " + to + " " + flags;
    Operation o = root -> done(() -> vfs.rename(root + from, root + to, flags));
    Object found = attempt(o, subject);
    if (bindsDirectories && found == Errno.EXDEV) {
      return what + ": EXDEV";
    }
    assertEquals(attempt(o, model), found, what);
    return what + ": " + found;
  }

  private String hold(String path) throws Errno {
    if (open.size() > 8) {
      for (OpenFile f : open.remove(random.nextInt(open.size()))) {
        f.release();
      }
    }
    int flags = random.nextBoolean() ? Fcntl.O_RDONLY : Fcntl.O_RDWR;
    OpenFile[] pair = new OpenFile[2];
    String what =
        both(
            "open " + path + " " + flags,
            root -> {
              OpenFile f = vfs.open(root + path, flags);
              pair[root.equals(subject) ? 0 : 1] = f;
              return f.inode().type();
            });
    if (pair[0] != null && pair[1] != null) {
      open.add(pair);
    }
    return what;
  }

  private String useHeld(String text, int off) throws Errno {
    if (open.isEmpty()) {
      return "nothing";
    }
    OpenFile[] pair = open.get(random.nextInt(open.size()));
    boolean writes = random.nextBoolean();
    return both(
        (writes ? "write to open " : "read from open ") + pair[0],
        root -> {
          OpenFile f = pair[root.equals(subject) ? 0 : 1];
          if (f.inode().isDirectory()) {
            f.seek(0, Fs.SEEK_SET);
            return new TreeSet<>(VfsFixture.list(f, 1000));
          }
          return writes
              ? (Object) vfs.pwrite(f, text, off)
              : VfsFixture.pread(f, 1 << 16, 0) + f.inode().size() + " " + f.inode().links();
        });
  }

  private String both(String what, Operation o) throws Errno {
    Object found = attempt(o, subject);
    assertEquals(attempt(o, model), found, what);
    String said = String.valueOf(found);
    return what + ": " + (said.length() > 40 ? said.substring(0, 40) + "..." : said);
  }

  private static @Nullable Object attempt(Operation o, String root) {
    try {
      return o.on(root);
    } catch (Errno e) {
      return e;
    }
  }

  /** Everything in both trees must be the same. */
  public void compare() throws Errno {
    compare("", new HashMap<>(), new HashMap<>());
  }

  private void compare(String path, Map<Long, Long> numbers, Map<Long, Long> back) throws Errno {
    TreeSet<String> names = names(model + path);
    assertEquals(names, names(subject + path), path);
    for (String name : names) {
      String child = path + "/" + name;
      FileStatus expected = vfs.lstat(model + child);
      FileStatus found = vfs.lstat(subject + child);
      assertEquals(Integer.toOctalString(expected.mode), Integer.toOctalString(found.mode), child);
      assertEquals(expected.links, found.links, "links of " + child);
      assertEquals(expected.uid, found.uid, child);
      // Names of one file on one side are names of one file on the other.
      assertEquals(
          numbers.computeIfAbsent(expected.inode, n -> found.inode), found.inode, "file " + child);
      assertEquals(back.computeIfAbsent(found.inode, n -> expected.inode), expected.inode, child);
      switch (expected.mode & Stat.S_IFMT) {
        case Stat.S_IFDIR -> compare(child, numbers, back);
        case Stat.S_IFLNK ->
            assertEquals(
                Links.readlink(vfs.who, CWD, model + child),
                Links.readlink(vfs.who, CWD, subject + child));
        default -> {
          assertEquals(expected.size, found.size, child);
          assertEquals(digest(model + child), digest(subject + child), child);
        }
      }
    }
  }

  private int digest(String path) throws Errno {
    OpenFile file = vfs.open(path, Fcntl.O_RDONLY);
    byte[] buffer = new byte[100_000];
    int hash = 0;
    long got;
    do {
      got = Errno.check(file.read(IoBuffer.kernel(MemorySegment.ofArray(buffer))));
      hash = hash * 31 + Arrays.hashCode(Arrays.copyOf(buffer, (int) got));
    } while (got > 0);
    file.release();
    return hash;
  }

  /** Closes what is held open. */
  public void closeAll() {
    for (OpenFile[] pair : open) {
      for (OpenFile f : pair) {
        f.release();
      }
    }
    open.clear();
  }
}
