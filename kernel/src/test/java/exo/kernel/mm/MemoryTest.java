package exo.kernel.mm;

import static exo.kernel.mm.MemoryFixture.BASE;
import static exo.kernel.mm.MemoryFixture.PAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;

/** One address space of one machine, and a look at its frames when the test is over. */
abstract class MemoryTest {
  final MemoryFixture memory = new MemoryFixture();
  final SettableLimits limits = new SettableLimits();
  final AddressSpace space = memory.space(limits);

  @AfterEach
  void everyFrameIsBack() {
    space.release();
    memory.close();
  }

  /** A file of pages that hold 100, 101 and so on, and that is told of writes. */
  FakeFile file(int pages) {
    FakeFile file = new FakeFile(memory.context, pages, 64, true);
    for (int i = 0; i < pages; i++) {
      file.put(i, 100 + i);
    }
    return file;
  }

  /** Address of the byte that counts in a page of the test's region. */
  static long at(long page) {
    return BASE + page * PAGE + FakeFile.AT;
  }

  void store(long page, int value) {
    assertTrue(memory.cpu.store(space, at(page), value), () -> "no store: " + memory.cpu.outcome);
  }

  int load(long page) {
    int value = memory.cpu.load(space, at(page));
    assertTrue(value >= 0, () -> "no load: " + memory.cpu.outcome);
    return value;
  }

  void assertLoadFails(FaultOutcome expected, long page) {
    assertEquals(-1, memory.cpu.load(space, at(page)));
    assertEquals(expected, memory.cpu.outcome);
  }

  void assertStoreFails(FaultOutcome expected, long page) {
    assertTrue(!memory.cpu.store(space, at(page), 1));
    assertEquals(expected, memory.cpu.outcome);
  }

  void assertMaps(String expected) {
    assertEquals(expected, MemoryFixture.maps(space));
  }
}
