package exo.kernel.mqueue;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Stat;
import exo.kernel.abi.Statfs;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Credentials;
import exo.kernel.vfs.Dentry;
import exo.kernel.vfs.DirectoryVisitor;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.Mounting;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Permissions;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The message queues of a machine by name, which mount(2) shows as mqueue. */
public final class QueueSuperblock extends Superblock {
  /** Limits of queues that are made without privilege, and what a queue gets that says nothing. */
  public static final int MAX_MESSAGES = 10;

  public static final int MAX_MESSAGE_SIZE = 8192;

  /** Queues at once, but for the privileged. */
  public static final int MAX_QUEUES = 256;

  private static final int HARD_MAX_MESSAGES = 65_536;
  private static final int HARD_MAX_MESSAGE_SIZE = 1 << 24;

  // What Linux counts for each message and each priority beside the text.
  private static final int MESSAGE_OVERHEAD = 48;
  private static final int PRIORITY_OVERHEAD = 48;
  private static final int PRIORITIES = 32_768;

  private static final int ROOT_NUMBER = 1;

  private final TreeMap<String, QueueInode> queues = new TreeMap<>();
  private final Mount mount;
  private long lastNumber = ROOT_NUMBER;

  private QueueSuperblock(Vfs vfs, FileSystemType type) {
    super(vfs, type, Statfs.MQUEUE_MAGIC);
    root(new Root());
    mount = new Mount(root(), "mqueue", 0);
    addUser();
  }

  /** The kind for mount(2); {@link Type#queues} is what mq_open(2) uses. */
  public static final class Type implements FileSystemType {
    private final QueueSuperblock queues;

    public Type(Vfs vfs) {
      queues = new QueueSuperblock(vfs, this);
    }

    public QueueSuperblock queues() {
      return queues;
    }

    @Override
    public String name() {
      return "mqueue";
    }

    @Override
    public Superblock mount(Vfs vfs, String source, String options, Caller who) {
      return queues;
    }
  }

  /**
   * What a new queue is to be like.
   *
   * @param limit most bytes of all queues of a user: RLIMIT_MSGQUEUE
   */
  public record Wanted(int mode, long maxMessages, long messageSize, long limit) {}

  /**
   * mq_open(2).
   *
   * @param name without the slash
   * @param flags O_*
   * @param wanted for a new queue
   * @return the file, with one reference
   */
  public OpenFile open(Caller who, String name, int flags, Wanted wanted) throws Errno {
    checkName(name);
    QueueInode queue = queues.get(name);
    if (queue == null) {
      if ((flags & Fcntl.O_CREAT) == 0) {
        throw Errno.ENOENT;
      }
      queue = make(who, name, wanted);
    } else {
      int exclusive = Fcntl.O_CREAT | Fcntl.O_EXCL;
      if ((flags & exclusive) == exclusive) {
        throw Errno.EEXIST;
      }
      int access = flags & Fcntl.O_ACCMODE;
      if (access == Fcntl.O_ACCMODE) {
        throw Errno.EINVAL;
      }
      int rights =
          (access != Fcntl.O_WRONLY ? Permissions.READ : 0)
              | (access != Fcntl.O_RDONLY ? Permissions.WRITE : 0);
      Permissions.check(queue, rights, who.credentials());
    }
    Path path = new Path(mount, Dentry.unnamed(this, "/" + name, queue));
    if ((flags & Fcntl.O_PATH) != 0) {
      return Mounting.openPlace(path);
    }
    if ((flags & Fcntl.O_DIRECT) != 0) {
      throw Errno.EINVAL;
    }
    return new QueueFile(path, flags, queue);
  }

  private static void checkName(String name) throws Errno {
    if (name.isEmpty()) {
      throw Errno.ENOENT;
    }
    if (name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
      throw Errno.EACCES;
    }
    if (name.length() > Fs.NAME_MAX) {
      throw Errno.ENAMETOOLONG;
    }
  }

  private QueueInode make(Caller who, String name, Wanted wanted) throws Errno {
    Credentials c = who.credentials();
    boolean privileged = c.hasCapability(Capability.CAP_SYS_RESOURCE);
    if (queues.size() >= MAX_QUEUES && !privileged) {
      throw Errno.ENOSPC;
    }
    long messages = wanted.maxMessages();
    long size = wanted.messageSize();
    if (messages <= 0
        || size <= 0
        || messages > (privileged ? HARD_MAX_MESSAGES : MAX_MESSAGES)
        || size > (privileged ? HARD_MAX_MESSAGE_SIZE : MAX_MESSAGE_SIZE)) {
      throw Errno.EINVAL;
    }
    long bytes = bytes(messages, size);
    for (QueueInode q : queues.values()) {
      bytes += q.uid() == c.fsuid() ? bytes(q.maxMessages(), q.messageSize()) : 0;
    }
    if (Long.compareUnsigned(bytes, wanted.limit()) > 0) {
      throw Errno.EMFILE;
    }
    int mode = QueueInode.fileMode(wanted.mode() & ~who.fs().umask());
    NewInode node = new NewInode(mode, c.fsuid(), c.fsgid(), 0, null);
    QueueInode queue = new QueueInode(this, ++lastNumber, node, messages, size);
    queues.put(name, queue);
    return queue;
  }

  private static long bytes(long messages, long size) {
    return messages * (MESSAGE_OVERHEAD + size)
        + Math.min(messages, PRIORITIES) * PRIORITY_OVERHEAD;
  }

  /** mq_unlink(2). */
  public void unlink(Caller who, String name) throws Errno {
    checkName(name);
    QueueInode queue = queues.get(name);
    if (queue == null) {
      throw Errno.ENOENT;
    }
    Credentials c = who.credentials();
    if (c.fsuid() != queue.uid()
        && c.fsuid() != root().inode().uid()
        && !c.hasCapability(Capability.CAP_FOWNER)) {
      throw Errno.EPERM;
    }
    queues.remove(name);
    queue.setLinkCount(0);
  }

  @Override
  public boolean revalidates() {
    return true;
  }

  @Override
  public boolean cachesAbsence() {
    return false;
  }

  private final class Root extends Inode {
    Root() {
      super(QueueSuperblock.this, ROOT_NUMBER, new NewInode(Stat.S_IFDIR | 01777, 0, 0, 0, null));
      setLinks(2);
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public @Nullable Inode lookup(String name) {
      return queues.get(name);
    }

    @Override
    public boolean isCurrent(String name, Inode child) {
      return queues.get(name) == child;
    }

    @Override
    public Inode create(String name, NewInode node) throws Errno {
      if ((node.mode() & Stat.S_IFMT) != Stat.S_IFREG) {
        throw Errno.EPERM;
      }
      QueueInode queue =
          new QueueInode(QueueSuperblock.this, ++lastNumber, node, MAX_MESSAGES, MAX_MESSAGE_SIZE);
      queues.put(name, queue);
      return queue;
    }

    @Override
    public void unlink(String name, Inode child) {
      queues.remove(name);
      ((QueueInode) child).setLinkCount(0);
    }

    @Override
    public OpenFile open(Path path, int flags, Caller who) {
      return new Listing(path, flags);
    }
  }

  private final class Listing extends OpenFile {
    private static final int FIRST = 2;

    Listing(Path path, int flags) {
      super(path, flags);
    }

    @Override
    protected long iterate(long from, DirectoryVisitor visitor) {
      long at = iterateDots(from, visitor);
      if (at < FIRST) {
        return at;
      }
      long i = FIRST;
      for (var e : queues.entrySet()) {
        if (i >= at && !visitor.entry(e.getKey(), e.getValue().number(), Fs.DT_REG, i + 1)) {
          return i;
        }
        i++;
      }
      return Math.max(at, i);
    }
  }
}
