package exo.kernel.fs.tmpfs;

import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Mman;
import exo.kernel.mm.FileMapping;
import exo.kernel.mm.Mmap;
import exo.kernel.mm.Munmap;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.Attributes;
import exo.kernel.vfs.Mounting;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.VfsFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mappings, read(2) and write(2) of a file see the same bytes. */
class TmpfsMappingTest {
  private static final int PAGE = 4096;

  private final VfsFixture fs = new VfsFixture();
  private final UserMemory memory = fs.space.memory();
  private OpenFile file;

  @BeforeEach
  void makeAFile() throws Errno {
    fs.write("/f", "a".repeat(3 * PAGE));
    file = fs.open("/f", Fcntl.O_RDWR);
  }

  @AfterEach
  void close() {
    if (file.references() > 0) {
      file.release();
    }
    fs.close();
  }

  private long map(int flags) throws Errno {
    FileMapping mapping = new FileMapping(file.pages(), file.mappedName(), true, true, true);
    return Mmap.map(fs.space, 0, 3 * PAGE, Mman.PROT_READ | Mman.PROT_WRITE, flags, mapping, 0);
  }

  @Test
  void sharedMappingAndFileAreOne() throws Errno {
    long va = map(Mman.MAP_SHARED);
    assertEquals('a', memory.getByte(va));
    fs.pwrite(file, "b", PAGE);
    assertEquals('b', memory.getByte(va + PAGE));
    memory.putByte(va + 2, (byte) 'c');
    assertEquals("aac", VfsFixture.pread(file, 3, 0));
  }

  @Test
  void privateMappingKeepsWhatItWrote() throws Errno {
    long va = map(Mman.MAP_PRIVATE);
    memory.putByte(va, (byte) 'p');
    fs.pwrite(file, "xy", 0);
    assertEquals('p', memory.getByte(va));
    assertEquals('a', memory.getByte(va + 1));
    assertEquals("xy", VfsFixture.pread(file, 2, 0));
  }

  @Test
  void holeIsFilledWhenMapped() throws Errno {
    Attributes.truncate(fs.who, file, 0);
    Attributes.truncate(fs.who, file, 3L * PAGE);
    long va = map(Mman.MAP_SHARED);
    assertEquals(0, memory.getByte(va));
    memory.putByte(va + PAGE, (byte) 'h');
    assertEquals("h", VfsFixture.pread(file, 1, PAGE));
  }

  @Test
  void truncatedPagesAreOutOfReachAndComeBackAsZeros() throws Errno {
    long va = map(Mman.MAP_SHARED);
    memory.putByte(va + 2 * PAGE, (byte) 'z');
    Attributes.truncate(fs.who, file, PAGE + 1);
    assertErrno(Errno.EFAULT, () -> memory.getByte(va + 2 * PAGE));
    assertEquals('a', memory.getByte(va + PAGE));
    assertEquals(0, memory.getByte(va + PAGE + 1));
    Attributes.truncate(fs.who, file, 3L * PAGE);
    assertEquals(0, memory.getByte(va + 2 * PAGE));
  }

  @Test
  void truncationTakesPrivateCopiesToo() throws Errno {
    long va = map(Mman.MAP_PRIVATE);
    memory.putByte(va + 2 * PAGE, (byte) 'p');
    Attributes.truncate(fs.who, file, PAGE);
    assertErrno(Errno.EFAULT, () -> memory.getByte(va + 2 * PAGE));
  }

  @Test
  void punchedHoleShowsInSharedMappings() throws Errno {
    long va = map(Mman.MAP_SHARED);
    memory.putByte(va + PAGE, (byte) 'x');
    int punch = Fs.FALLOC_FL_PUNCH_HOLE | Fs.FALLOC_FL_KEEP_SIZE;
    Attributes.allocate(fs.who, file, punch, PAGE, PAGE);
    assertEquals(0, memory.getByte(va + PAGE));
    memory.putByte(va + PAGE, (byte) 'y');
    assertEquals("y", VfsFixture.pread(file, 1, PAGE));
  }

  @Test
  void mappingKeepsAnUnlinkedFile() throws Errno {
    long va = map(Mman.MAP_SHARED);
    file.release();
    long used = fs.frames.statistics().used();
    fs.unlink("/f");
    assertEquals('a', memory.getByte(va + 2 * PAGE));
    Munmap.unmap(fs.space, va, 3 * PAGE);
    fs.who.files().release();
    assertEquals(true, fs.frames.statistics().used() < used);
    fs.who.files().retain();
  }

  @Test
  void mappingKeepsAnUnmountedFileSystem() throws Errno {
    fs.mkdir("/m");
    fs.mount("/m", 0);
    fs.write("/m/x", "kept");
    file.release();
    file = fs.open("/m/x", Fcntl.O_RDWR);
    long va = map(Mman.MAP_SHARED);
    file.release();
    Mounting.unmount(fs.path("/m"), true);
    assertEquals('k', memory.getByte(va));
    long used = fs.frames.statistics().used();
    Munmap.unmap(fs.space, va, 3 * PAGE);
    assertEquals(true, fs.frames.statistics().used() < used);
  }

  @Test
  void readFromAFileIntoItsOwnMapping() throws Errno {
    fs.pwrite(file, "0123456789", 0);
    long va = map(Mman.MAP_SHARED);
    IoBuffer user = new IoBuffer(memory);
    assertEquals(8, file.pread(user.ofUser(va + 2, 8), 0));
    assertEquals('0', memory.getByte(va + 2));
  }

  @Test
  void noRoomIsAFaultNotAnOverrun() throws Errno {
    Attributes.truncate(fs.who, file, 0);
    Attributes.truncate(fs.who, file, 3L * PAGE);
    long va = map(Mman.MAP_SHARED);
    fs.frames.failNext(1);
    assertErrno(Errno.EFAULT, () -> memory.putByte(va, (byte) 1));
  }
}
