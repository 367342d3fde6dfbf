package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.Credentials;

/** User and group ids of the calling thread. Source: credentials(7), setresuid(2). */
final class UserIds {
  private static final int KEEP = -1;
  private static final int MAX_GROUPS = 65_536;

  private UserIds() {}

  /** Linux {@code getuid(2)}. */
  static long getuid(Task task) {
    return task.credentials().uid() & 0xffff_ffffL;
  }

  /** Linux {@code geteuid(2)}. */
  static long geteuid(Task task) {
    return task.credentials().euid() & 0xffff_ffffL;
  }

  /** Linux {@code getgid(2)}. */
  static long getgid(Task task) {
    return task.credentials().gid() & 0xffff_ffffL;
  }

  /** Linux {@code getegid(2)}. */
  static long getegid(Task task) {
    return task.credentials().egid() & 0xffff_ffffL;
  }

  /** Linux {@code getresuid(2)}. */
  static long getresuid(Task task, long ruid, long euid, long suid) throws Errno {
    UserMemory m = task.memory();
    Credentials c = task.credentials();
    m.putInt(ruid, c.uid());
    m.putInt(euid, c.euid());
    m.putInt(suid, c.suid());
    return 0;
  }

  /** Linux {@code getresgid(2)}. */
  static long getresgid(Task task, long rgid, long egid, long sgid) throws Errno {
    UserMemory m = task.memory();
    Credentials c = task.credentials();
    m.putInt(rgid, c.gid());
    m.putInt(egid, c.egid());
    m.putInt(sgid, c.sgid());
    return 0;
  }

  private static boolean maySetUsers(Credentials c) {
    return c.hasCapability(Capability.CAP_SETUID);
  }

  private static boolean maySetGroups(Credentials c) {
    return c.hasCapability(Capability.CAP_SETGID);
  }

  private static int valid(long id) throws Errno {
    if ((int) id == KEEP) {
      throw Errno.EINVAL;
    }
    return (int) id;
  }

  /** Linux {@code setuid(2)}. */
  static long setuid(Task task, long uid) throws Errno {
    int id = valid(uid);
    Credentials c = task.credentials();
    if (maySetUsers(c)) {
      task.credentials(c.withUsers(id, id, id));
    } else if (id == c.uid() || id == c.suid()) {
      task.credentials(c.withUsers(c.uid(), id, c.suid()));
    } else {
      throw Errno.EPERM;
    }
    return 0;
  }

  /** Linux {@code setgid(2)}. */
  static long setgid(Task task, long gid) throws Errno {
    int id = valid(gid);
    Credentials c = task.credentials();
    if (maySetGroups(c)) {
      task.credentials(c.withGroupIds(id, id, id));
    } else if (id == c.gid() || id == c.sgid()) {
      task.credentials(c.withGroupIds(c.gid(), id, c.sgid()));
    } else {
      throw Errno.EPERM;
    }
    return 0;
  }

  /** Linux {@code setreuid(2)}. */
  static long setreuid(Task task, long ruid, long euid) throws Errno {
    int r = (int) ruid;
    int e = (int) euid;
    Credentials c = task.credentials();
    if (!maySetUsers(c)
        && ((r != KEEP && r != c.uid() && r != c.euid())
            || (e != KEEP && e != c.uid() && e != c.euid() && e != c.suid()))) {
      throw Errno.EPERM;
    }
    int newUid = r == KEEP ? c.uid() : r;
    int newEuid = e == KEEP ? c.euid() : e;
    boolean saves = r != KEEP || (e != KEEP && e != c.uid());
    task.credentials(c.withUsers(newUid, newEuid, saves ? newEuid : c.suid()));
    return 0;
  }

  /** Linux {@code setregid(2)}. */
  static long setregid(Task task, long rgid, long egid) throws Errno {
    int r = (int) rgid;
    int e = (int) egid;
    Credentials c = task.credentials();
    if (!maySetGroups(c)
        && ((r != KEEP && r != c.gid() && r != c.egid())
            || (e != KEEP && e != c.gid() && e != c.egid() && e != c.sgid()))) {
      throw Errno.EPERM;
    }
    int newGid = r == KEEP ? c.gid() : r;
    int newEgid = e == KEEP ? c.egid() : e;
    boolean saves = r != KEEP || (e != KEEP && e != c.gid());
    task.credentials(c.withGroupIds(newGid, newEgid, saves ? newEgid : c.sgid()));
    return 0;
  }

  /** Linux {@code setresuid(2)}. */
  static long setresuid(Task task, long ruid, long euid, long suid) throws Errno {
    Credentials c = task.credentials();
    boolean may = maySetUsers(c);
    int r = choose((int) ruid, c.uid(), may, c.uid(), c.euid(), c.suid());
    int e = choose((int) euid, c.euid(), may, c.uid(), c.euid(), c.suid());
    int s = choose((int) suid, c.suid(), may, c.uid(), c.euid(), c.suid());
    task.credentials(c.withUsers(r, e, s));
    return 0;
  }

  /** Linux {@code setresgid(2)}. */
  static long setresgid(Task task, long rgid, long egid, long sgid) throws Errno {
    Credentials c = task.credentials();
    boolean may = maySetGroups(c);
    int r = choose((int) rgid, c.gid(), may, c.gid(), c.egid(), c.sgid());
    int e = choose((int) egid, c.egid(), may, c.gid(), c.egid(), c.sgid());
    int s = choose((int) sgid, c.sgid(), may, c.gid(), c.egid(), c.sgid());
    task.credentials(c.withGroupIds(r, e, s));
    return 0;
  }

  private static int choose(int wanted, int now, boolean may, int a, int b, int c) throws Errno {
    if (wanted == KEEP) {
      return now;
    }
    if (!may && wanted != a && wanted != b && wanted != c) {
      throw Errno.EPERM;
    }
    return wanted;
  }

  /** Linux {@code setfsuid(2)}; answers the old id, whatever happened. */
  static long setfsuid(Task task, long fsuid) {
    Credentials c = task.credentials();
    int id = (int) fsuid;
    boolean own = id == c.uid() || id == c.euid() || id == c.suid() || id == c.fsuid();
    if (id != KEEP && id != c.fsuid() && (own || maySetUsers(c))) {
      task.credentials(c.withFileSystemUser(id));
    }
    return c.fsuid() & 0xffff_ffffL;
  }

  /** Linux {@code setfsgid(2)}; answers the old id, whatever happened. */
  static long setfsgid(Task task, long fsgid) {
    Credentials c = task.credentials();
    int id = (int) fsgid;
    boolean own = id == c.gid() || id == c.egid() || id == c.sgid() || id == c.fsgid();
    if (id != KEEP && id != c.fsgid() && (own || maySetGroups(c))) {
      task.credentials(c.withFileSystemGroup(id));
    }
    return c.fsgid() & 0xffff_ffffL;
  }

  /** Linux {@code getgroups(2)}. */
  static long getgroups(Task task, long size, long list) throws Errno {
    int[] groups = task.credentials().groups();
    if ((int) size < 0) {
      throw Errno.EINVAL;
    }
    if ((int) size != 0) {
      if (groups.length > (int) size) {
        throw Errno.EINVAL;
      }
      for (int i = 0; i < groups.length; i++) {
        task.memory().putInt(list + i * 4L, groups[i]);
      }
    }
    return groups.length;
  }

  /** Linux {@code setgroups(2)}. */
  static long setgroups(Task task, long size, long list) throws Errno {
    Credentials c = task.credentials();
    if (!maySetGroups(c)) {
      throw Errno.EPERM;
    }
    if ((int) size < 0 || (int) size > MAX_GROUPS) {
      throw Errno.EINVAL;
    }
    int[] groups = new int[(int) size];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = task.memory().getInt(list + i * 4L);
    }
    task.credentials(c.withGroups(groups));
    return 0;
  }
}
