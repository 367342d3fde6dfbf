package exo.cpu.host.sys;

/**
 * Requests of {@code ptrace(2)}, the layout of {@code struct user_regs_struct}, wait statuses and
 * {@code siginfo_t}, from Linux's {@code sys/ptrace.h}, {@code sys/user.h} and {@code bits/}.
 */
public final class Ptrace {
  public static final int PEEKUSER = 3;
  public static final int POKEUSER = 6;
  public static final int CONT = 7;
  public static final int GETREGS = 12;
  public static final int SETREGS = 13;

  /** Runs until a signal or a system call, which is not made. */
  public static final int SYSEMU = 31;

  public static final int SETOPTIONS = 0x4200;
  public static final int GETEVENTMSG = 0x4201;
  public static final int GETSIGINFO = 0x4202;
  public static final int GETREGSET = 0x4204;
  public static final int SETREGSET = 0x4205;
  public static final int SETSIGMASK = 0x420b;

  public static final int O_TRACESYSGOOD = 1;
  public static final int O_TRACEFORK = 2;
  public static final int O_EXITKILL = 0x10_0000;
  public static final int EVENT_FORK = 1;

  /** The XSAVE area in standard format, as a register set. */
  public static final int NT_X86_XSTATE = 0x202;

  // struct user_regs_struct.
  public static final int R15 = 0;
  public static final int R14 = 8;
  public static final int R13 = 16;
  public static final int R12 = 24;
  public static final int RBP = 32;
  public static final int RBX = 40;
  public static final int R11 = 48;
  public static final int R10 = 56;
  public static final int R9 = 64;
  public static final int R8 = 72;
  public static final int RAX = 80;
  public static final int RCX = 88;
  public static final int RDX = 96;
  public static final int RSI = 104;
  public static final int RDI = 112;
  public static final int ORIG_RAX = 120;
  public static final int RIP = 128;
  public static final int CS = 136;
  public static final int EFLAGS = 144;
  public static final int RSP = 152;
  public static final int SS = 160;
  public static final int FS_BASE = 168;
  public static final int GS_BASE = 176;
  public static final int DS = 184;
  public static final int REGS_SIZE = 216;

  // siginfo_t.
  public static final int SI_CODE = 8;
  public static final int SI_ADDR = 16;
  public static final int SIGINFO_SIZE = 128;

  public static final int SIGILL = 4;
  public static final int SIGTRAP = 5;
  public static final int SIGBUS = 7;
  public static final int SIGFPE = 8;
  public static final int SIGKILL = 9;
  public static final int SIGUSR1 = 10;
  public static final int SIGSEGV = 11;
  public static final int SIGSTOP = 19;
  public static final int SIGSYS = 31;

  /** A signal that the kernel raised for no nameable reason, a protection fault for example. */
  public static final int SI_KERNEL = 0x80;

  /** What the stop of a system call looks like with {@link #O_TRACESYSGOOD}. */
  public static final int SYSCALL_STOP = (SIGTRAP | 0x80) << 8 | 0x7f;

  private Ptrace() {}

  /** Whether a wait status is of a process that stopped. */
  public static boolean stopped(int status) {
    return (status & 0xff) == 0x7f;
  }

  /** The signal of a stop, {@code 0x80} of a system call included. */
  public static int stopSignal(int status) {
    return (status >> 8) & 0xff;
  }

  /** A wait status in words. */
  public static String describe(int status) {
    if (stopped(status)) {
      return "stopped by signal " + stopSignal(status);
    }
    return (status & 0x7f) == 0
        ? "exited with " + (status >> 8 & 0xff)
        : "was killed by signal " + (status & 0x7f);
  }
}
