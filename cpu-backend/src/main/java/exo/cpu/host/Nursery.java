package exo.cpu.host;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.cpu.CpuUnavailable;
import exo.cpu.host.sys.Linux;
import exo.cpu.host.sys.Ptrace;
import exo.mem.host.HostException;
import exo.mem.host.HostMemory;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Makes the processes of one CPU.
 *
 * <p>Two of its own never run guest code. The first is started from a file that Java wrote; it
 * gives up its memory, its descriptors and what privileges it may have, and moves to namespaces of
 * its own. Its child, the second, is the first process of the new process namespace: when it dies
 * the host kills everything in there. It makes all others by {@code fork}, which is cheap because
 * it has a page of memory.
 *
 * <p>All are traced and end with the thread that traces them, whatever ends it.
 */
final class Nursery implements AutoCloseable {
  /** The most children there can be at once. */
  static final int SLOTS = 128;

  private static final int PROT_READ = 1;
  private static final int PROT_READ_EXEC = 5;
  private static final int MAP_SHARED = 1;
  private static final int MAP_PRIVATE = 2;
  private static final int MAP_FIXED = 0x10;
  private static final int RLIMIT_CORE = 4;
  private static final int PR_SET_PDEATHSIG = 1;
  private static final int PR_SET_NAME = 15;
  private static final int PR_SET_SECCOMP = 22;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int SECCOMP_MODE_FILTER = 2;
  private static final int SIGCHLD = 17;

  private static final int RAM = 0;
  private static final int BOARDS = 1;
  private static final int PROGRAM = 2;

  private static final int NEW_USER = 0x1000_0000;
  private static final int[] NAMESPACES = {
    NEW_USER, 0x2000_0000, 0x4000_0000, 0x2_0000, 0x800_0000, 0x400_0000, 0x200_0000
  };
  private static final String[] NAMES = {"user", "pid", "net", "mount", "ipc", "uts", "cgroup"};

  private static final long OPTIONS =
      Ptrace.O_EXITKILL | Ptrace.O_TRACESYSGOOD | Ptrace.O_TRACEFORK;

  private final Tracer tracer;
  private final HostMemory boards;
  private final Child[] children = new Child[SLOTS];
  private int first;
  private int init;
  private String namespaces = "";

  private Nursery(Tracer tracer, HostMemory boards) {
    this.tracer = tracer;
    this.boards = boards;
  }

  /**
   * On the thread that will trace.
   *
   * @param ram what children map, null for a trial
   */
  static Nursery open(Tracer tracer, @Nullable PhysicalMemory ram) throws CpuUnavailable {
    HostMemory boards;
    try {
      boards = HostMemory.shared((long) SLOTS * Stub.PAGE, Stub.PAGE);
    } catch (HostException e) {
      throw new CpuUnavailable("no memory for guest processes: " + e.getMessage(), e);
    }
    Nursery nursery = new Nursery(tracer, boards);
    boolean open = false;
    try {
      nursery.start(ram == null ? boards.fileDescriptor() : ram.fileDescriptor());
      nursery.isolate();
      nursery.makeInit();
      open = true;
      return nursery;
    } catch (ChildLost e) {
      throw new CpuUnavailable(
          "the host does not let us trace processes: "
              + e.getMessage()
              + "; allow ptrace (kernel.yama.ptrace_scope below 3, in containers a seccomp profile"
              + " that permits it) or take --cpu unicorn");
    } finally {
      if (!open) {
        nursery.close();
      }
    }
  }

  private void start(int ram) throws ChildLost {
    long program = Linux.programFile("exo-stub", tracer.stub.bytes());
    if (program < 0) {
      throw new ChildLost("memfd_create: error " + -program);
    }
    try {
      // The child's 0, 1 and 2 are filled one after the other.
      if (Math.min(ram, Math.min(boards.fileDescriptor(), program)) <= PROGRAM) {
        throw new ChildLost("descriptors 0, 1 and 2 of this process are closed");
      }
      int pid =
          Linux.spawn("/proc/self/fd/" + program, ram, boards.fileDescriptor(), (int) program);
      if (pid < 0) {
        throw new ChildLost("posix_spawn: error " + -pid);
      }
      first = pid;
    } finally {
      Linux.close((int) program);
    }
    int stop = tracer.await(first);
    if (!Ptrace.stopped(stop)) {
      first = 0;
      throw new ChildLost("PTRACE_TRACEME: the process " + Ptrace.describe(stop));
    }
    long result = Linux.ptrace(Ptrace.SETOPTIONS, first, 0, OPTIONS);
    tracer.check(result, "SETOPTIONS");
    blockSignals(first);
  }

  /**
   * Leaves what a processor raises and {@link Child#interrupt}, so that nobody else stops a child.
   */
  private void blockSignals(int pid) throws ChildLost {
    MemorySegment mask = tracer.arena.allocate(JAVA_LONG);
    int[] open = {
      Ptrace.SIGILL,
      Ptrace.SIGTRAP,
      Ptrace.SIGBUS,
      Ptrace.SIGFPE,
      Ptrace.SIGUSR1,
      Ptrace.SIGSEGV,
      Ptrace.SIGSYS
    };
    long blocked = -1;
    for (int signal : open) {
      blocked &= ~(1L << (signal - 1));
    }
    mask.set(JAVA_LONG, 0, blocked);
    tracer.check(Linux.ptrace(Ptrace.SETSIGMASK, pid, Long.BYTES, mask), "SETSIGMASK");
  }

  /** Takes from the first process all that a child must not have. */
  private void isolate() throws ChildLost {
    long loaded = Stub.LOADED;
    int exec = MAP_PRIVATE | MAP_FIXED;
    long at =
        tracer.call(
            first, loaded, Linux.SYS_MMAP, Stub.BASE, Stub.PAGE, PROT_READ_EXEC, exec, PROGRAM, 0);
    if (at != Stub.BASE) {
      throw new ChildLost("mmap at the top of the address space: error " + -at);
    }
    // Program, stack, vdso and whatever else the host put there.
    must("munmap", Linux.SYS_MUNMAP, 0, Stub.BASE);
    must("close_range", Linux.SYS_CLOSE_RANGE, PROGRAM, 0xffff_ffffL, 0);
    must("setsid", Linux.SYS_SETSID);
    unshare();
    must("no_new_privs", Linux.SYS_PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    must("pdeathsig", Linux.SYS_PRCTL, PR_SET_PDEATHSIG, Ptrace.SIGKILL);
    must("name", Linux.SYS_PRCTL, PR_SET_NAME, Stub.BASE + tracer.stub.name);
    long none = Stub.BASE + tracer.stub.noLimit;
    must("setrlimit", Linux.SYS_SETRLIMIT, RLIMIT_CORE, none);
    long ignore = Stub.BASE + tracer.stub.ignore;
    // So that children leave no zombies.
    must("sigaction", Linux.SYS_RT_SIGACTION, SIGCHLD, ignore, 0, Long.BYTES);
  }

  /** All namespaces at once, else those that the host grants. */
  private void unshare() throws ChildLost {
    long all = 0;
    for (int flag : NAMESPACES) {
      all |= flag;
    }
    boolean whole = tracer.call(first, Stub.BASE, Linux.SYS_UNSHARE, all) == 0;
    StringJoiner has = new StringJoiner(", ");
    for (int i = 0; i < NAMESPACES.length; i++) {
      if (whole || tracer.call(first, Stub.BASE, Linux.SYS_UNSHARE, NAMESPACES[i]) == 0) {
        has.add(NAMES[i]);
      }
    }
    namespaces = has.toString();
  }

  private void makeInit() throws ChildLost {
    init = tracer.fork(first);
    long result = tracer.call(init, Stub.BASE, Linux.SYS_PRCTL, PR_SET_PDEATHSIG, Ptrace.SIGKILL);
    if (result < 0) {
      throw new ChildLost("pdeathsig: error " + -result);
    }
  }

  private void must(String what, int number, long... arguments) throws ChildLost {
    long result = tracer.call(first, Stub.BASE, number, arguments);
    if (result < 0) {
      throw new ChildLost(what + ": error " + -result);
    }
  }

  /** Which namespaces the children have for themselves, for people. */
  String namespaces() {
    return namespaces;
  }

  /** The process that makes the others. */
  int init() {
    return init;
  }

  /** A new process, with an empty address space. */
  Child make() throws ChildLost {
    int slot = 0;
    while (children[slot] != null) {
      slot++;
    }
    int pid = tracer.fork(init);
    boolean made = false;
    long pidfd = -1;
    try {
      long at =
          tracer.call(
              pid,
              Stub.BASE,
              Linux.SYS_MMAP,
              Stub.BOARD,
              Stub.PAGE,
              PROT_READ,
              MAP_SHARED | MAP_FIXED,
              BOARDS,
              (long) slot * Stub.PAGE);
      if (at != Stub.BOARD) {
        throw new ChildLost("mmap of a board: error " + -at);
      }
      pidfd = Linux.pidfdOpen(pid);
      if (pidfd < 0) {
        throw new ChildLost("pidfd_open: error " + -pidfd);
      }
      MemorySegment board = boards.segment().asSlice((long) slot * Stub.PAGE, Stub.PAGE);
      Child child = new Child(tracer, pid, (int) pidfd, board);
      child.command(Linux.SYS_CLOSE, BOARDS, 0, 0, 0, 0, 0);
      long header = Stub.BASE + tracer.stub.capabilities;
      long none = Stub.BASE + tracer.stub.noLimit;
      child.command(Linux.SYS_CAPSET, header, none, 0, 0, 0, 0);
      child.command(Linux.SYS_PRCTL, PR_SET_PDEATHSIG, Ptrace.SIGKILL, 0, 0, 0, 0);
      long filter = Stub.BASE + tracer.stub.filter;
      child.command(Linux.SYS_PRCTL, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filter, 0, 0, 0);
      if (!child.work()) {
        throw new ChildLost("a guest process does not give up its privileges");
      }
      children[slot] = child;
      made = true;
      return child;
    } finally {
      if (!made) {
        tracer.end(pid);
        if (pidfd >= 0) {
          Linux.close((int) pidfd);
        }
      }
    }
  }

  /** Ends one. */
  void end(Child child) {
    for (int i = 0; i < SLOTS; i++) {
      if (children[i] == child) {
        children[i] = null;
        child.end();
      }
    }
  }

  @Override
  public void close() {
    for (Child child : children) {
      if (child != null) {
        end(child);
      }
    }
    if (init != 0) {
      tracer.end(init);
    }
    if (first != 0) {
      tracer.end(first);
    }
    boards.close();
  }
}
