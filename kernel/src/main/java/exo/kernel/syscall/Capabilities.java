package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.CapabilitySets;
import exo.kernel.vfs.Credentials;

/** capget(2) and capset(2). */
final class Capabilities {
  private static final int VERSION_1 = 0x19980330;
  private static final int VERSION_2 = 0x20071026;
  private static final int VERSION_3 = 0x20080522;

  private Capabilities() {}

  /** How many 32-bit triples a header's version has; an unknown one is told the newest. */
  private static int words(UserMemory m, long header) throws Errno {
    return switch (m.getInt(header)) {
      case VERSION_1 -> 1;
      case VERSION_2, VERSION_3 -> 2;
      default -> {
        m.putInt(header, VERSION_3);
        yield 0;
      }
    };
  }

  /** Linux {@code capget(2)}. */
  static long capget(Task task, long header, long data) throws Errno {
    UserMemory m = task.memory();
    int words = words(m, header);
    if (words == 0) {
      if (data == 0) {
        return 0;
      }
      throw Errno.EINVAL;
    }
    int pid = m.getInt(header + 4);
    if (pid < 0) {
      throw Errno.EINVAL;
    }
    Task t = pid == 0 ? task : task.kernel().processes().taskOrZombie(pid);
    if (t == null) {
      throw Errno.ESRCH;
    }
    if (data != 0) {
      CapabilitySets s = t.credentials().capabilities();
      for (int i = 0; i < words; i++) {
        m.putInt(data + i * 12L, (int) (s.effective() >>> (i * 32)));
        m.putInt(data + i * 12L + 4, (int) (s.permitted() >>> (i * 32)));
        m.putInt(data + i * 12L + 8, (int) (s.inheritable() >>> (i * 32)));
      }
    }
    return 0;
  }

  /** Linux {@code capset(2)}. */
  static long capset(Task task, long header, long data) throws Errno {
    UserMemory m = task.memory();
    int words = words(m, header);
    if (words == 0) {
      throw Errno.EINVAL;
    }
    int pid = m.getInt(header + 4);
    if (pid != 0 && pid != task.tid()) {
      throw Errno.EPERM;
    }
    long effective = 0;
    long permitted = 0;
    long inheritable = 0;
    for (int i = 0; i < words; i++) {
      effective |= (m.getInt(data + i * 12L) & 0xffff_ffffL) << (i * 32);
      permitted |= (m.getInt(data + i * 12L + 4) & 0xffff_ffffL) << (i * 32);
      inheritable |= (m.getInt(data + i * 12L + 8) & 0xffff_ffffL) << (i * 32);
    }
    long known = Credentials.ALL_CAPABILITIES;
    Credentials c = task.credentials();
    CapabilitySets old = c.capabilities();
    effective &= known;
    permitted &= known;
    inheritable &= known;
    long reachable = old.inheritable() | old.permitted();
    boolean setsPcap = c.hasCapability(Capability.CAP_SETPCAP);
    if ((!setsPcap && (inheritable & ~reachable) != 0)
        || (inheritable & ~(old.inheritable() | old.bounding())) != 0
        || (permitted & ~old.permitted()) != 0
        || (effective & ~permitted) != 0) {
      throw Errno.EPERM;
    }
    long ambient = old.ambient() & permitted & inheritable;
    task.credentials(
        c.withCapabilities(
            new CapabilitySets(effective, permitted, inheritable, ambient, old.bounding())));
    return 0;
  }
}
