package exo.kernel.strace;

import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Futex;
import exo.kernel.abi.Mman;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Reboot;
import exo.kernel.abi.Stat;
import exo.kernel.abi.layout.Flock;
import exo.kernel.abi.layout.UcontextLayout;
import exo.kernel.syscall.ArgKind;
import exo.kernel.syscall.Direction;
import exo.kernel.syscall.StructKind;
import exo.mem.layout.LittleEndian;

/** What strace prints of some calls in a way that the table does not tell. */
final class OwnForms {
  private OwnForms() {}

  /** How many arguments are shown: some mean nothing unless a flag is set. */
  static int count(String name, long[] raw, int described) {
    return switch (name) {
      case "open" -> takesMode(raw[1]) ? 3 : 2;
      case "openat" -> takesMode(raw[2]) ? 4 : 3;
      case "mknod" -> isDevice(raw[1]) ? 3 : 2;
      case "mknodat" -> isDevice(raw[2]) ? 4 : 3;
      case "mremap" -> (raw[3] & (Mman.MREMAP_FIXED | Mman.MREMAP_DONTUNMAP)) != 0 ? 5 : 4;
      case "membarrier" -> (raw[1] & Futex.MEMBARRIER_CMD_FLAG_CPU) != 0 ? 3 : 2;
      case "reboot" -> (int) raw[2] == Reboot.LINUX_REBOOT_CMD_RESTART2 ? 4 : 3;
      default -> described;
    };
  }

  private static boolean takesMode(long flags) {
    return (flags & (Fcntl.O_CREAT | Fcntl.__O_TMPFILE)) != 0;
  }

  private static boolean isDevice(long mode) {
    int kind = (int) mode & Stat.S_IFMT;
    return kind == Stat.S_IFCHR || kind == Stat.S_IFBLK;
  }

  /**
   * Prints all arguments of the calls whose list has its own shape.
   *
   * @param stackPointer of the caller
   * @return whether it is such a call
   */
  static boolean list(Arguments a, long stackPointer) {
    switch (a.name) {
      case "clone" -> CloneText.clone(a.p, a.raw);
      case "rt_sigreturn" -> {
        byte[] mask = a.p.bytes(stackPointer + UcontextLayout.UC_SIGMASK, 8);
        if (mask != null) {
          a.p.text("{mask=");
          SignalText.set(a.p, LittleEndian.getLong(mask, 0));
          a.p.text("}");
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Prints a structure that depends on more than itself; false if it does not. */
  static boolean struct(Arguments a, int i, ArgKind.Struct kind, long va) {
    StructKind struct = kind.struct();
    if (va == 0) {
      return false;
    }
    boolean inOut = kind.direction() == Direction.INOUT;
    if (struct == StructKind.MSGHDR) {
      if (inOut) {
        MessageText.received(a.p, va, a.result, (int) a.before[i]);
      } else {
        MessageText.sent(a.p, va);
      }
    } else if (inOut && struct == StructKind.S32) {
      int before = (int) a.before[i];
      replaced(a, before, (int) a.p.wordOr(va, before));
    } else if (inOut && struct == StructKind.LOFF_T) {
      position(a, a.before[i], a.p.wordOr(va, a.before[i]));
    } else if (inOut && struct == StructKind.FLOCK && !a.failed()) {
      return lockFound(a, va);
    } else if (struct == StructKind.EPOLL_EVENT && a.raw[1] == Poll.EPOLL_CTL_DEL) {
      a.p.pointer(va);
    } else {
      return false;
    }
    return true;
  }

  /** {@code [32 => 16]}, or {@code [16]} when it stayed. */
  private static void replaced(Arguments a, int before, int after) {
    a.p.text("[").decimal(before);
    if (!a.failed() && before != after) {
      a.p.text(" => ").decimal(after);
    }
    a.p.text("]");
  }

  /** {@code [2] => [10]}; of the calls that move a position, strace follows only sendfile. */
  private static void position(Arguments a, long before, long after) {
    a.p.text("[").decimal(before).text("]");
    if (!a.failed() && before != after && a.name.equals("sendfile")) {
      a.p.text(" => [").decimal(after).text("]");
    }
  }

  /** F_GETLK says whose lock it is. */
  private static boolean lockFound(Arguments a, long va) {
    byte[] s = a.p.bytes(va, Flock.SIZE);
    if (s == null) {
      return false;
    }
    Structures.print(a.p, StructKind.FLOCK, s);
    a.p.out.setLength(a.p.out.length() - 1);
    a.p.text(", l_pid=").decimal(LittleEndian.getInt(s, Flock.L_PID)).text("}");
    return true;
  }
}
