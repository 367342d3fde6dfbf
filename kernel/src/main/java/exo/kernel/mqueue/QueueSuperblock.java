package exo.kernel.mqueue;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Statfs;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Credentials;
import exo.kernel.vfs.Dentry;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.Mounting;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.ObjectDirectory;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Permissions;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;

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

  private final Root queues = new Root();
  private final Mount mount;
  private long lastNumber = ROOT_NUMBER;

  private QueueSuperblock(Vfs vfs, FileSystemType type) {
    super(vfs, type, Statfs.MQUEUE_MAGIC);
    root(queues);
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
    QueueInode queue = queues.file(name);
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
    if (queues.files().size() >= MAX_QUEUES && !privileged) {
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
    for (QueueInode q : queues.files().values()) {
      bytes += q.uid() == c.fsuid() ? bytes(q.maxMessages(), q.messageSize()) : 0;
    }
    if (Long.compareUnsigned(bytes, wanted.limit()) > 0) {
      throw Errno.EMFILE;
    }
    int mode = QueueInode.fileMode(wanted.mode() & ~who.fs().umask());
    NewInode node = new NewInode(mode, c.fsuid(), c.fsgid(), 0, null);
    QueueInode queue = new QueueInode(this, ++lastNumber, node, messages, size);
    queues.add(name, queue);
    return queue;
  }

  private static long bytes(long messages, long size) {
    return messages * (MESSAGE_OVERHEAD + size)
        + Math.min(messages, PRIORITIES) * PRIORITY_OVERHEAD;
  }

  /** mq_unlink(2). */
  public void unlink(Caller who, String name) throws Errno {
    checkName(name);
    QueueInode queue = queues.file(name);
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
  }

  @Override
  public boolean revalidates() {
    return true;
  }

  @Override
  public boolean cachesAbsence() {
    return false;
  }

  private final class Root extends ObjectDirectory<QueueInode> {
    Root() {
      super(QueueSuperblock.this, ROOT_NUMBER);
    }

    @Override
    protected QueueInode make(NewInode node) {
      return new QueueInode(
          QueueSuperblock.this, ++lastNumber, node, MAX_MESSAGES, MAX_MESSAGE_SIZE);
    }

    @Override
    protected void removed(QueueInode file) {
      file.setLinkCount(0);
    }
  }
}
