package exo.mem.host;

import static exo.mem.host.HostDirectoryTest.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.host.HostDescriptors.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostDescriptorsTest {
  private static final int EBADF = 9;
  private static final int NOT_OPEN = 1_000_000;

  @TempDir Path folder;

  @Test
  void kindTellsWhatADescriptorLeadsTo() throws Exception {
    Path real = folder.toRealPath();
    Shell.run(real, "mkfifo fifo");
    try (RandomAccessFile file = new RandomAccessFile(real.resolve("file").toFile(), "rw");
        RandomAccessFile fifo = new RandomAccessFile(real.resolve("fifo").toFile(), "rw");
        RandomAccessFile device = new RandomAccessFile("/dev/full", "rw")) {
      assertEquals(Kind.FILE, HostDescriptors.kind(Shell.descriptor(real + "/file")));
      assertEquals(Kind.FIFO, HostDescriptors.kind(Shell.descriptor(real + "/fifo")));
      assertEquals(Kind.CHARACTER_DEVICE, HostDescriptors.kind(Shell.descriptor("/dev/full")));
      assertEquals(0, file.length());
      assertTrue(fifo.getFD().valid() && device.getFD().valid());
    }
    assertEquals(Kind.CLOSED, HostDescriptors.kind(NOT_OPEN));
    assertEquals(Kind.CLOSED, HostDescriptors.kind(-1));
  }

  @Test
  void bytesGoThroughAndReadingWaitsForThem() throws Exception {
    Path real = folder.toRealPath();
    Shell.run(real, "mkfifo fifo");
    try (RandomAccessFile fifo = new RandomAccessFile(real.resolve("fifo").toFile(), "rw");
        Arena arena = Arena.ofConfined()) {
      int fd = Shell.descriptor(real + "/fifo");
      MemorySegment buffer = arena.allocate(16);
      assertFalse(HostDescriptors.awaitReadable(fd, 0));
      assertFalse(HostDescriptors.awaitReadable(fd, 10));
      buffer.setString(0, "hello");
      assertEquals(5, HostDescriptors.write(fd, buffer, 0, 5));
      assertTrue(HostDescriptors.awaitReadable(fd, -1));
      assertEquals(5, HostDescriptors.read(fd, buffer, 8, 8));
      assertEquals("hello", buffer.asSlice(8).getString(0));
      fifo.write('x');
      assertEquals(1, HostDescriptors.read(fd, buffer, 0, 16));
    }
  }

  @Test
  void errorsAreThoseOfTheHost() throws IOException {
    try (RandomAccessFile full = new RandomAccessFile("/dev/full", "rw");
        Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(16);
      int fd = Shell.descriptor("/dev/full");
      int enospc = 28;
      fails(enospc, () -> HostDescriptors.write(fd, buffer, 0, 16));
      fails(EBADF, () -> HostDescriptors.read(NOT_OPEN, buffer, 0, 16));
      assertTrue(full.getFD().valid());
    }
  }

  @Test
  void theUserIsTheOneOfTheProcess() throws Exception {
    assertEquals(Shell.run(folder, "id -u").strip(), Integer.toString(HostUser.uid()));
    assertEquals(Shell.run(folder, "id -g").strip(), Integer.toString(HostUser.gid()));
  }
}
