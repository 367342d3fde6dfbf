package exo.cpu.unicorn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import exo.cpu.unicorn.sys.Unicorn;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A fixed set of registers that are read or written in one call, each with its place in one block
 * of values.
 */
final class RegisterBatch {
  private final MemorySegment uc;
  private final MemorySegment registers;
  private final MemorySegment pointers;
  private final MemorySegment values;
  private final int count;

  /**
   * @param offsets where each register's value lies in {@code values}
   */
  RegisterBatch(Engine engine, int[] numbers, long[] offsets, MemorySegment values) {
    Arena arena = engine.arena();
    this.uc = engine.uc();
    this.values = values;
    this.count = numbers.length;
    registers = arena.allocateFrom(JAVA_INT, numbers);
    pointers = arena.allocate(ADDRESS, count);
    for (int i = 0; i < count; i++) {
      pointers.setAtIndex(ADDRESS, i, values.asSlice(offsets[i]));
    }
  }

  MemorySegment values() {
    return values;
  }

  void read() {
    Engine.check(Unicorn.uc_reg_read_batch(uc, registers, pointers, count), "uc_reg_read_batch");
  }

  void write() {
    Engine.check(Unicorn.uc_reg_write_batch(uc, registers, pointers, count), "uc_reg_write_batch");
  }
}
