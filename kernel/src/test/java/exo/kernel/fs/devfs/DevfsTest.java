package exo.kernel.fs.devfs;

import static exo.kernel.vfs.VfsFixture.assertErrno;
import static exo.kernel.vfs.VfsFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.Mman;
import exo.kernel.abi.Stat;
import exo.kernel.fs.tmpfs.MemFd;
import exo.kernel.mm.FileMapping;
import exo.kernel.mm.Mmap;
import exo.kernel.mm.Munmap;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Attributes;
import exo.kernel.vfs.DeviceNumber;
import exo.kernel.vfs.FileStatus;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.Mounting;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.VfsFixture;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DevfsTest {
  private final VfsFixture fs = new VfsFixture();
  private final MemFd memory = new MemFd(fs.vfs);
  private final DevfsType type = new DevfsType();

  @BeforeEach
  void mount() throws Errno {
    MemoryDevices.register(fs.vfs.devices(), new SplittableRandom(7), memory);
    fs.mkdir("/dev");
    Mounting.mount(type.superblock(fs.vfs), "devtmpfs", Mount.NO_SUID, fs.path("/dev"));
  }

  @AfterEach
  void close() {
    fs.close();
  }

  private OpenFile open(String name) throws Errno {
    return fs.open("/dev/" + name, Fcntl.O_RDWR);
  }

  @Test
  void nodesHaveLinuxNumbersAndRights() throws Errno {
    FileStatus status = fs.stat("/dev/null");
    assertEquals(Stat.S_IFCHR | 0666, status.mode);
    assertEquals(1, DeviceNumber.major(status.rdev));
    assertEquals(3, DeviceNumber.minor(status.rdev));
    assertEquals(DeviceNumber.of(1, 9), fs.stat("/dev/urandom").rdev);
    assertEquals(DeviceNumber.of(5, 0), fs.stat("/dev/tty").rdev);
    assertEquals(Stat.S_IFCHR | 0600, fs.stat("/dev/console").mode);
    assertEquals(Stat.S_IFDIR | 01777, fs.stat("/dev/shm").mode);
    assertEquals(13, fs.lstat("/dev/fd").size);
  }

  @Test
  void everyMountShowsTheSame() throws Errno {
    fs.mkdir("/dev2");
    Mounting.mount(type.mount(fs.vfs, "none", "", fs.who), "none", 0, fs.path("/dev2"));
    fs.write("/dev/shm/made", "here");
    assertEquals("here", fs.read("/dev2/shm/made"));
    assertTrue(fs.list("/dev2").containsAll(List.of("null", "zero", "fd", "stdin", "pts")));
  }

  @Test
  void nullIsEmptyAndTakesAll() throws Errno {
    OpenFile file = open("null");
    assertEquals("", VfsFixture.read(file, 10));
    assertEquals(5, fs.write(file, "hello"));
    assertEquals(5, fs.pwrite(file, "hello", 100));
    assertEquals(0, file.seek(100, Fs.SEEK_SET));
    assertErrno(Errno.ENODEV, file::pages);
    file.release();
  }

  @Test
  void nullDoesNotLookAtWhatIsWritten() throws Errno {
    OpenFile file = open("null");
    IoBuffer wild = new IoBuffer(fs.space.memory());
    assertEquals(8, file.write(wild.ofUser(0x5000, 8), fs.who));
    file.release();
  }

  @Test
  void zeroGivesZerosAndTakesAll() throws Errno {
    OpenFile file = open("zero");
    byte[] b = {1, 2, 3, 4};
    assertEquals(4, file.read(IoBuffer.kernel(MemorySegment.ofArray(b))));
    assertArrayEquals(new byte[4], b);
    assertEquals(3, fs.write(file, "abc"));
    file.release();
  }

  @Test
  void zeroIntoABadPageIsEFAULT() throws Errno {
    OpenFile file = open("zero");
    IoBuffer wild = new IoBuffer(fs.space.memory());
    assertErrno(Errno.EFAULT, () -> file.read(wild.ofUser(0x5000, 8)));
    file.release();
  }

  @Test
  void eachMappingOfZeroIsMemoryOfItsOwn() throws Errno {
    OpenFile file = open("zero");
    long one = map(file);
    long other = map(file);
    fs.space.memory().putByte(one, (byte) 5);
    assertEquals(0, fs.space.memory().getByte(other));
    assertEquals(5, fs.space.memory().getByte(one));
    file.release();
    Munmap.unmap(fs.space, one, 4096);
    Munmap.unmap(fs.space, other, 4096);
  }

  private long map(OpenFile file) throws Errno {
    FileMapping mapping = new FileMapping(file.pages(), file.mappedName(), true, true, true);
    int protection = Mman.PROT_READ | Mman.PROT_WRITE;
    return Mmap.map(fs.space, 0, 4096, protection, Mman.MAP_SHARED, mapping, 0);
  }

  @Test
  void fullGivesZerosAndTakesNothing() throws Errno {
    OpenFile file = open("full");
    assertEquals("\0\0", VfsFixture.read(file, 2));
    assertErrno(Errno.ENOSPC, () -> fs.write(file, "x"));
    assertErrno(Errno.ENOSPC, () -> fs.write(file, ""));
    file.release();
  }

  @Test
  void randomDiffersFromReadToRead() throws Errno {
    OpenFile file = open("urandom");
    String first = VfsFixture.read(file, 5000);
    assertEquals(5000, first.length());
    assertNotEquals(first, VfsFixture.read(file, 5000));
    assertNotEquals(first.substring(0, 900), first.substring(4096, 4996));
    assertEquals(3, fs.write(file, "abc"));
    file.release();
  }

  @Test
  void randomIsTheSameForTheSameSeed() throws Errno {
    OpenFile file = open("random");
    String here = VfsFixture.read(file, 64);
    file.release();
    byte[] b = new byte[64];
    new RandomBytes(new SplittableRandom(7)).fill(IoBuffer.kernel(MemorySegment.ofArray(b)));
    assertEquals(here, new String(b, StandardCharsets.ISO_8859_1));
  }

  @Test
  void stirringNeedsPrivilege() throws Errno {
    OpenFile file = open("random");
    assertEquals(0, file.ioctl(fs.who, Ioctl.RNDZAPENTCNT, 0));
    fs.become(1000);
    assertErrno(Errno.EPERM, () -> file.ioctl(fs.who, Ioctl.RNDZAPENTCNT, 0));
    assertErrno(Errno.EINVAL, () -> file.ioctl(fs.who, Ioctl.TCGETS, 0));
    file.release();
  }

  @Test
  void nodeWithoutDeviceIsENXIO() {
    assertErrno(Errno.ENXIO, () -> open("tty"));
  }

  @Test
  void devicesAreNotOpenedThroughAMountThatForbidsThem() throws Errno {
    Mounting.remount(fs.path("/dev"), Mount.NO_DEV, true, "");
    assertErrno(Errno.EACCES, () -> open("null"));
  }

  @Test
  void deviceIsNoDirectoryAndNotTruncated() throws Errno {
    assertErrno(Errno.ENOTDIR, () -> fs.open("/dev/null/x", Fcntl.O_RDONLY));
    assertErrno(Errno.ENOTDIR, () -> fs.open("/dev/null/", Fcntl.O_RDONLY));
    assertErrno(Errno.ENOTDIR, () -> fs.open("/dev/null", Fcntl.O_DIRECTORY));
    fs.open("/dev/null", Fcntl.O_WRONLY | Fcntl.O_TRUNC | Fcntl.O_CREAT).release();
    assertErrno(Errno.EINVAL, () -> Attributes.truncate(fs.who, "/dev/null", 0));
  }

  @Test
  void writingDoesNotTouchAReadOnlyMount() throws Errno {
    Mounting.remount(fs.path("/dev"), Mount.READ_ONLY, true, "");
    OpenFile file = open("null");
    assertEquals(1, file.write(bytes("x"), fs.who));
    assertFalse(file.canWait());
    file.release();
  }
}
