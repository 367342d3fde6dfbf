package exo.kernel.fs.hostfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Mman;
import exo.kernel.mm.AddressSpace;
import exo.kernel.mm.FileMapping;
import exo.kernel.mm.Mmap;
import exo.kernel.mm.Msync;
import exo.kernel.mm.Munmap;
import exo.kernel.mm.PageSource;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.VfsFixture;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents of host files in guest RAM: read, mapped, forgotten, written. */
class HostPagesTest {
  private static final int PAGE = 4096;
  private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;

  @TempDir Path folder;
  private HostFixture host;
  private VfsFixture vfs;

  @BeforeEach
  void start() {
    host = new HostFixture(folder, 32L << 20);
    vfs = host.vfs;
  }

  @AfterEach
  void end() throws IOException {
    host.close();
    assertEquals(0, host.descriptors());
  }

  private byte[] make(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Files.write(folder.resolve(name), bytes);
    return bytes;
  }

  private static byte[] pread(OpenFile file, long off, int len) throws Errno {
    byte[] b = new byte[len];
    long n = Errno.check(file.pread(IoBuffer.kernel(MemorySegment.ofArray(b)), off));
    return Arrays.copyOf(b, (int) n);
  }

  private long map(OpenFile file, int prot, int flags, long len) throws Errno {
    FileMapping mapping =
        new FileMapping(
            file.pages(), file.mappedName(), file.isReadable(), file.isWritable(), true);
    return Mmap.map(vfs.space, 0, len, prot, flags, mapping, 0);
  }

  private byte[] memory(long va, int len) throws Errno {
    return vfs.space.memory().read(va, len);
  }

  @Test
  void anySizeOfReadGivesTheBytesOfTheFile() throws Exception {
    byte[] bytes = make("file", 700_001);
    host.layer();
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDONLY);
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      int off = random.nextInt(bytes.length + 10_000);
      int len = 1 + random.nextInt(random.nextBoolean() ? 5000 : 400_000);
      byte[] expected =
          off >= bytes.length
              ? new byte[0]
              : Arrays.copyOfRange(bytes, off, Math.min(bytes.length, off + len));
      assertArrayEquals(expected, pread(file, off, len));
      if (i % 10 == 0) {
        host.cache.reclaim(random.nextInt(100));
      }
    }
    file.release();
  }

  @Test
  void aFileLargerThanMemoryCanBeReadFromBeginningToEnd() throws Exception {
    byte[] bytes = make("file", 40 << 20);
    host.layer();
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDONLY);
    for (int off = 0; off < bytes.length; off += 64 << 10) {
      assertArrayEquals(
          Arrays.copyOfRange(bytes, off, Math.min(bytes.length, off + (64 << 10))),
          pread(file, off, 64 << 10));
      assertTrue(host.cache.frames() <= vfs.ram.frames() / 2);
    }
    file.release();
  }

  @Test
  void whoeverNeedsFramesGetsThoseOfPages() throws Exception {
    make("file", 12 << 20);
    host.layer();
    vfs.frames.reclaimer(host.cache::reclaim);
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDONLY);
    pread(file, 0, 12 << 20);
    assertTrue(host.cache.frames() >= 3000);
    long[] taken = new long[(int) vfs.ram.frames()];
    int n = 0;
    for (long f = vfs.frames.alloc(); f >= 0; f = vfs.frames.alloc()) {
      taken[n++] = f;
    }
    assertEquals(0, host.cache.frames());
    assertThrows(Errno.class, () -> pread(file, 0, 100));
    OpenFile empty = vfs.open("/mnt/file", Fcntl.O_RDONLY);
    assertEquals(PageSource.NO_MEMORY, empty.pages().page(0, false));
    for (int i = 0; i < n; i++) {
      vfs.frames.release(taken[i]);
    }
    assertEquals(100, pread(file, 0, 100).length);
    file.release();
    empty.release();
  }

  @Test
  void readingIntoAMappingOfTheSameFileWorks() throws Exception {
    byte[] bytes = make("file", 20 * PAGE);
    host.layer();
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDONLY);
    long va = map(file, RW, Mman.MAP_PRIVATE, 20 * PAGE);
    IoBuffer to = new IoBuffer(vfs.space.memory()).ofUser(va + 100, 10 * PAGE);
    assertEquals(10 * PAGE, file.pread(to, 5 * PAGE));
    assertArrayEquals(Arrays.copyOfRange(bytes, 5 * PAGE, 15 * PAGE), memory(va + 100, 10 * PAGE));
    assertArrayEquals(bytes, pread(file, 0, bytes.length));
    Munmap.unmap(vfs.space, va, 20 * PAGE);
    file.release();
  }

  @Test
  void mappingsShowTheFileAndZerosBehindItsEnd() throws Exception {
    byte[] bytes = make("file", 3 * PAGE + 5);
    host.layer();
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDONLY);
    long va = map(file, Mman.PROT_READ, Mman.MAP_SHARED, 8 * PAGE);
    file.release();
    assertArrayEquals(Arrays.copyOf(bytes, 4 * PAGE), memory(va, 4 * PAGE));
    assertThrows(Errno.class, () -> memory(va + 4 * PAGE, 1));
    Munmap.unmap(vfs.space, va, 8 * PAGE);
  }

  @Test
  void aMappingShowsWhatTheHostAppended() throws Exception {
    make("file", PAGE);
    host.mount(false);
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDONLY);
    long va = map(file, Mman.PROT_READ, Mman.MAP_SHARED, 2 * PAGE);
    assertThrows(Errno.class, () -> memory(va + PAGE, 1));
    byte[] bytes = make("file", PAGE + 10);
    assertArrayEquals(Arrays.copyOfRange(bytes, PAGE, PAGE + 10), memory(va + PAGE, 10));
    assertArrayEquals(Arrays.copyOf(bytes, PAGE), memory(va, PAGE));
    Munmap.unmap(vfs.space, va, 2 * PAGE);
    file.release();
  }

  @Test
  void aPrivateMappingKeepsWhatItWroteToItself() throws Exception {
    byte[] bytes = make("file", 2 * PAGE);
    host.layer();
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDONLY);
    long va = map(file, RW, Mman.MAP_PRIVATE, 2 * PAGE);
    vfs.space.memory().putLong(va + 8, 42);
    assertEquals(42, vfs.space.memory().getLong(va + 8));
    assertArrayEquals(bytes, pread(file, 0, 2 * PAGE));
    assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("file")));
    Munmap.unmap(vfs.space, va, 2 * PAGE);
    file.release();
  }

  @Test
  void mappedPagesStayUntilTheLastResort() throws Exception {
    byte[] bytes = make("file", 64 * PAGE);
    host.layer();
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDONLY);
    long va = map(file, Mman.PROT_READ, Mman.MAP_PRIVATE, 64 * PAGE);
    memory(va, 64 * PAGE);
    host.cache.reclaim(1000);
    assertEquals(64, host.cache.frames());
    assertEquals(64, host.cache.reclaimMapped(1000));
    assertEquals(0, host.cache.frames());
    assertArrayEquals(bytes, memory(va, 64 * PAGE));
    Munmap.unmap(vfs.space, va, 64 * PAGE);
    file.release();
  }

  @Test
  void aMappingOutlivesItsNameAndItsMount() throws Exception {
    byte[] bytes = make("file", 4 * PAGE);
    host.mount(true);
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDWR);
    long va = map(file, RW, Mman.MAP_SHARED, 4 * PAGE);
    file.release();
    vfs.unlink("/mnt/file");
    exo.kernel.vfs.Mounting.unmount(vfs.path("/mnt"), true);
    assertArrayEquals(bytes, memory(va, 4 * PAGE));
    vfs.space.memory().putByte(va, (byte) 1);
    Munmap.unmap(vfs.space, va, 4 * PAGE);
    assertEquals(0, host.descriptors());
    assertEquals(0, host.cache.frames());
  }

  @Test
  void whatASharedMappingWroteReachesTheHost() throws Exception {
    byte[] bytes = make("file", 40 * PAGE + 9);
    host.mount(true);
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDWR);
    long va = map(file, RW, Mman.MAP_SHARED, 41 * PAGE);
    for (int round = 1; round <= 3; round++) {
      for (int page : new int[] {0, 7, 33, 40}) {
        vfs.space.memory().putByte(va + page * PAGE + 8, (byte) round);
        bytes[page * PAGE + 8] = (byte) round;
      }
      // Readers see it at once, the host when it is told.
      assertArrayEquals(bytes, pread(file, 0, bytes.length));
      switch (round) {
        case 1 -> Msync.sync(vfs.space, va, 41 * PAGE, Mman.MS_SYNC);
        case 2 -> file.sync(false);
        default -> Munmap.unmap(vfs.space, va, 41 * PAGE);
      }
      assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("file")), "round " + round);
    }
    file.release();
  }

  @Test
  void writeAndMappingSeeEachOther() throws Exception {
    byte[] bytes = make("file", 3 * PAGE);
    host.mount(true);
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDWR);
    long va = map(file, RW, Mman.MAP_SHARED, 3 * PAGE);
    assertArrayEquals(bytes, memory(va, 3 * PAGE));
    vfs.pwrite(file, "hello", PAGE - 2);
    assertEquals("hello", new String(memory(va + PAGE - 2, 5), "ISO-8859-1"));
    vfs.space.memory().write(va, new byte[] {1, 2, 3});
    assertArrayEquals(new byte[] {1, 2, 3}, pread(file, 0, 3));
    Munmap.unmap(vfs.space, va, 3 * PAGE);
    file.release();
  }

  @Test
  void truncationTakesPagesFromMappings() throws Exception {
    make("file", 3 * PAGE);
    host.mount(true);
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDWR);
    long va = map(file, RW, Mman.MAP_SHARED, 3 * PAGE);
    memory(va, 3 * PAGE);
    exo.kernel.vfs.Attributes.truncate(vfs.who, file, PAGE + 10);
    assertThrows(Errno.class, () -> memory(va + 2 * PAGE, 1));
    assertArrayEquals(new byte[PAGE - 10], memory(va + PAGE + 10, PAGE - 10));
    exo.kernel.vfs.Attributes.truncate(vfs.who, file, 3 * PAGE);
    assertArrayEquals(new byte[2 * PAGE - 10], memory(va + PAGE + 10, 2 * PAGE - 10));
    Munmap.unmap(vfs.space, va, 3 * PAGE);
    file.release();
  }

  @Test
  void writingIsReadBackWhateverIsForgottenBetween() throws Exception {
    byte[] expected = make("file", 300_000);
    host.mount(true);
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDWR);
    Random random = new Random(7);
    for (int i = 0; i < 1500; i++) {
      int off = random.nextInt(expected.length + 20_000);
      byte[] piece = new byte[1 + random.nextInt(random.nextBoolean() ? 200 : 60_000)];
      random.nextBytes(piece);
      switch (random.nextInt(6)) {
        case 0 -> host.cache.reclaim(random.nextInt(60));
        case 1, 2 ->
            assertArrayEquals(
                Arrays.copyOfRange(
                    expected,
                    Math.min(off, expected.length),
                    Math.min(expected.length, off + piece.length)),
                pread(file, off, piece.length));
        case 3 -> {
          int size = random.nextInt(300_000);
          exo.kernel.vfs.Attributes.truncate(vfs.who, file, size);
          expected = Arrays.copyOf(expected, size);
        }
        default -> {
          IoBuffer from = IoBuffer.kernel(MemorySegment.ofArray(piece));
          assertEquals(piece.length, file.pwrite(from, off, vfs.who));
          expected = Arrays.copyOf(expected, Math.max(expected.length, off + piece.length));
          System.arraycopy(piece, 0, expected, off, piece.length);
        }
      }
    }
    assertArrayEquals(expected, Files.readAllBytes(folder.resolve("file")));
    assertEquals(expected.length, file.inode().size());
    file.release();
  }

  @Test
  void aWriteFromABadAddressLeavesWhatWasThere() throws Exception {
    byte[] bytes = make("file", 6 * PAGE);
    host.mount(true);
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDWR);
    long va = Mmap.map(vfs.space, 0, PAGE, RW, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, null, 0);
    IoBuffer bad = new IoBuffer(vfs.space.memory()).ofUser(va + PAGE - 100, 3 * PAGE);
    assertEquals(100, file.pwrite(bad, PAGE, vfs.who));
    Arrays.fill(bytes, PAGE, PAGE + 100, (byte) 0);
    assertArrayEquals(bytes, pread(file, 0, bytes.length));
    assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("file")));
    IoBuffer worse = new IoBuffer(vfs.space.memory()).ofUser(8, 3 * PAGE);
    VfsFixture.assertErrno(Errno.EFAULT, () -> file.pwrite(worse, 0, vfs.who));
    assertArrayEquals(bytes, pread(file, 0, bytes.length));
    Munmap.unmap(vfs.space, va, PAGE);
    file.release();
  }

  @Test
  void holesAreHolesAndReadAsZeros() throws Exception {
    try (RandomAccessFile f = new RandomAccessFile(folder.resolve("sparse").toFile(), "rw")) {
      f.setLength(1L << 40);
      f.seek(1L << 39);
      f.write(1);
    }
    host.layer();
    OpenFile file = vfs.open("/mnt/sparse", Fcntl.O_RDONLY);
    assertEquals(1L << 40, file.inode().size());
    assertEquals(1L << 39, file.seek(0, Fs.SEEK_DATA));
    assertEquals(0, file.seek(0, Fs.SEEK_HOLE));
    assertEquals((1L << 39) + PAGE, file.seek(1L << 39, Fs.SEEK_HOLE));
    VfsFixture.assertErrno(Errno.ENXIO, () -> file.seek((1L << 39) + PAGE, Fs.SEEK_DATA));
    VfsFixture.assertErrno(Errno.ENXIO, () -> file.seek(1L << 40, Fs.SEEK_HOLE));
    assertArrayEquals(new byte[100], pread(file, 12345, 100));
    assertEquals(1, pread(file, 1L << 39, 100)[0]);
    // Touching it everywhere costs what is kept, not what it spans.
    for (long off = 0; off < 1L << 40; off += 1L << 30) {
      pread(file, off, 1);
      host.cache.reclaim(1000);
    }
    file.release();
  }

  @Test
  void allocationReachesTheHost() throws Exception {
    byte[] bytes = make("file", 10 * PAGE);
    host.mount(true);
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDWR);
    assertArrayEquals(bytes, pread(file, 0, bytes.length));
    int punch = Fs.FALLOC_FL_PUNCH_HOLE | Fs.FALLOC_FL_KEEP_SIZE;
    exo.kernel.vfs.Attributes.allocate(vfs.who, file, punch, PAGE, 2 * PAGE);
    Arrays.fill(bytes, PAGE, 3 * PAGE, (byte) 0);
    assertArrayEquals(bytes, pread(file, 0, bytes.length));
    assertEquals(PAGE, file.seek(0, Fs.SEEK_HOLE));
    exo.kernel.vfs.Attributes.allocate(vfs.who, file, 0, 10 * PAGE, PAGE);
    assertEquals(11 * PAGE, file.inode().size());
    assertEquals(11 * PAGE, Files.size(folder.resolve("file")));
    file.release();
  }

  @Test
  void pagesThatAreThereCostNothingToAskFor() throws Exception {
    make("file", 40 * PAGE);
    host.layer();
    OpenFile file = vfs.open("/mnt/file", Fcntl.O_RDONLY);
    PageSource pages = file.pages();
    assertNotNull(pages);
    assertEquals(PageSource.BEYOND_END, pages.pageIfPresent(0));
    long frame = pages.page(20, false);
    assertTrue(frame > 0);
    vfs.frames.release(frame);
    for (int i = 0; i < 40; i++) {
      long there = pages.pageIfPresent(i);
      assertEquals(i >= 16 && i < 32, there > 0, "page " + i);
      if (there > 0) {
        vfs.frames.release(there);
      }
    }
    assertEquals(PageSource.BEYOND_END, pages.page(40, false));
    assertEquals(PageSource.BEYOND_END, pages.page(-1, false));
    assertEquals(PageSource.BEYOND_END, pages.pageIfPresent(Long.MAX_VALUE));
    file.release();
    assertEquals(AddressSpace.PAGE_SIZE, PAGE);
  }
}
