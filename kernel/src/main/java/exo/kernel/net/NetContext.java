package exo.kernel.net;

import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import exo.kernel.abi.Statfs;
import exo.kernel.time.Clock;
import exo.kernel.time.TimerQueue;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Credentials;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.InternalSuperblock;
import exo.kernel.vfs.IoOwner;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Vfs;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.util.random.RandomGenerator;

/**
 * What the sockets of one machine share: memory, time, chance, and the file system in no tree whose
 * inodes they are.
 */
public final class NetContext {
  /** SIGURG for whom fcntl(2) named as the owner of a socket. */
  public interface UrgentSignal {
    void send(IoOwner owner);
  }

  private final Vfs vfs;
  private final TimerQueue timers;
  private final RandomGenerator random;
  private final UrgentSignal urgent;
  private final InternalSuperblock superblock;
  private final Message message = new Message();
  private final Traffic traffic = new Traffic();
  private long lastCookie;

  public NetContext(Vfs vfs, TimerQueue timers, RandomGenerator random, UrgentSignal urgent) {
    this.vfs = vfs;
    this.timers = timers;
    this.random = random;
    this.urgent = urgent;
    superblock = new InternalSuperblock(vfs, "sockfs", Statfs.SOCKFS_MAGIC);
  }

  PhysicalMemory ram() {
    return vfs.ram();
  }

  FrameAllocator frames() {
    return vfs.frames();
  }

  public Clock clock() {
    return vfs.clock();
  }

  public TimerQueue timers() {
    return timers;
  }

  public RandomGenerator random() {
    return random;
  }

  UrgentSignal urgent() {
    return urgent;
  }

  /** The message of the call in progress: there is one kernel lock, so one is enough. */
  public Message message() {
    return message;
  }

  /** What was sent since boot. */
  public Traffic traffic() {
    return traffic;
  }

  long nextCookie() {
    return ++lastCookie;
  }

  /**
   * The file of a socket, with one reference, the caller's.
   *
   * @param flags O_NONBLOCK or 0
   */
  public SocketFile open(Socket socket, Caller who, int flags) {
    Credentials c = who.credentials();
    Inode inode =
        superblock.inode(new NewInode(Stat.S_IFSOCK | 0777, c.fsuid(), c.fsgid(), 0, null));
    Path path = superblock.path("socket:[" + inode.number() + "]", inode);
    return new SocketFile(path, Fcntl.O_RDWR | flags, socket);
  }
}
