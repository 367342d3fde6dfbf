package exo.kernel.vfs;

import static exo.kernel.vfs.VfsFixture.CWD;
import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final int R = Permissions.READ;
  private static final int W = Permissions.WRITE;
  private static final int X = Permissions.EXECUTE;

  private final VfsFixture fs = new VfsFixture();

  @AfterEach
  void close() {
    fs.close();
  }

  private void make(int mode, int uid, int gid) throws Errno {
    fs.write("/f", "x");
    Attributes.chown(fs.who, CWD, "/f", uid, gid, 0);
    Attributes.chmod(fs.who, CWD, "/f", mode, 0);
  }

  private void may(int want) throws Errno {
    Statuses.access(fs.who, CWD, "/f", want, 0);
  }

  private void mayNot(int want) {
    assertErrno(Errno.EACCES, () -> may(want));
  }

  @Test
  void ownerHasTheFirstTripleOnly() throws Errno {
    make(0077, 1000, 1000);
    fs.become(1000);
    mayNot(R);
    mayNot(W);
    mayNot(X);
    may(0);
  }

  @Test
  void groupHasTheSecondTripleOnly() throws Errno {
    make(0707, 1, 50);
    fs.become(1000);
    may(R | W | X);
    fs.who.credentials = fs.who.credentials.withGroups(new int[] {50});
    mayNot(R);
  }

  @Test
  void othersHaveTheThird() throws Errno {
    make(0774, 1, 1);
    fs.become(1000);
    may(R);
    mayNot(W);
    mayNot(R | X);
  }

  @Test
  void rootMayAllButExecuteWhatNobodyMay() throws Errno {
    make(0000, 1, 1);
    may(R | W);
    mayNot(X);
    Attributes.chmod(fs.who, CWD, "/f", 0001, 0);
    may(X);
  }

  @Test
  void searchCapabilityReadsAndSearches() throws Errno {
    make(0000, 1, 1);
    fs.mkdir("/d", 0);
    fs.become(1000);
    CapabilitySets sets =
        fs.who.credentials.capabilities().withEffective(1L << Capability.CAP_DAC_READ_SEARCH);
    fs.who.credentials = fs.who.credentials.withCapabilities(sets);
    Statuses.access(fs.who, CWD, "/f", R, Fcntl.AT_EACCESS);
    Statuses.access(fs.who, CWD, "/d", R | X, Fcntl.AT_EACCESS);
    assertErrno(Errno.EACCES, () -> Statuses.access(fs.who, CWD, "/f", W, Fcntl.AT_EACCESS));
    assertErrno(Errno.EACCES, () -> Statuses.access(fs.who, CWD, "/d", W, Fcntl.AT_EACCESS));
  }

  @Test
  void realIdsCountUnlessAskedOtherwise() throws Errno {
    make(0600, 0, 0);
    Credentials setUserId = Credentials.root().withUsers(1000, 0, 0);
    fs.who.credentials = setUserId;
    assertEquals(0, setUserId.fsuid());
    mayNot(R);
    Statuses.access(fs.who, CWD, "/f", R, Fcntl.AT_EACCESS);
  }

  @Test
  void realIdsCountOnTheWayToo() throws Errno {
    fs.mkdir("/closed", 0700);
    fs.write("/closed/f", "x");
    fs.who.credentials = Credentials.root().withUsers(1000, 0, 0);
    assertErrno(Errno.EACCES, () -> Statuses.access(fs.who, CWD, "/closed/f", 0, 0));
  }

  @Test
  void readOnlyAndNoExecuteMounts() throws Errno {
    make(0777, 0, 0);
    fs.mkdir("/d");
    Directories.mknod(fs.who, CWD, "/fifo", Stat.S_IFIFO | 0666, 0);
    Mounting.remount(fs.path("/"), Mount.READ_ONLY | Mount.NO_EXEC, true, "");
    may(R);
    assertErrno(Errno.EROFS, () -> may(W));
    mayNot(X);
    Statuses.access(fs.who, CWD, "/d", X, 0);
    Statuses.access(fs.who, CWD, "/fifo", W, 0);
  }

  @Test
  void unknownBitsAreEINVAL() throws Errno {
    make(0777, 0, 0);
    assertErrno(Errno.EINVAL, () -> may(8));
    assertErrno(Errno.EINVAL, () -> Statuses.access(fs.who, CWD, "/f", 0, 0x8));
  }
}
