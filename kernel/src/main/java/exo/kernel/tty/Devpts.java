package exo.kernel.tty;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Stat;
import exo.kernel.abi.Statfs;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.DeviceNumber;
import exo.kernel.vfs.DirectoryFile;
import exo.kernel.vfs.DirectoryVisitor;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * devpts: a node for each pseudoterminal. Where each mount on Linux numbers its own terminals, here
 * all mounts of one machine show the same ones. Owned by the kernel lock.
 */
public final class Devpts extends Superblock {
  /** First major number of slaves. */
  public static final int SLAVE_MAJOR = 136;

  static final int PTMX_MAJOR = 5;
  static final int PTMX_MINOR = 2;

  /** Most pseudoterminals of a machine: {@code /proc/sys/kernel/pty/max}. */
  public static final int MAX_TERMINALS = 4096;

  private static final int ROOT_NUMBER = 1;
  private static final int PTMX_NUMBER = 2;
  private static final int FIRST_NUMBER = 3;

  /** A terminal in it. */
  private final class Entry extends Inode {
    final Terminal terminal;
    final @Nullable Pty pty;

    Entry(int number, Terminal terminal, @Nullable Pty pty, NewInode node) {
      super(Devpts.this, number + FIRST_NUMBER, node);
      this.terminal = terminal;
      this.pty = pty;
    }

    @Override
    public long size() {
      return 0;
    }
  }

  /** The node that makes new terminals. */
  private final class Ptmx extends Inode {
    Ptmx(long device) {
      super(Devpts.this, PTMX_NUMBER, new NewInode(Stat.S_IFCHR, 0, 0, device, null));
    }

    void show() {
      setMode(Stat.S_IFCHR | options.ptmxMode());
    }

    @Override
    public long size() {
      return 0;
    }
  }

  private final Jobs jobs;
  private final TreeMap<Integer, Entry> entries = new TreeMap<>();
  private final Ptmx ptmx;
  private DevptsOptions options;

  private Devpts(Vfs vfs, FileSystemType type, Jobs jobs) {
    super(vfs, type, Statfs.DEVPTS_SUPER_MAGIC);
    this.jobs = jobs;
    this.options = DevptsOptions.DEFAULT;
    long device = DeviceNumber.of(PTMX_MAJOR, PTMX_MINOR);
    ptmx = new Ptmx(device);
    root(new Root());
  }

  /** The kind for mount(2), always showing the one instance of the machine. */
  public static FileSystemType type(Vfs machine, Jobs jobs) {
    return new FileSystemType() {
      private final Devpts instance = new Devpts(machine, this, jobs);

      {
        // Terminals go on, whether the file system is shown or not.
        instance.addUser();
      }

      @Override
      public String name() {
        return "devpts";
      }

      @Override
      public Superblock mount(Vfs vfs, String source, String text, Caller who) throws Errno {
        instance.reconfigure(text);
        return instance;
      }
    };
  }

  /** How many terminals there are: {@code /proc/sys/kernel/pty/nr}. */
  public int count() {
    return entries.size();
  }

  /**
   * A terminal with a line of the caller's, shown under the lowest number that is free.
   *
   * @throws Errno ENOSPC
   */
  public Terminal addTerminal(Line line, int uid, int gid) throws Errno {
    int number = freeNumber();
    Terminal terminal = new Terminal(line, jobs, device(number));
    entries.put(number, new Entry(number, terminal, null, node(number, uid, gid)));
    return terminal;
  }

  /** The terminal is gone for good. */
  public void remove(Terminal terminal) {
    entries.values().removeIf(e -> e.terminal == terminal);
  }

  /** N of {@code /dev/pts/N}. */
  public static int number(Terminal terminal) {
    return DeviceNumber.minor(terminal.device());
  }

  /** Makes a pseudoterminal: open(2) of {@code ptmx}. */
  PtyMaster create(Path path, int flags, Caller who) throws Errno {
    int number = freeNumber();
    Pty pty = new Pty(number, device(number), jobs, vfs().clock());
    NewInode node = node(number, who.credentials().fsuid(), who.credentials().fsgid());
    entries.put(number, new Entry(number, pty.slave(), pty, node));
    pty.whenGone(() -> entries.remove(number));
    return new PtyMaster(path, flags, pty);
  }

  private int freeNumber() throws Errno {
    int number = 0;
    for (int taken : entries.keySet()) {
      if (taken != number) {
        break;
      }
      number++;
    }
    if (entries.size() >= Math.min(options.max(), MAX_TERMINALS)) {
      throw Errno.ENOSPC;
    }
    return number;
  }

  private static long device(int number) {
    return DeviceNumber.of(SLAVE_MAJOR, number);
  }

  private NewInode node(int number, int uid, int gid) {
    return new NewInode(
        Stat.S_IFCHR | options.mode(),
        options.uid() == -1 ? uid : options.uid(),
        options.gid() == -1 ? gid : options.gid(),
        device(number),
        null);
  }

  /** Opens the terminal that a node of this file system stands for. */
  static OpenFile openSlave(Path path, int flags, Caller who) throws Errno {
    if (!(path.inode() instanceof Entry entry)) {
      throw Errno.EIO;
    }
    Pty pty = entry.pty;
    if (pty != null && (pty.isLocked() || pty.isMasterClosed())) {
      throw Errno.EIO;
    }
    return TerminalFile.open(path, flags, who, entry.terminal);
  }

  @Override
  public void reconfigure(String text) throws Errno {
    options = options.parse(text);
    ptmx.show();
  }

  @Override
  public String options() {
    return options.text();
  }

  @Override
  public boolean revalidates() {
    return true;
  }

  @Override
  public boolean cachesAbsence() {
    return false;
  }

  /** The one directory. */
  private final class Root extends Inode {
    Root() {
      super(Devpts.this, ROOT_NUMBER, new NewInode(Stat.S_IFDIR | 0755, 0, 0, 0, null));
      setLinks(2);
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public @Nullable Inode lookup(String name) {
      if (name.equals("ptmx")) {
        return ptmx;
      }
      try {
        Inode entry = entries.get(Integer.parseUnsignedInt(name));
        return entry != null && name.equals(Long.toString(entry.number() - FIRST_NUMBER))
            ? entry
            : null;
      } catch (NumberFormatException e) {
        return null;
      }
    }

    @Override
    public boolean isCurrent(String name, Inode child) {
      return lookup(name) == child;
    }

    @Override
    public OpenFile open(Path path, int flags, Caller who) {
      return new Listing(path, flags);
    }
  }

  private final class Listing extends DirectoryFile {
    private static final int FIRST_TERMINAL = DirectoryFile.FIRST + 1;

    Listing(Path path, int flags) {
      super(path, flags);
    }

    @Override
    protected long list(long from, DirectoryVisitor visitor) {
      long at = from;
      if (at < FIRST_TERMINAL) {
        if (!visitor.entry("ptmx", PTMX_NUMBER, Fs.DT_CHR, FIRST_TERMINAL)) {
          return at;
        }
        at = FIRST_TERMINAL;
      }
      for (Map.Entry<Integer, Entry> e : entries.tailMap((int) at - FIRST_TERMINAL).entrySet()) {
        long next = e.getKey() + 1L + FIRST_TERMINAL;
        String name = Integer.toString(e.getKey());
        if (!visitor.entry(name, e.getValue().number(), Fs.DT_CHR, next)) {
          return at;
        }
        at = next;
      }
      return at;
    }
  }
}
