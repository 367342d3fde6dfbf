package exo.kernel.abi;

/** Signals, their dispositions and their causes. Source: asm/signal.h, asm-generic/siginfo.h. */
public final class Signals {
  // Numbers. SIGRTMIN is the kernel's; glibc keeps the first two for itself.
  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGQUIT = 3;
  public static final int SIGILL = 4;
  public static final int SIGTRAP = 5;
  public static final int SIGABRT = 6;
  public static final int SIGIOT = 6;
  public static final int SIGBUS = 7;
  public static final int SIGFPE = 8;
  public static final int SIGKILL = 9;
  public static final int SIGUSR1 = 10;
  public static final int SIGSEGV = 11;
  public static final int SIGUSR2 = 12;
  public static final int SIGPIPE = 13;
  public static final int SIGALRM = 14;
  public static final int SIGTERM = 15;
  public static final int SIGSTKFLT = 16;
  public static final int SIGCHLD = 17;
  public static final int SIGCONT = 18;
  public static final int SIGSTOP = 19;
  public static final int SIGTSTP = 20;
  public static final int SIGTTIN = 21;
  public static final int SIGTTOU = 22;
  public static final int SIGURG = 23;
  public static final int SIGXCPU = 24;
  public static final int SIGXFSZ = 25;
  public static final int SIGVTALRM = 26;
  public static final int SIGPROF = 27;
  public static final int SIGWINCH = 28;
  public static final int SIGIO = 29;
  public static final int SIGPOLL = 29;
  public static final int SIGPWR = 30;
  public static final int SIGSYS = 31;
  public static final int SIGUNUSED = 31;
  public static final int SIGRTMIN = 32;
  public static final int MINSIGSTKSZ = 2048;
  public static final int SIGSTKSZ = 8192;
  public static final int SIGRTMAX = 64;

  // Flags of rt_sigaction(2).
  public static final int SA_NOCLDSTOP = 0x1;
  public static final int SA_NOCLDWAIT = 0x2;
  public static final int SA_SIGINFO = 0x4;
  public static final int SA_UNSUPPORTED = 0x400;
  public static final int SA_EXPOSE_TAGBITS = 0x800;
  public static final int SA_RESTORER = 0x4000000;
  public static final int SA_ONSTACK = 0x8000000;
  public static final int SA_RESTART = 0x10000000;
  public static final int SA_NODEFER = 0x40000000;
  public static final int SA_RESETHAND = 0x80000000;

  // How of rt_sigprocmask(2) and the handlers that are no address.
  public static final int SIG_BLOCK = 0;
  public static final int SIG_UNBLOCK = 1;
  public static final int SIG_SETMASK = 2;

  // Handlers that are no address.
  public static final int SIG_DFL = 0;
  public static final int SIG_IGN = 1;

  // Flags of sigaltstack(2).
  public static final int SS_ONSTACK = 0x1;
  public static final int SS_DISABLE = 0x2;
  public static final int SS_AUTODISARM = 0x80000000;

  // si_code of any signal.
  public static final int SI_USER = 0;
  public static final int SI_KERNEL = 128;
  public static final int SI_QUEUE = -1;
  public static final int SI_TIMER = -2;
  public static final int SI_MESGQ = -3;
  public static final int SI_ASYNCIO = -4;
  public static final int SI_SIGIO = -5;
  public static final int SI_TKILL = -6;
  public static final int SI_DETHREAD = -7;
  public static final int SI_ASYNCNL = -60;

  // si_code of SIGILL.
  public static final int ILL_ILLOPC = 1;
  public static final int ILL_ILLOPN = 2;
  public static final int ILL_ILLADR = 3;
  public static final int ILL_ILLTRP = 4;
  public static final int ILL_PRVOPC = 5;
  public static final int ILL_PRVREG = 6;
  public static final int ILL_COPROC = 7;
  public static final int ILL_BADSTK = 8;
  public static final int ILL_BADIADDR = 9;

  // si_code of SIGFPE.
  public static final int FPE_INTDIV = 1;
  public static final int FPE_INTOVF = 2;
  public static final int FPE_FLTDIV = 3;
  public static final int FPE_FLTOVF = 4;
  public static final int FPE_FLTUND = 5;
  public static final int FPE_FLTRES = 6;
  public static final int FPE_FLTINV = 7;
  public static final int FPE_FLTSUB = 8;
  public static final int FPE_FLTUNK = 14;

  // si_code of SIGSEGV.
  public static final int SEGV_MAPERR = 1;
  public static final int SEGV_ACCERR = 2;
  public static final int SEGV_BNDERR = 3;
  public static final int SEGV_PKUERR = 4;
  public static final int SEGV_ACCADI = 5;
  public static final int SEGV_ADIDERR = 6;
  public static final int SEGV_ADIPERR = 7;
  public static final int SEGV_MTEAERR = 8;
  public static final int SEGV_MTESERR = 9;
  public static final int SEGV_CPERR = 10;

  // si_code of SIGBUS.
  public static final int BUS_ADRALN = 1;
  public static final int BUS_ADRERR = 2;
  public static final int BUS_OBJERR = 3;
  public static final int BUS_MCEERR_AR = 4;
  public static final int BUS_MCEERR_AO = 5;

  // si_code of SIGTRAP.
  public static final int TRAP_BRKPT = 1;
  public static final int TRAP_TRACE = 2;
  public static final int TRAP_BRANCH = 3;
  public static final int TRAP_HWBKPT = 4;
  public static final int TRAP_UNK = 5;
  public static final int TRAP_PERF = 6;
  public static final int TRAP_PERF_FLAG_ASYNC = 1;

  // si_code of SIGCHLD.
  public static final int CLD_EXITED = 1;
  public static final int CLD_KILLED = 2;
  public static final int CLD_DUMPED = 3;
  public static final int CLD_TRAPPED = 4;
  public static final int CLD_STOPPED = 5;
  public static final int CLD_CONTINUED = 6;

  // si_code of SIGIO.
  public static final int POLL_IN = 1;
  public static final int POLL_OUT = 2;
  public static final int POLL_MSG = 3;
  public static final int POLL_ERR = 4;
  public static final int POLL_PRI = 5;
  public static final int POLL_HUP = 6;

  // si_code of SIGSYS.
  public static final int SYS_SECCOMP = 1;
  public static final int SYS_USER_DISPATCH = 2;

  // How a timer tells, in struct sigevent.
  public static final int SIGEV_SIGNAL = 0;
  public static final int SIGEV_NONE = 1;
  public static final int SIGEV_THREAD = 2;
  public static final int SIGEV_THREAD_ID = 4;

  private Signals() {}
}
