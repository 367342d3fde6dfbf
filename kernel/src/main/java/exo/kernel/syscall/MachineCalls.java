package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Reboot;
import exo.kernel.abi.Time;
import exo.kernel.abi.layout.Timex;
import exo.kernel.task.KernelLog;
import exo.kernel.task.Restart;
import exo.kernel.task.Task;
import exo.kernel.tty.Terminal;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.FileSystemType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The machine as a whole: its log, its clock's discipline, its end. */
final class MachineCalls {
  private static final int LOG_READ = 2;
  private static final int LOG_READ_ALL = 3;
  private static final int LOG_READ_CLEAR = 4;
  private static final int LOG_CLEAR = 5;
  private static final int LOG_LEVEL = 8;
  private static final int LOG_UNREAD = 9;
  private static final int LOG_SIZE = 10;
  private static final int MAX_LEVEL = 8;

  private static final int FILE_SYSTEM_INDEX = 1;
  private static final int FILE_SYSTEM_NAME = 2;
  private static final int FILE_SYSTEM_COUNT = 3;
  private static final int LONGEST_NAME = 4095;

  // What Linux says of a clock that nobody disciplines. Microseconds, and parts per 2^16 million.
  private static final long UNKNOWN_ERROR = 16_000_000;
  private static final long TOLERANCE = 32_768_000;
  private static final long TIME_CONSTANT = 2;
  private static final long TICK_MICROS = 10_000;

  private MachineCalls() {}

  private static void require(Task task, int capability) throws Errno {
    if (!task.credentials().hasCapability(capability)) {
      throw Errno.EPERM;
    }
  }

  /** Linux {@code syslog(2)}. */
  static long syslog(Task task, long action, long buffer, long length) throws Errno {
    int a = (int) action;
    int len = (int) length;
    if (a != LOG_READ_ALL && a != LOG_SIZE) {
      require(task, Capability.CAP_SYSLOG);
    }
    KernelLog log = task.kernel().log();
    UserMemory m = task.memory();
    switch (a) {
      case 0, 1, 6, 7 -> {
        return 0;
      }
      case LOG_READ, LOG_READ_ALL, LOG_READ_CLEAR -> {
        if (buffer == 0 || len < 0) {
          throw Errno.EINVAL;
        }
        if (len == 0) {
          return 0;
        }
        if (a == LOG_READ && log.unread() == 0) {
          task.waitOn(log.readable());
          return task.park(Task.NO_DEADLINE, Restart.SYS);
        }
        byte[] text = a == LOG_READ ? log.take(len) : log.last(len);
        m.write(buffer, text);
        if (a == LOG_READ_CLEAR) {
          log.clear();
        }
        return text.length;
      }
      case LOG_CLEAR -> {
        log.clear();
        return 0;
      }
      case LOG_LEVEL -> {
        if (len < 1 || len > MAX_LEVEL) {
          throw Errno.EINVAL;
        }
        return 0;
      }
      case LOG_UNREAD -> {
        return log.unread();
      }
      case LOG_SIZE -> {
        return KernelLog.CAPACITY;
      }
      default -> throw Errno.EINVAL;
    }
  }

  /** Linux {@code sysfs(2)}. */
  static long sysfs(Task task, long option, long first, long second) throws Errno {
    List<FileSystemType> types = task.fs().namespace().vfs().fileSystems();
    switch ((int) option) {
      case FILE_SYSTEM_INDEX -> {
        String name = task.memory().readCString(first, LONGEST_NAME);
        for (int i = 0; i < types.size(); i++) {
          if (types.get(i).name().equals(name)) {
            return i;
          }
        }
        throw Errno.EINVAL;
      }
      case FILE_SYSTEM_NAME -> {
        if (Integer.compareUnsigned((int) first, types.size()) >= 0) {
          throw Errno.EINVAL;
        }
        String name = types.get((int) first).name() + "\0";
        task.memory().write(second, name.getBytes(StandardCharsets.ISO_8859_1));
        return 0;
      }
      case FILE_SYSTEM_COUNT -> {
        return types.size();
      }
      default -> throw Errno.EINVAL;
    }
  }

  /** Linux {@code vhangup(2)}. */
  static long vhangup(Task task) throws Errno {
    require(task, Capability.CAP_SYS_TTY_CONFIG);
    Terminal terminal = task.terminal();
    if (terminal != null) {
      terminal.hangUp();
    }
    return 0;
  }

  /** Linux {@code reboot(2)}: whatever it is to be, the machine ends. */
  static long reboot(Task task, long magic1, long magic2, long command, long argument)
      throws Errno {
    require(task, Capability.CAP_SYS_BOOT);
    int second = (int) magic2;
    if ((int) magic1 != Reboot.LINUX_REBOOT_MAGIC1
        || (second != Reboot.LINUX_REBOOT_MAGIC2
            && second != Reboot.LINUX_REBOOT_MAGIC2A
            && second != Reboot.LINUX_REBOOT_MAGIC2B
            && second != Reboot.LINUX_REBOOT_MAGIC2C)) {
      throw Errno.EINVAL;
    }
    switch ((int) command) {
      case Reboot.LINUX_REBOOT_CMD_CAD_ON, Reboot.LINUX_REBOOT_CMD_CAD_OFF -> {
        return 0;
      }
      case Reboot.LINUX_REBOOT_CMD_RESTART2 -> {
        if (task.memory().readCString(argument, LONGEST_NAME) == null) {
          throw Errno.EINVAL;
        }
      }
      case Reboot.LINUX_REBOOT_CMD_RESTART,
          Reboot.LINUX_REBOOT_CMD_HALT,
          Reboot.LINUX_REBOOT_CMD_POWER_OFF -> {
        // Below.
      }
      default -> throw Errno.EINVAL;
    }
    task.kernel().reboot((int) command);
    return 0;
  }

  /** Linux {@code adjtimex(2)}. */
  static long adjtimex(Task task, long va) throws Errno {
    UserMemory m = task.memory();
    int modes = m.getInt(va + Timex.MODES);
    byte[] probe = m.read(va, Timex.SIZE);
    boolean reads = modes == 0 || modes == Time.ADJ_OFFSET_SS_READ;
    if (!reads) {
      // The clock is the host's and cannot be set, as if CAP_SYS_TIME had been dropped.
      throw Errno.EPERM;
    }
    m.write(va, new byte[probe.length]);
    m.putInt(va + Timex.MODES, modes);
    m.putLong(va + Timex.MAXERROR, UNKNOWN_ERROR);
    m.putLong(va + Timex.ESTERROR, UNKNOWN_ERROR);
    m.putInt(va + Timex.STATUS, Time.STA_UNSYNC);
    m.putLong(va + Timex.CONSTANT, TIME_CONSTANT);
    m.putLong(va + Timex.PRECISION, 1);
    m.putLong(va + Timex.TOLERANCE, TOLERANCE);
    exo.kernel.uaccess.UserTime.putTimeval(
        m, va + Timex.TIME, task.kernel().clock().realtimeNanos());
    m.putLong(va + Timex.TICK, TICK_MICROS);
    return Time.TIME_ERROR;
  }

  /** Linux {@code clock_adjtime(2)}. */
  static long clock_adjtime(Task task, long clock, long va) throws Errno {
    int c = (int) clock;
    if (c == Time.CLOCK_REALTIME) {
      return adjtimex(task, va);
    }
    task.memory().read(va, Timex.SIZE);
    boolean known = c > Time.CLOCK_REALTIME && c <= Time.CLOCK_TAI && c != Time.CLOCK_SGI_CYCLE;
    throw known ? Errno.EOPNOTSUPP : Errno.EINVAL;
  }
}
