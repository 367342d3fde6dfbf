package exo.kernel.fs.tmpfs;

import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Mman;
import exo.kernel.mm.Mmap;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Attributes;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.VfsFixture;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TmpfsFileTest {
  private static final int PAGE = 4096;

  private final VfsFixture fs = new VfsFixture();
  private OpenFile file;

  @BeforeEach
  void makeAFile() throws Errno {
    file = fs.open("/f", Fcntl.O_RDWR | Fcntl.O_CREAT);
  }

  @AfterEach
  void close() {
    file.release();
    fs.close();
  }

  private long used() {
    return fs.frames.statistics().used();
  }

  private void allocate(int mode, long off, long len) throws Errno {
    Attributes.allocate(fs.who, file, mode, off, len);
  }

  @Test
  void holesReadAsZerosAndHoldNothing() throws Errno {
    long before = used();
    fs.pwrite(file, "x", 100L * PAGE);
    assertEquals(before + 1, used());
    assertEquals(8, fs.stat("/f").blocks);
    assertEquals(100L * PAGE + 1, fs.stat("/f").size);
    assertEquals("\0".repeat(10), VfsFixture.pread(file, 10, 50L * PAGE));
    assertEquals("\0x", VfsFixture.pread(file, 10, 100L * PAGE - 1));
    assertEquals(before + 1, used());
  }

  @Test
  void theFarthestByteCanBeWritten() throws Errno {
    assertEquals(1, fs.pwrite(file, "z", Long.MAX_VALUE - 1));
    assertEquals(Long.MAX_VALUE, fs.stat("/f").size);
    assertEquals("z", VfsFixture.pread(file, 1, Long.MAX_VALUE - 1));
    assertErrno(Errno.EINVAL, () -> fs.pwrite(file, "z", Long.MAX_VALUE));
  }

  @Test
  void dataAndHolesAreFound() throws Errno {
    fs.pwrite(file, "a", 2L * PAGE + 5);
    fs.pwrite(file, "b", 5L * PAGE);
    assertEquals(2L * PAGE, file.seek(0, Fs.SEEK_DATA));
    assertEquals(2L * PAGE + 9, file.seek(2L * PAGE + 9, Fs.SEEK_DATA));
    assertEquals(5L * PAGE, file.seek(3L * PAGE + 1, Fs.SEEK_DATA));
    assertEquals(0, file.seek(0, Fs.SEEK_HOLE));
    assertEquals(3L * PAGE, file.seek(2L * PAGE + 1, Fs.SEEK_HOLE));
    assertEquals(5L * PAGE + 1, file.seek(5L * PAGE, Fs.SEEK_HOLE));
    assertErrno(Errno.ENXIO, () -> file.seek(5L * PAGE + 1, Fs.SEEK_DATA));
    assertErrno(Errno.ENXIO, () -> file.seek(5L * PAGE + 1, Fs.SEEK_HOLE));
    assertErrno(Errno.ENXIO, () -> file.seek(-1, Fs.SEEK_HOLE));
    Attributes.truncate(fs.who, file, 9L * PAGE);
    assertErrno(Errno.ENXIO, () -> file.seek(6L * PAGE, Fs.SEEK_DATA));
    assertEquals(7L * PAGE + 3, file.seek(7L * PAGE + 3, Fs.SEEK_HOLE));
  }

  @Test
  void truncationFreesPagesAndClearsTheRest() throws Errno {
    fs.write(file, "x".repeat(3 * PAGE));
    long before = used();
    Attributes.truncate(fs.who, file, PAGE + 10);
    assertEquals(before - 1, used());
    Attributes.truncate(fs.who, file, 3L * PAGE);
    assertEquals("x".repeat(10) + "\0".repeat(20), VfsFixture.pread(file, 30, PAGE));
    assertEquals(16, fs.stat("/f").blocks);
  }

  @Test
  void punchedHoleIsZeroAndItsWholePagesAreFreed() throws Errno {
    fs.write(file, "x".repeat(4 * PAGE));
    long before = used();
    int punch = Fs.FALLOC_FL_PUNCH_HOLE | Fs.FALLOC_FL_KEEP_SIZE;
    allocate(punch, 10, 10);
    assertEquals(before, used());
    assertEquals("x".repeat(10) + "\0".repeat(10) + "x".repeat(10), VfsFixture.pread(file, 30, 0));
    allocate(punch, PAGE - 5, PAGE + 10);
    assertEquals(before - 1, used());
    assertEquals("x" + "\0".repeat(4) + "\0", VfsFixture.pread(file, 6, PAGE - 6));
    assertEquals("\0".repeat(5) + "x", VfsFixture.pread(file, 6, 2L * PAGE));
    allocate(punch, 3L * PAGE, 100L * PAGE);
    assertEquals(before - 2, used());
    assertEquals(4L * PAGE, fs.stat("/f").size);
  }

  @Test
  void allocationMakesRoomAndMayKeepTheSize() throws Errno {
    fs.write(file, "x");
    allocate(Fs.FALLOC_FL_KEEP_SIZE, 0, 3L * PAGE);
    assertEquals(1, fs.stat("/f").size);
    assertEquals(24, fs.stat("/f").blocks);
    allocate(0, PAGE, 3L * PAGE);
    assertEquals(4L * PAGE, fs.stat("/f").size);
    assertEquals(32, fs.stat("/f").blocks);
    assertEquals("x\0", VfsFixture.pread(file, 2, 0));
  }

  @Test
  void allocationThatDoesNotFitChangesNothing() throws Errno {
    fs.write(file, "x");
    long before = used();
    assertErrno(Errno.ENOSPC, () -> allocate(0, 0, fs.ram.size()));
    fs.frames.failNext(5);
    assertErrno(Errno.ENOMEM, () -> allocate(0, 0, 10L * PAGE));
    assertEquals(before, used());
    assertEquals(1, fs.stat("/f").size);
    assertEquals(8, fs.stat("/f").blocks);
  }

  @Test
  void allocationRespectsTheSizeLimit() throws Errno {
    fs.who.fileSizeLimit = PAGE;
    assertErrno(Errno.EFBIG, () -> allocate(0, 0, PAGE + 1L));
    assertEquals(1, fs.who.fileSizeExceeded);
    allocate(0, 0, PAGE);
  }

  @Test
  void badUserPageEndsAReadEarlyOrIsEFAULT() throws Errno {
    fs.write(file, "y".repeat(2 * PAGE));
    long va = Mmap.map(fs.space, 0, PAGE, 3, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, null, 0);
    IoBuffer user = new IoBuffer(fs.space.memory());
    assertEquals(PAGE, file.pread(user.ofUser(va, 2L * PAGE), 0));
    assertEquals('y', fs.space.memory().getByte(va + PAGE - 1));
    assertErrno(Errno.EFAULT, () -> file.pread(user.ofUser(va + PAGE, 10), 0));
  }

  @Test
  void badUserPageEndsAWriteEarlyOrIsEFAULT() throws Errno {
    long va = Mmap.map(fs.space, 0, PAGE, 3, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, null, 0);
    fs.space.memory().putByte(va + PAGE - 1, (byte) 'w');
    IoBuffer user = new IoBuffer(fs.space.memory());
    assertEquals(1, file.write(user.ofUser(va + PAGE - 1, 100), fs.who));
    assertErrno(Errno.EFAULT, () -> file.write(user.ofUser(va + PAGE, 100), fs.who));
    assertEquals("w", fs.read("/f"));
  }

  @Test
  void exhaustedMemoryEndsAWriteEarlyOrIsENOMEM() throws Errno {
    fs.frames.failNext(3);
    assertEquals(2 * PAGE, fs.write(file, "x".repeat(5 * PAGE)));
    fs.frames.failNext(1);
    assertErrno(Errno.ENOMEM, () -> fs.write(file, "x"));
    assertEquals(2L * PAGE, fs.stat("/f").size);
  }

  @Test
  void rewritingCodeIsNoticed() throws Errno {
    fs.write(file, "x");
    long frame = file.pages().page(0, false);
    fs.frames.markExecutable(frame);
    fs.frames.takeStaleCode((first, count) -> {});
    fs.pwrite(file, "y", 0);
    assertEquals(true, fs.frames.takeStaleCode((first, count) -> {}));
    fs.frames.release(frame);
  }

  @Test
  void agreesWithAnArray() throws Errno {
    SplittableRandom random = new SplittableRandom(3);
    byte[] model = new byte[20 * PAGE];
    int size = 0;
    for (int round = 0; round < 3000; round++) {
      int off = random.nextInt(model.length);
      int len = random.nextInt(1, Math.min(3 * PAGE, model.length - off) + 1);
      switch (random.nextInt(8)) {
        case 0 -> {
          size = off;
          Arrays.fill(model, off, model.length, (byte) 0);
          Attributes.truncate(fs.who, file, off);
        }
        case 1 -> {
          Arrays.fill(model, off, off + len, (byte) 0);
          allocate(Fs.FALLOC_FL_PUNCH_HOLE | Fs.FALLOC_FL_KEEP_SIZE, off, len);
        }
        case 2 -> {
          size = Math.max(size, off + len);
          allocate(0, off, len);
        }
        default -> {
          byte[] bytes = new byte[len];
          random.nextBytes(bytes);
          System.arraycopy(bytes, 0, model, off, len);
          size = Math.max(size, off + len);
          assertEquals(
              len, file.pwrite(IoBuffer.kernel(MemorySegment.ofArray(bytes)), off, fs.who));
        }
      }
      assertEquals(size, file.inode().size());
      byte[] read = new byte[model.length];
      long n = file.pread(IoBuffer.kernel(MemorySegment.ofArray(read)), 0);
      assertEquals(size, n);
      assertArrayEquals(model, read);
    }
  }
}
