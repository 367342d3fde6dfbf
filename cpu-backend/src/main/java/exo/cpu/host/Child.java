package exo.cpu.host;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.cpu.host.sys.Linux;
import exo.cpu.host.sys.Ptrace;
import exo.cpu.x86.Rflags;
import java.lang.foreign.MemorySegment;

/**
 * One process that guest code runs in. It holds one descriptor, of guest RAM, and nothing is mapped
 * in it but the {@link Stub}, its board, and what the board said. Owned by the tracing thread.
 */
final class Child {
  /** Rights of a mapping besides reading. */
  static final int WRITE = 2;

  static final int EXECUTE = 4;

  private static final int PROT_READ = 1;
  private static final int MAP_SHARED = 1;
  private static final int MAP_FIXED = 0x10;
  private static final int MAP_POPULATE = 0x8000;
  private static final int RAM = 0;

  private final Tracer tracer;
  private final MemorySegment board;
  private final int pidfd;
  final int pid;
  private int commands;

  /** Of which ID is kept. */
  private long flags;

  /**
   * Takes over a process that {@link Nursery} made.
   *
   * @param board what it sees at {@link Stub#BOARD}
   */
  Child(Tracer tracer, int pid, int pidfd, MemorySegment board) {
    this.tracer = tracer;
    this.pid = pid;
    this.pidfd = pidfd;
    this.board = board;
  }

  /** How many commands wait on the board. */
  int commands() {
    return commands;
  }

  boolean isFull() {
    return commands == Stub.COMMANDS;
  }

  /** Writes a system call on the board. */
  void command(long number, long a, long b, long c, long d, long e, long f) {
    long at = (long) commands++ * Stub.COMMAND_SIZE;
    board.set(JAVA_LONG, at, number);
    board.set(JAVA_LONG, at + 8, a);
    board.set(JAVA_LONG, at + 16, b);
    board.set(JAVA_LONG, at + 24, c);
    board.set(JAVA_LONG, at + 32, d);
    board.set(JAVA_LONG, at + 40, e);
    board.set(JAVA_LONG, at + 48, f);
  }

  /** Guest RAM from {@code pa} on, shared. The host's page tables too are filled if wanted. */
  void map(long va, long length, int protection, long pa, boolean populate) {
    int flags = MAP_SHARED | MAP_FIXED | (populate ? MAP_POPULATE : 0);
    command(Linux.SYS_MMAP, va, length, PROT_READ | protection, flags, RAM, pa);
  }

  void unmap(long va, long length) {
    command(Linux.SYS_MUNMAP, va, length, 0, 0, 0, 0);
  }

  /** Forgets what stands on the board. */
  void clearBoard() {
    commands = 0;
  }

  /**
   * Carries out what stands on the board.
   *
   * @return whether all of it worked; what comes after a failure is not tried
   */
  boolean work() throws ChildLost {
    int wanted = commands;
    commands = 0;
    board.set(JAVA_LONG, (long) wanted * Stub.COMMAND_SIZE, -1);
    return tracer.batch(pid) == wanted;
  }

  /**
   * Gives the process the flag ID as in {@code rflags}. Unlike the others, the host keeps it from
   * tracers, and it stays through all that the stub does.
   *
   * @return whether that took a stub, which has left other registers
   */
  boolean flagId(long rflags) throws ChildLost {
    if (((rflags ^ flags) & Rflags.ID) == 0) {
      return false;
    }
    board.set(JAVA_LONG, 0, Rflags.IF | Rflags.FIXED | (rflags & Rflags.ID));
    tracer.flags(pid);
    flags = rflags;
    return true;
  }

  /** Says which flags the process was seen with. */
  void sawFlags(long rflags) {
    flags = rflags;
  }

  /** From any thread, while the child is known to be there. */
  void interrupt() {
    Linux.pidfdSendSignal(pidfd, Ptrace.SIGUSR1);
  }

  /** Ends the process. Nobody may interrupt it any more. */
  void end() {
    tracer.end(pid);
    Linux.close(pidfd);
  }
}
