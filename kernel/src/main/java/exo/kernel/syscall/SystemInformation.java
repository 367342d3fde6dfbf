package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.GetRandom;
import exo.kernel.task.KernelServices;
import exo.kernel.task.Release;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.mem.phys.FrameStatistics;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** What the machine is: uname(2), sysinfo(2), getrandom(2), getcpu(2). */
final class SystemInformation {
  private static final int FIELD = 65;
  private static final int SYSINFO_SIZE = 112;

  private SystemInformation() {}

  /** Linux {@code uname(2)}. */
  static long uname(Task task, long at) throws Errno {
    byte[] buf = new byte[6 * FIELD];
    KernelServices k = task.kernel();
    String[] fields = {
      "Linux",
      k.hostname().node(),
      Release.RELEASE,
      Release.VERSION,
      "x86_64",
      k.hostname().domain()
    };
    for (int i = 0; i < fields.length; i++) {
      byte[] b = fields[i].getBytes(StandardCharsets.ISO_8859_1);
      System.arraycopy(b, 0, buf, i * FIELD, Math.min(b.length, FIELD - 1));
    }
    task.memory().write(at, buf);
    return 0;
  }

  /** Linux {@code sethostname(2)}. */
  static long sethostname(Task task, long at, long len) throws Errno {
    task.kernel().hostname().node(name(task, at, len));
    return 0;
  }

  /** Linux {@code setdomainname(2)}. */
  static long setdomainname(Task task, long at, long len) throws Errno {
    task.kernel().hostname().domain(name(task, at, len));
    return 0;
  }

  private static String name(Task task, long at, long len) throws Errno {
    if (!task.credentials().hasCapability(Capability.CAP_SYS_ADMIN)) {
      throw Errno.EPERM;
    }
    if ((int) len < 0 || (int) len > FIELD - 1) {
      throw Errno.EINVAL;
    }
    return new String(task.memory().read(at, (int) len), StandardCharsets.ISO_8859_1);
  }

  /** Linux {@code sysinfo(2)}. */
  static long sysinfo(Task task, long at) throws Errno {
    UserMemory m = task.memory();
    KernelServices k = task.kernel();
    FrameStatistics f = k.frames().statistics();
    if (m.zero(at, SYSINFO_SIZE) != SYSINFO_SIZE) {
      throw Errno.EFAULT;
    }
    m.putLong(at, k.clock().monotonicNanos() / Times.SECOND);
    m.putLong(at + 32, f.total() * 4096);
    m.putLong(at + 40, f.free() * 4096);
    m.putShort(at + 80, (short) k.processes().taskCount());
    m.putInt(at + 104, 1);
    return 0;
  }

  /** Linux {@code getrandom(2)}. */
  static long getrandom(Task task, long buf, long len, long flags) throws Errno {
    int f = (int) flags;
    int known = GetRandom.GRND_NONBLOCK | GetRandom.GRND_RANDOM | GetRandom.GRND_INSECURE;
    int both = GetRandom.GRND_RANDOM | GetRandom.GRND_INSECURE;
    if ((f & ~known) != 0 || (f & both) == both) {
      throw Errno.EINVAL;
    }
    long left = Math.min(len < 0 ? Long.MAX_VALUE : len, 0x7fff_f000L);
    if (!UserMemory.inRange(buf, left)) {
      throw Errno.EFAULT;
    }
    byte[] chunk = new byte[(int) Math.min(left, 4096)];
    MemorySegment bytes = MemorySegment.ofArray(chunk);
    long done = 0;
    while (done < left) {
      task.kernel().random().nextBytes(chunk);
      long want = Math.min(left - done, chunk.length);
      long moved = task.memory().copyOut(buf + done, bytes, 0, want);
      done += moved;
      if (moved < want) {
        break;
      }
    }
    if (done == 0 && left > 0) {
      throw Errno.EFAULT;
    }
    return done;
  }

  /** Linux {@code getcpu(2)}. */
  static long getcpu(Task task, long cpu, long node) throws Errno {
    if (cpu != 0) {
      task.memory().putInt(cpu, task.extras().cpu);
    }
    if (node != 0) {
      task.memory().putInt(node, 0);
    }
    return 0;
  }
}
