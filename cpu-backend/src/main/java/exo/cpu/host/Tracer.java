package exo.cpu.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.cpu.host.sys.Linux;
import exo.cpu.host.sys.Ptrace;
import exo.cpu.x86.Selectors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What one thread does to processes that it traces. Linux lets only the thread that a process was
 * attached to do any of this.
 */
final class Tracer implements AutoCloseable {
  private static final long FLAGS = 0x202;

  final Arena arena = Arena.ofShared();
  final Stub stub = new Stub();
  private final MemorySegment stubRegs = arena.allocate(Ptrace.REGS_SIZE, 8);
  private final MemorySegment status = arena.allocate(JAVA_INT);
  private final MemorySegment siginfo = arena.allocate(Ptrace.SIGINFO_SIZE, 8);
  private final MemorySegment word = arena.allocate(JAVA_LONG);

  Tracer() {
    stubRegs.set(JAVA_LONG, Ptrace.CS, Selectors.USER_CODE);
    stubRegs.set(JAVA_LONG, Ptrace.SS, Selectors.USER_DATA);
    stubRegs.set(JAVA_LONG, Ptrace.EFLAGS, FLAGS);
    stubRegs.set(JAVA_LONG, Ptrace.ORIG_RAX, -1);
  }

  /** Waits until the process stops or ends; answers the status. */
  int await(int pid) throws ChildLost {
    long result = Linux.wait4(pid, status);
    if (result != pid) {
      throw new ChildLost("the host does not wait for a guest process: error " + -result);
    }
    return status.get(JAVA_INT, 0);
  }

  void check(long result, String what) throws ChildLost {
    if (result < 0) {
      throw new ChildLost("ptrace " + what + " of a guest process: error " + -result);
    }
  }

  /**
   * Has the stub of a process, mapped at {@code base}, make one system call.
   *
   * @return its result, {@code -errno} included
   */
  long call(int pid, long base, long number, long... arguments) throws ChildLost {
    long[] a = Arrays.copyOf(arguments, 6);
    MemorySegment r = stubRegs;
    r.set(JAVA_LONG, Ptrace.RIP, base + stub.gadget);
    r.set(JAVA_LONG, Ptrace.RAX, number);
    r.set(JAVA_LONG, Ptrace.RDI, a[0]);
    r.set(JAVA_LONG, Ptrace.RSI, a[1]);
    r.set(JAVA_LONG, Ptrace.RDX, a[2]);
    r.set(JAVA_LONG, Ptrace.R10, a[3]);
    r.set(JAVA_LONG, Ptrace.R8, a[4]);
    r.set(JAVA_LONG, Ptrace.R9, a[5]);
    toBreakpoint(pid);
    return peek(pid, Ptrace.RAX);
  }

  /**
   * Has the stub work through the board of its process.
   *
   * @return how many commands were done
   */
  int batch(int pid) throws ChildLost {
    stubRegs.set(JAVA_LONG, Ptrace.RIP, Stub.BASE + stub.batch);
    stubRegs.set(JAVA_LONG, Ptrace.R15, Stub.BOARD);
    toBreakpoint(pid);
    return (int) ((peek(pid, Ptrace.R15) - Stub.BOARD) / Stub.COMMAND_SIZE);
  }

  /** Sets segment bases that ptrace refuses to set. */
  void bases(int pid, long fs, long gs) throws ChildLost {
    stubRegs.set(JAVA_LONG, Ptrace.RIP, Stub.BASE + stub.bases);
    stubRegs.set(JAVA_LONG, Ptrace.RAX, fs);
    stubRegs.set(JAVA_LONG, Ptrace.RDX, gs);
    toBreakpoint(pid);
  }

  /** Takes the flags, some of which ptrace does not set, from the board of a process. */
  void flags(int pid) throws ChildLost {
    stubRegs.set(JAVA_LONG, Ptrace.RIP, Stub.BASE + stub.flags);
    stubRegs.set(JAVA_LONG, Ptrace.RSP, Stub.BOARD);
    toBreakpoint(pid);
  }

  /** A register of a stopped process. */
  long peek(int pid, int offset) throws ChildLost {
    check(Linux.ptrace(Ptrace.PEEKUSER, pid, offset, word), "PEEKUSER");
    return word.get(JAVA_LONG, 0);
  }

  /** The number of the process that a fork made. */
  int eventPid(int pid) throws ChildLost {
    check(Linux.ptrace(Ptrace.GETEVENTMSG, pid, 0, word), "GETEVENTMSG");
    return (int) word.get(JAVA_LONG, 0);
  }

  /** Has the stub of a process make another, which is then traced too and stands stopped. */
  int fork(int pid) throws ChildLost {
    stubRegs.set(JAVA_LONG, Ptrace.RIP, Stub.BASE + stub.gadget);
    stubRegs.set(JAVA_LONG, Ptrace.RAX, Linux.SYS_FORK);
    check(Linux.ptrace(Ptrace.SETREGS, pid, 0, stubRegs), "SETREGS");
    int made = 0;
    while (true) {
      check(Linux.ptrace(Ptrace.CONT, pid, 0, 0), "CONT");
      int stop = await(pid);
      if (!Ptrace.stopped(stop)) {
        throw new ChildLost("the process that makes guest processes " + Ptrace.describe(stop));
      }
      if (stop >> 16 == Ptrace.EVENT_FORK) {
        made = eventPid(pid);
      } else if (Ptrace.stopSignal(stop) == Ptrace.SIGTRAP) {
        break;
      }
    }
    if (made == 0) {
      throw new ChildLost("the host makes no more processes: error " + -peek(pid, Ptrace.RAX));
    }
    await(made);
    return made;
  }

  /** Runs a stub until it is done. A signal that is sent meanwhile is no matter of the stub's. */
  private void toBreakpoint(int pid) throws ChildLost {
    check(Linux.ptrace(Ptrace.SETREGS, pid, 0, stubRegs), "SETREGS");
    int stop;
    do {
      check(Linux.ptrace(Ptrace.CONT, pid, 0, 0), "CONT");
      stop = await(pid);
      if (!Ptrace.stopped(stop)) {
        throw new ChildLost("a guest process " + Ptrace.describe(stop));
      }
    } while (Ptrace.stopSignal(stop) != Ptrace.SIGTRAP && isSent(pid));
    if (Ptrace.stopSignal(stop) != Ptrace.SIGTRAP) {
      throw new ChildLost("the stub of a guest process " + Ptrace.describe(stop));
    }
  }

  /** Whether the signal of a stop came from some process, not from what the stub did. */
  private boolean isSent(int pid) throws ChildLost {
    check(Linux.ptrace(Ptrace.GETSIGINFO, pid, 0, siginfo), "GETSIGINFO");
    return siginfo.get(JAVA_INT, Ptrace.SI_CODE) <= 0;
  }

  /** Ends a process and takes its remains away. */
  void end(int pid) {
    Linux.kill(pid, Ptrace.SIGKILL);
    long result;
    do {
      result = Linux.wait4(pid, status);
    } while (result == pid && Ptrace.stopped(status.get(JAVA_INT, 0)));
  }

  @Override
  public void close() {
    arena.close();
  }
}
