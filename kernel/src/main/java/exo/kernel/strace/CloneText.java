package exo.kernel.strace;

import static exo.mem.layout.LittleEndian.getInt;
import static exo.mem.layout.LittleEndian.getLong;

import exo.kernel.abi.Sched;
import exo.kernel.abi.layout.CloneArgs;
import exo.kernel.syscall.FlagSet;

/** The arguments of clone(2), which strace names, and of clone3(2). */
final class CloneText {
  private CloneText() {}

  /** Flags and the signal the child ends with: {@code CLONE_VM|SIGCHLD}. */
  static void flags(Printer p, long flags) {
    int before = p.out.length();
    int signal = (int) flags & Sched.CSIGNAL;
    long rest = flags & ~(long) Sched.CSIGNAL;
    if (rest != 0) {
      p.flags(FlagSet.CLONE, rest);
    }
    if (signal != 0 || rest == 0) {
      Names.separate(p.out, before);
      SignalText.signal(p, signal);
    }
  }

  /** All arguments; those that the flags make meaningful. */
  static void clone(Printer p, long[] args) {
    long flags = args[0];
    p.text("child_stack=").pointer(args[1]).text(", flags=");
    flags(p, flags);
    if ((flags & (Sched.CLONE_PARENT_SETTID | Sched.CLONE_PIDFD)) != 0) {
      p.text(", parent_tid=").pointer(args[2]);
    }
    if ((flags & Sched.CLONE_SETTLS) != 0) {
      p.text(", tls=").hex(args[4]);
    }
    if ((flags & (Sched.CLONE_CHILD_SETTID | Sched.CLONE_CHILD_CLEARTID)) != 0) {
      p.text(", child_tidptr=").pointer(args[3]);
    }
  }

  static void clone3(Printer p, byte[] s) {
    long flags = getLong(s, CloneArgs.FLAGS);
    p.text("{flags=").flags(FlagSet.CLONE3, flags);
    if ((flags & Sched.CLONE_PIDFD) != 0) {
      p.text(", pidfd=").pointer(getLong(s, CloneArgs.PIDFD));
    }
    if ((flags & (Sched.CLONE_CHILD_SETTID | Sched.CLONE_CHILD_CLEARTID)) != 0) {
      p.text(", child_tid=").pointer(getLong(s, CloneArgs.CHILD_TID));
    }
    if ((flags & Sched.CLONE_PARENT_SETTID) != 0) {
      p.text(", parent_tid=").pointer(getLong(s, CloneArgs.PARENT_TID));
    }
    p.text(", exit_signal=");
    SignalText.signal(p, getInt(s, CloneArgs.EXIT_SIGNAL));
    p.text(", stack=").pointer(getLong(s, CloneArgs.STACK));
    p.text(", stack_size=").hex(getLong(s, CloneArgs.STACK_SIZE));
    if ((flags & Sched.CLONE_SETTLS) != 0) {
      p.text(", tls=").pointer(getLong(s, CloneArgs.TLS));
    }
    p.text("}");
  }
}
