package exo.cpu.unicorn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import exo.cpu.unicorn.sys.Containment;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Why the engine stopped: a record that the hooks write and the run loop reads, both on the
 * engine's thread.
 *
 * <pre>
 *   0  kind, one of the constants here
 *   4  vector, with {@link #INTERRUPT}
 *   8  what {@link Containment} keeps
 *   56 whether somebody kicked: written by any thread, see {@link Kick}
 * </pre>
 *
 * <p>The first trap of a run stays: what an instruction still does after its hook asked to stop
 * does not count.
 */
final class Traps {
  /** No hook ran: the engine was stopped from outside or gave up. */
  static final int NONE = 0;

  static final int SYSCALL = 1;

  /** An exception or a software interrupt. */
  static final int INTERRUPT = 2;

  static final int SYSENTER = 3;

  /** A port instruction, which ring 3 may not use. */
  static final int PORT = 4;

  /** A hook itself failed: our bug. */
  static final int BROKEN = 5;

  /** The translator gave up on the block at RIP. */
  static final int REFUSED = Containment.REFUSED;

  static final long KIND = Containment.KIND;
  static final long VECTOR = 4;

  /** Looked at by the hook of every block. */
  static final long KICKED = 56;

  private static final long SIZE = 64;

  private final MemorySegment record;

  Traps(Arena arena, MemorySegment uc) {
    record = arena.allocate(SIZE, 64);
    record.set(ADDRESS, Containment.ENGINE, uc);
    limit(Containment.BLOCK_INSTRUCTIONS);
  }

  /** For machine code. */
  MemorySegment record() {
    return record;
  }

  int kind() {
    return record.get(JAVA_INT, KIND);
  }

  int vector() {
    return record.get(JAVA_INT, VECTOR);
  }

  /** Before a run: nothing has happened. */
  void begin() {
    record.set(JAVA_INT, KIND, NONE);
    record.set(JAVA_INT, Containment.RUNNING, 1);
  }

  /** After a run. */
  void end() {
    record.set(JAVA_INT, Containment.RUNNING, 0);
  }

  /** How many instructions a block that is translated from now on may have. */
  void limit(int instructions) {
    record.set(JAVA_INT, Containment.LIMIT, instructions);
  }

  void set(int kind, int vector) {
    if (kind() == NONE) {
      record.set(JAVA_INT, KIND, kind);
      record.set(JAVA_INT, VECTOR, vector);
    }
  }
}
