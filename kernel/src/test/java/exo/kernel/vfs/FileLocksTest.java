package exo.kernel.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Fcntl;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileLocksTest {
  private final FileLocks locks = new FileLocks();
  private final Object mine = new Object();
  private final Object other = new Object();

  private static FileLock write(Object owner, long first, long last) {
    return new FileLock(owner, 1, Fcntl.F_WRLCK, first, last);
  }

  private static FileLock read(Object owner, long first, long last) {
    return new FileLock(owner, 1, Fcntl.F_RDLCK, first, last);
  }

  @Test
  void neighboursBecomeOneLock() {
    locks.set(write(mine, 0, 9));
    locks.set(write(mine, 20, FileLock.END));
    locks.set(write(mine, 10, 19));
    assertEquals(write(mine, 0, FileLock.END), locks.conflict(read(other, 5, 5)));
  }

  @Test
  void aLockOfAnotherKindSplitsOne() {
    locks.set(write(mine, 0, 9));
    locks.set(read(mine, 4, 5));
    assertNull(locks.conflict(read(other, 4, 5)));
    assertNotNull(locks.conflict(read(other, 3, 3)));
    assertNotNull(locks.conflict(read(other, 6, 6)));
    assertNotNull(locks.conflict(write(other, 4, 4)));
  }

  @Test
  void aWaitThatClosesACircleIsSeen() {
    LockWaits waits = new LockWaits();
    Object third = new Object();
    waits.begin(mine, other);
    waits.begin(other, third);
    assertTrue(waits.wouldDeadlock(third, mine));
    assertFalse(waits.wouldDeadlock(new Object(), mine));
    waits.end(other);
    assertFalse(waits.wouldDeadlock(third, mine));
  }

  /** Two owners' random locks against one number a byte. */
  @Test
  void randomLocksAgreeWithAMap() {
    Random random = new Random(7);
    Object[] owners = {mine, other};
    int[][] model = new int[2][64];
    for (int step = 0; step < 20_000; step++) {
      int who = random.nextInt(2);
      int first = random.nextInt(64);
      int last = first + random.nextInt(64 - first);
      int type = random.nextInt(3);
      if (type == Fcntl.F_UNLCK) {
        locks.unlock(owners[who], first, last);
        java.util.Arrays.fill(model[who], first, last + 1, 0);
        continue;
      }
      FileLock wanted = new FileLock(owners[who], 1, type, first, last);
      boolean free = true;
      for (int i = first; i <= last; i++) {
        int held = model[1 - who][i];
        free &= held == 0 || (held == 1 && type == Fcntl.F_RDLCK);
      }
      assertEquals(free, locks.conflict(wanted) == null, "step " + step);
      if (free) {
        locks.set(wanted);
        java.util.Arrays.fill(model[who], first, last + 1, type == Fcntl.F_RDLCK ? 1 : 2);
      }
    }
  }
}
