package exo.kernel.vfs;

import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FdTableTest {
  private static final long LIMIT = 1024;

  private final VfsFixture fs = new VfsFixture();
  private final FdTable table = fs.who.files();

  @BeforeEach
  void makeAFile() throws Errno {
    fs.write("/f", "x");
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private int open() throws Errno {
    return fs.fd("/f", Fcntl.O_RDONLY);
  }

  @Test
  void lowestFreeNumberIsGiven() throws Errno {
    assertEquals(0, open());
    assertEquals(1, open());
    assertEquals(2, open());
    table.close(1);
    assertEquals(1, open());
    assertEquals(3, open());
    table.close(0);
    table.close(2);
    assertEquals(0, open());
    assertEquals(2, open());
  }

  @Test
  void closedAndWildNumbersAreEBADF() throws Errno {
    open();
    table.close(0);
    for (int fd : new int[] {0, -1, 64, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertErrno(Errno.EBADF, () -> table.get(fd));
      assertErrno(Errno.EBADF, () -> table.close(fd));
      assertErrno(Errno.EBADF, () -> table.isCloseOnExec(fd));
      assertNull(table.peek(fd));
    }
  }

  @Test
  void limitIsEMFILE() throws Errno {
    OpenFile file = fs.open("/f", Fcntl.O_RDONLY);
    table.add(file, false, 2);
    table.duplicate(0, 0, false, 2);
    assertErrno(Errno.EMFILE, () -> table.duplicate(0, 0, false, 2));
    assertErrno(Errno.EMFILE, () -> table.checkRoom(2));
    assertEquals(2, file.references());
  }

  @Test
  void duplicateSharesTheDescription() throws Errno {
    open();
    int copy = table.duplicate(0, 10, true, LIMIT);
    assertEquals(10, copy);
    assertSame(table.get(0), table.get(copy));
    assertTrue(table.isCloseOnExec(copy));
    assertFalse(table.isCloseOnExec(0));
    assertErrno(Errno.EINVAL, () -> table.duplicate(0, -1, false, LIMIT));
    assertErrno(Errno.EINVAL, () -> table.duplicate(0, (int) LIMIT, false, LIMIT));
    assertErrno(Errno.EBADF, () -> table.duplicate(5, -1, false, LIMIT));
  }

  @Test
  void duplicateToClosesWhatWasThere() throws Errno {
    open();
    int other = fs.fd("/", Fcntl.O_RDONLY);
    OpenFile old = table.get(other);
    assertSame(old, table.duplicateTo(0, other, false, LIMIT));
    table.closed(old);
    assertEquals(0, old.references());
    assertEquals(2, table.get(0).references());
    assertNull(table.duplicateTo(0, 700, false, LIMIT));
    assertSame(table.get(0), table.get(700));
    assertErrno(Errno.EBADF, () -> table.duplicateTo(99, 5, false, LIMIT));
    assertErrno(Errno.EBADF, () -> table.duplicateTo(0, (int) LIMIT, false, LIMIT));
    assertErrno(Errno.EBADF, () -> table.duplicateTo(0, -1, false, LIMIT));
  }

  @Test
  void rangeIsClosedOrMarked() throws Errno {
    for (int i = 0; i < 200; i++) {
      open();
    }
    table.setCloseOnExec(150, Integer.MAX_VALUE);
    table.closeRange(10, 99);
    assertEquals(110, table.count());
    assertEquals(100, table.next(10));
    table.closeOnExec();
    assertEquals(60, table.count());
    assertEquals(-1, table.next(150));
    assertEquals(10, open());
  }

  @Test
  void copyIsItsOwnTableOfTheSameFiles() throws Errno {
    open();
    FdTable copy = table.copy();
    assertEquals(2, table.get(0).references());
    copy.close(0);
    assertEquals(1, table.get(0).references());
    assertEquals(0, copy.count());
    copy.release();
  }

  @Test
  void lastUserClosesEverything() throws Errno {
    FdTable other = new FdTable();
    OpenFile file = fs.open("/f", Fcntl.O_RDONLY);
    other.add(file, false, LIMIT);
    other.retain();
    other.release();
    assertEquals(1, file.references());
    other.release();
    assertEquals(0, file.references());
  }

  @Test
  void agreesWithASimpleModel() throws Errno {
    SplittableRandom random = new SplittableRandom(42);
    BitSet model = new BitSet();
    for (int i = 0; i < 20_000; i++) {
      int fd = random.nextInt(300);
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          int expected = model.nextClearBit(0);
          assertEquals(expected, open());
          model.set(expected);
        }
        case 2 -> {
          if (model.get(fd)) {
            table.close(fd);
            model.clear(fd);
          } else {
            assertErrno(Errno.EBADF, () -> table.close(fd));
          }
        }
        case 3 -> {
          if (!model.isEmpty()) {
            int from = model.nextSetBit(0);
            OpenFile old = table.duplicateTo(from, fd == from ? fd + 1 : fd, false, LIMIT);
            if (old != null) {
              table.closed(old);
            }
            model.set(fd == from ? fd + 1 : fd);
          }
        }
        default -> {
          table.closeRange(fd, fd + 3);
          model.clear(fd, fd + 4);
        }
      }
      assertEquals(model.cardinality(), table.count());
      assertEquals(model.nextSetBit(fd), table.next(fd));
    }
  }
}
