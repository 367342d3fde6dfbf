package exo.kernel.sysvipc;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Ipc;
import exo.kernel.abi.layout.IpcPerm;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Credentials;

/** What segments, sets and queues have in common: struct ipc_perm. Owned by the kernel lock. */
public abstract class IpcObject {
  /** Permission bits, as of a file: to look, and to change. */
  public static final int READ = 0444;

  public static final int WRITE = 0222;

  private static final int PERMISSIONS = 0777;

  private int key;
  private int id;
  private int uid;
  private int gid;
  private final int creatorUid;
  private final int creatorGid;
  private int mode;
  private boolean removed;
  private long changeTime;

  IpcObject(int key, int flags, Caller who, long nowSeconds) {
    this.key = key;
    Credentials c = who.credentials();
    uid = c.euid();
    gid = c.egid();
    creatorUid = uid;
    creatorGid = gid;
    mode = flags & PERMISSIONS;
    changeTime = nowSeconds;
  }

  /** What *get(2) answered. */
  public final int id() {
    return id;
  }

  final void id(int newId) {
    id = newId;
  }

  public final int key() {
    return key;
  }

  public final int mode() {
    return mode;
  }

  /** Sets or clears flags above the permissions. */
  final void flag(int flag, boolean on) {
    mode = on ? mode | flag : mode & ~flag;
  }

  /** It has no key any more: nobody finds it. */
  final void forgetKey() {
    key = Ipc.IPC_PRIVATE;
  }

  final int uid() {
    return uid;
  }

  final int gid() {
    return gid;
  }

  final int creatorUid() {
    return creatorUid;
  }

  final int creatorGid() {
    return creatorGid;
  }

  /** Whether IPC_RMID has taken effect: those who wait on it get EIDRM. */
  public final boolean isRemoved() {
    return removed;
  }

  void removed() {
    removed = true;
  }

  /** Seconds since 1970. */
  public final long changeTime() {
    return changeTime;
  }

  final void changed(long nowSeconds) {
    changeTime = nowSeconds;
  }

  /**
   * Whether {@code who} may do what {@code wanted} says.
   *
   * @param wanted permission bits; those of owner, group and others count alike
   * @throws Errno EACCES
   */
  public final void check(Caller who, int wanted) throws Errno {
    Credentials c = who.credentials();
    int granted = mode;
    if (c.euid() == creatorUid || c.euid() == uid) {
      granted >>= 6;
    } else if (c.isInEffectiveGroup(creatorGid) || c.isInEffectiveGroup(gid)) {
      granted >>= 3;
    }
    int asked = wanted >> 6 | wanted >> 3 | wanted;
    if ((asked & ~granted & 7) != 0 && !c.hasCapability(Capability.CAP_IPC_OWNER)) {
      throw Errno.EACCES;
    }
  }

  /**
   * Whether {@code who} may change or remove it.
   *
   * @throws Errno EPERM
   */
  public final void checkOwner(Caller who) throws Errno {
    Credentials c = who.credentials();
    if (c.euid() != creatorUid && c.euid() != uid && !c.hasCapability(Capability.CAP_SYS_ADMIN)) {
      throw Errno.EPERM;
    }
  }

  /** IPC_SET: owner and permissions. */
  public final void change(int newUid, int newGid, int newMode, long nowSeconds) {
    uid = newUid;
    gid = newGid;
    mode = (mode & ~PERMISSIONS) | (newMode & PERMISSIONS);
    changed(nowSeconds);
  }

  /** Writes struct ipc64_perm. */
  public final void put(UserMemory m, long va) throws Errno {
    m.putInt(va + IpcPerm.KEY, key);
    m.putInt(va + IpcPerm.UID, uid);
    m.putInt(va + IpcPerm.GID, gid);
    m.putInt(va + IpcPerm.CUID, creatorUid);
    m.putInt(va + IpcPerm.CGID, creatorGid);
    m.putInt(va + IpcPerm.MODE, mode);
    m.putShort(va + IpcPerm.SEQ, (short) (id >>> IpcTable.INDEX_BITS));
  }
}
