package exo.mem.host;

import static exo.mem.host.HostDirectoryTest.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.phys.PhysicalMemory;
import exo.mem.phys.PhysicalMemory.Backing;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFileTest {
  private static final int EBADF = 9;
  private static final int EINVAL = 22;

  @TempDir Path folder;
  private HostDirectory directory;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(8192, 8);

  @BeforeEach
  void open() throws IOException {
    Files.writeString(folder.resolve("file"), "0123456789");
    directory = HostDirectory.open(folder);
  }

  @AfterEach
  void close() {
    directory.close();
    arena.close();
  }

  @Test
  void readsStraightIntoGuestMemory() throws IOException {
    try (PhysicalMemory ram = PhysicalMemory.reserve(4L << 20, Backing.ANONYMOUS);
        HostFile file = directory.openFile("file")) {
      assertEquals(10, file.read(0, ram.segment(), 4096 - 4, 100));
      assertEquals(0x33323130, ram.getInt(4092));
      assertEquals(0x37363534, ram.getInt(4096));
      assertEquals(2, file.read(8, ram.segment(), 0, 100));
      assertEquals(0, file.read(10, ram.segment(), 0, 100));
      assertEquals(0, file.read(1L << 40, ram.segment(), 0, 100));
    }
  }

  @Test
  void readsAndWritesWhereItIsTold() throws IOException {
    try (HostFile file = directory.openFileForWriting("file")) {
      buffer.setString(0, "abc");
      assertEquals(3, file.write(4, buffer, 0, 3));
      assertEquals(1, file.write(12, buffer, 1, 1));
      file.sync();
      assertEquals("0123abc789\0\0b", Files.readString(folder.resolve("file")));
      assertEquals(13, file.size());
      file.truncate(2);
      assertEquals("01", Files.readString(folder.resolve("file")));
      file.truncate(5000);
      assertEquals(5000, file.stat().size());
    }
  }

  @Test
  void aFileOpenedForReadingIsNotWritten() throws IOException {
    try (HostFile file = directory.openFile("file")) {
      fails(EBADF, () -> file.write(0, buffer, 0, 1));
      fails(EINVAL, () -> file.truncate(0));
    }
    assertEquals("0123456789", Files.readString(folder.resolve("file")));
  }

  @Test
  void aNegativeOffsetIsAnError() throws IOException {
    try (HostFile file = directory.openFile("file")) {
      fails(EINVAL, () -> file.read(-1, buffer, 0, 1));
    }
  }

  @Test
  void holesAreToldFromData() throws IOException {
    try (HostFile file = directory.openFileForWriting("file")) {
      file.truncate(3 << 20);
      file.write(2 << 20, buffer, 0, 1);
      assertEquals(5, file.nextData(5));
      long hole = file.nextHole(0);
      assertTrue(hole >= 10 && hole < 2 << 20, "" + hole);
      long data = file.nextData(hole);
      assertTrue(data > hole && data <= 2 << 20, "" + data);
      assertEquals((3 << 20) - 1, file.nextHole((3 << 20) - 1));
      file.write((3 << 20) - 1, buffer, 0, 1);
      assertEquals(3 << 20, file.nextHole((3 << 20) - 1));
      assertEquals(HostFile.NO_DATA, file.nextData(3 << 20));
    }
  }

  @Test
  void roomIsAllocatedAndFreed() throws IOException {
    try (HostFile file = directory.openFileForWriting("file")) {
      file.allocate(0, 0, 100_000);
      assertEquals(100_000, file.size());
      // FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE
      file.allocate(3, 0, 5);
      file.truncate(10);
      assertEquals("\0\0\0\0\00056789", Files.readString(folder.resolve("file")));
      fails(EINVAL, () -> file.allocate(0, 0, 0));
    }
  }

  @Test
  void memoryOutsideTheSegmentIsNeverReached() throws IOException {
    try (HostFile file = directory.openFileForWriting("file")) {
      assertThrows(IndexOutOfBoundsException.class, () -> file.read(0, buffer, 8190, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> file.read(0, buffer, -1, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> file.read(0, buffer, 0, -1));
      assertThrows(IndexOutOfBoundsException.class, () -> file.write(0, buffer, 1, Long.MAX_VALUE));
    }
  }

  @Test
  void memoryOnTheHeapOrClosedIsRefused() throws IOException {
    MemorySegment closed;
    try (Arena gone = Arena.ofShared()) {
      closed = gone.allocate(8);
    }
    try (HostFile file = directory.openFile("file")) {
      assertThrows(RuntimeException.class, () -> file.read(0, closed, 0, 8));
      assertThrows(
          RuntimeException.class, () -> file.read(0, MemorySegment.ofArray(new byte[8]), 0, 8));
    }
  }

  @Test
  void afterCloseEveryUseIsAnException() throws IOException {
    HostFile file = directory.openFile("file");
    file.close();
    file.close();
    assertThrows(IllegalStateException.class, () -> file.read(0, buffer, 0, 1));
    assertThrows(IllegalStateException.class, file::size);
  }

  @Test
  void aReadThatRacesACloseNeverSeesAnotherFile() throws Exception {
    Files.writeString(folder.resolve("secret"), "secret");
    for (int round = 0; round < 30; round++) {
      HostFile file = directory.openFile("file");
      CountDownLatch reading = new CountDownLatch(1);
      AtomicReference<Throwable> end = new AtomicReference<>();
      Thread reader =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      while (true) {
                        assertEquals(10, file.read(0, buffer, 0, 64));
                        reading.countDown();
                      }
                    } catch (IllegalStateException | HostException | AssertionError e) {
                      end.set(e);
                    }
                  });
      reading.await();
      file.close();
      // These take the number that the close has set free, if it has.
      for (int i = 0; i < 20; i++) {
        directory.openFile("secret").close();
      }
      reader.join();
      assertTrue(end.get() instanceof IllegalStateException, () -> "" + end.get());
    }
  }
}
