package exo.kernel.fs.pipefs;

import static exo.kernel.vfs.VfsFixture.CWD;
import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Stat;
import exo.kernel.vfs.Directories;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.VfsFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FifoTest {
  private static final int READ = Fcntl.O_RDONLY;
  private static final int WRITE = Fcntl.O_WRONLY;
  private static final int NOW = Fcntl.O_NONBLOCK;

  private final VfsFixture fs = new VfsFixture();
  private final Pipefs pipes = new Pipefs(fs.vfs);

  @BeforeEach
  void makeAFifo() throws Errno {
    Directories.mknod(fs.who, CWD, "/fifo", Stat.S_IFIFO | 0644, 0);
  }

  @AfterEach
  void close() {
    assertEquals(0, pipes.count());
    fs.close();
  }

  @Test
  void readerWaitsForAWriter() throws Errno {
    OpenFile reader = fs.open("/fifo", READ);
    Wakes wakes = new Wakes();
    reader.readable().observe(wakes);
    assertTrue(reader.isOpening());
    OpenFile writer = fs.open("/fifo", WRITE);
    assertEquals(1, wakes.count);
    assertFalse(reader.isOpening());
    assertFalse(writer.isOpening());
    fs.write(writer, "through");
    assertEquals("through", VfsFixture.read(reader, 10));
    writer.release();
    reader.release();
  }

  @Test
  void readerIsOpenEvenIfTheWriterLeftAgain() throws Errno {
    OpenFile reader = fs.open("/fifo", READ);
    fs.open("/fifo", WRITE).release();
    assertFalse(reader.isOpening());
    assertEquals(Poll.EPOLLHUP, reader.poll());
    reader.release();
  }

  @Test
  void writerWaitsForAReader() throws Errno {
    OpenFile writer = fs.open("/fifo", WRITE);
    assertTrue(writer.isOpening());
    OpenFile reader = fs.open("/fifo", READ);
    assertFalse(writer.isOpening());
    assertFalse(reader.isOpening());
    writer.release();
    reader.release();
  }

  @Test
  void readerThatDoesNotWaitIsOpenAndNotHungUpOn() throws Errno {
    OpenFile reader = fs.open("/fifo", READ | NOW);
    assertFalse(reader.isOpening());
    assertEquals(0, reader.poll());
    assertEquals("", VfsFixture.read(reader, 1));
    OpenFile writer = fs.open("/fifo", WRITE | NOW);
    writer.release();
    assertEquals(Poll.EPOLLHUP, reader.poll());
    reader.release();
  }

  @Test
  void writerThatDoesNotWaitIsENXIOWithoutReader() {
    assertErrno(Errno.ENXIO, () -> fs.open("/fifo", WRITE | NOW));
  }

  @Test
  void neitherEndIsEINVAL() {
    assertErrno(Errno.EINVAL, () -> fs.open("/fifo", 3));
  }

  @Test
  void bothEndsInOneNeverWait() throws Errno {
    OpenFile both = fs.open("/fifo", Fcntl.O_RDWR);
    assertFalse(both.isOpening());
    fs.write(both, "self");
    assertEquals("self", VfsFixture.read(both, 10));
    both.release();
  }

  @Test
  void readerGivingUpLeavesNothing() throws Errno {
    OpenFile reader = fs.open("/fifo", READ);
    reader.release();
    assertErrno(Errno.ENXIO, () -> fs.open("/fifo", WRITE | NOW));
  }

  @Test
  void secondReaderOfAnOpenFifoSeesTheWriterLeave() throws Errno {
    OpenFile both = fs.open("/fifo", Fcntl.O_RDWR);
    OpenFile reader = fs.open("/fifo", READ);
    both.release();
    assertEquals(Poll.EPOLLHUP, reader.poll());
    reader.release();
  }

  @Test
  void removedFifoGoesOnForThoseWhoHaveIt() throws Errno {
    OpenFile both = fs.open("/fifo", Fcntl.O_RDWR);
    fs.unlink("/fifo");
    fs.write(both, "still");
    assertEquals("still", VfsFixture.read(both, 10));
    both.release();
  }

  @Test
  void bytesAreGoneWhenBothEndsAre() throws Errno {
    OpenFile both = fs.open("/fifo", Fcntl.O_RDWR);
    fs.write(both, "lost");
    both.release();
    OpenFile reader = fs.open("/fifo", READ | NOW);
    assertEquals("", VfsFixture.read(reader, 10));
    reader.release();
  }

  @Test
  void truncatingWhileOpeningIsIgnored() throws Errno {
    OpenFile both = fs.open("/fifo", Fcntl.O_RDWR | Fcntl.O_TRUNC);
    assertEquals(0, fs.stat("/fifo").size);
    both.release();
  }
}
