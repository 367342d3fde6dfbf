package exo.kernel.uaccess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import exo.kernel.abi.Errno;
import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two pages side by side in user space, and what comes of touching them. */
class UserMemoryTest {
  private static final long VA = 0x1000_0000L;
  private static final int PAGE = 4096;
  private static final long RW = Pte.P | Pte.U | Pte.W;

  private final PhysicalMemory ram =
      PhysicalMemory.reserve(64 << 20, PhysicalMemory.Backing.ANONYMOUS);
  private final FrameAllocator frames = new FrameAllocator(ram);
  private final PageTables tables = new PageTables(ram, frames);
  private final long root = tables.newRoot();
  private final Revocations revocations = new Revocations();
  private final UserMemory memory =
      new UserMemory(ram, frames, tables, root, (va, access) -> false, revocations);

  UserMemoryTest() {
    tables.map(root, VA, frames.allocZeroed(), RW);
    tables.map(root, VA + PAGE, frames.allocZeroed(), RW);
  }

  @AfterEach
  void close() {
    ram.close();
  }

  @Test
  void stringEndsAtItsFirstNulWhateverStandsAround() throws Errno {
    Random random = new Random(7);
    byte[] awkward = {1, (byte) 0x80, (byte) 0x81, (byte) 0xff, 'a'};
    for (int round = 0; round < 2_000; round++) {
      int length = random.nextInt(40);
      long va = VA + PAGE - random.nextInt(48);
      byte[] bytes = new byte[length];
      for (int i = 0; i < length; i++) {
        bytes[i] = awkward[random.nextInt(awkward.length)];
      }
      memory.write(va, bytes);
      memory.putByte(va + length, (byte) 0);
      memory.putLong(va + length + 1, random.nextBoolean() ? 0 : -1);
      String found = memory.readCString(va, 100);
      assertEquals(new String(bytes, StandardCharsets.ISO_8859_1), found);
    }
  }

  @Test
  void stringOfTheLongestLengthIsTakenAndALongerOneIsNot() throws Errno {
    memory.write(VA, "12345678".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals("12345678", memory.readCString(VA, 8));
    assertNull(memory.readCString(VA, 7));
  }

  @Test
  void stringThatRunsIntoNothingIsEFAULT() throws Errno {
    byte[] full = new byte[PAGE];
    java.util.Arrays.fill(full, (byte) 'x');
    memory.write(VA + PAGE, full);
    assertThrows(Errno.class, () -> memory.readCString(VA + PAGE, 2 * PAGE));
  }

  @Test
  void pageThatWasReadBeforeIsNotWritableForThat() throws Errno {
    tables.map(root, VA + PAGE, frames.allocZeroed(), Pte.P | Pte.U);
    assertEquals(0, memory.getByte(VA + PAGE));
    assertThrows(Errno.class, () -> memory.putByte(VA + PAGE, (byte) 1));
  }

  @Test
  void revokedPageIsLookedUpAgain() throws Errno {
    memory.putLong(VA, 1);
    assertEquals(1, memory.getLong(VA));
    long other = frames.allocZeroed();
    ram.putLong(other << PhysicalMemory.FRAME_SHIFT, 2);
    tables.map(root, VA, other, RW);
    revocations.add();
    assertEquals(2, memory.getLong(VA));
    tables.unmap(root, VA);
    revocations.add();
    assertThrows(Errno.class, () -> memory.getLong(VA));
    assertThrows(Errno.class, () -> memory.putLong(VA, 3));
  }

  @Test
  void pagesThatShareASlotAreToldApart() throws Errno {
    long far = VA + 64 * PAGE;
    tables.map(root, far, frames.allocZeroed(), RW);
    for (int i = 1; i < 4; i++) {
      memory.putInt(VA + 8, i);
      memory.putInt(far + 8, -i);
      assertEquals(i, memory.getInt(VA + 8));
      assertEquals(-i, memory.getInt(far + 8));
    }
  }

  @Test
  void anotherRootHasPagesOfItsOwn() throws Errno {
    memory.putLong(VA, 5);
    long second = tables.newRoot();
    tables.map(second, VA, frames.allocZeroed(), RW);
    memory.root(second);
    assertEquals(0, memory.getLong(VA));
  }
}
