package exo.kernel.fs.pipefs;

import static exo.kernel.vfs.VfsFixture.assertErrno;
import static exo.kernel.vfs.VfsFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Stat;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.CapabilitySets;
import exo.kernel.vfs.FileStatus;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Statuses;
import exo.kernel.vfs.VfsFixture;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PipeTest {
  private static final long AGAIN = Errno.EAGAIN.negated();
  private static final int IN = Poll.EPOLLIN | Poll.EPOLLRDNORM;
  private static final int OUT = Poll.EPOLLOUT | Poll.EPOLLWRNORM;

  private final VfsFixture fs = new VfsFixture();
  private final Pipefs pipes = new Pipefs(fs.vfs);
  private OpenFile reader;
  private OpenFile writer;

  @BeforeEach
  void makeAPipe() throws Errno {
    open(0);
  }

  private void open(int flags) throws Errno {
    Pipefs.Ends ends = pipes.create(fs.who, flags);
    reader = ends.reader();
    writer = ends.writer();
  }

  @AfterEach
  void close() {
    release(reader);
    release(writer);
    assertEquals(0, pipes.count());
    fs.close();
  }

  private static void release(OpenFile file) {
    if (file.references() > 0) {
      file.release();
    }
  }

  private long readInto(int len) throws Errno {
    return reader.read(IoBuffer.kernel(MemorySegment.ofArray(new byte[len])));
  }

  private long write(int len) throws Errno {
    return writer.write(IoBuffer.kernel(MemorySegment.ofArray(new byte[len])), fs.who);
  }

  @Test
  void bytesComeOutInOrder() throws Errno {
    fs.write(writer, "hello ");
    fs.write(writer, "world");
    assertEquals("hello", VfsFixture.read(reader, 5));
    assertEquals(" world", VfsFixture.read(reader, 100));
  }

  @Test
  void emptyPipeIsEAGAINAndEndsWhenTheWriterLeaves() throws Errno {
    assertEquals(AGAIN, readInto(1));
    writer.release();
    assertEquals(0, readInto(1));
  }

  @Test
  void whatWasWrittenIsReadAfterTheWriterLeft() throws Errno {
    fs.write(writer, "last words");
    writer.release();
    assertEquals("last words", VfsFixture.read(reader, 100));
    assertEquals("", VfsFixture.read(reader, 100));
  }

  @Test
  void writingWithoutReaderIsEPIPE() throws Errno {
    reader.release();
    assertEquals(Errno.EPIPE.negated(), write(1));
    assertEquals(0, write(0));
  }

  @Test
  void endsGoOneWay() {
    assertErrno(Errno.EBADF, () -> fs.write(reader, "x"));
    assertErrno(Errno.EBADF, () -> VfsFixture.read(writer, 1));
  }

  @Test
  void holds65536BytesWrittenAtOnceOrOneByOne() throws Errno {
    assertEquals(65536, write(100_000));
    assertEquals(AGAIN, write(1));
    assertEquals(65536, readInto(100_000));
    for (int i = 0; i < 65536; i++) {
      assertEquals(1, write(1));
    }
    assertEquals(AGAIN, write(1));
  }

  @Test
  void fullPipeTakesNothingUntilAPageIsRead() throws Errno {
    write(65536);
    assertEquals(1, readInto(1));
    assertEquals(AGAIN, write(1));
    assertEquals(4095, readInto(4095));
    assertEquals(4096, write(5000));
  }

  @Test
  void writeOfUpToAPageIsNeverSplit() throws Errno {
    write(15 * 4096);
    write(10);
    assertEquals(AGAIN, write(4090));
    assertEquals(4086, write(4086));
    assertEquals(AGAIN, write(1));
  }

  @Test
  void packetsAreReadOneByOneAndTheirRestIsLost() throws Errno {
    release(reader);
    release(writer);
    open(Fcntl.O_DIRECT);
    fs.write(writer, "first");
    fs.write(writer, "second");
    assertEquals("fi", VfsFixture.read(reader, 2));
    assertEquals("second", VfsFixture.read(reader, 100));
  }

  @Test
  void readinessFollowsWhatIsInIt() throws Errno {
    assertEquals(0, reader.poll());
    assertEquals(OUT, writer.poll());
    write(1);
    assertEquals(IN, reader.poll());
    write(65535);
    assertEquals(0, writer.poll());
  }

  @Test
  void leavingIsSeenByTheOtherEnd() throws Errno {
    write(1);
    writer.release();
    assertEquals(IN | Poll.EPOLLHUP, reader.poll());
    readInto(1);
    assertEquals(Poll.EPOLLHUP, reader.poll());
  }

  @Test
  void readerLeavingIsAnErrorForTheWriter() {
    reader.release();
    assertEquals(OUT | Poll.EPOLLERR, writer.poll());
  }

  @Test
  void writingWakesTheReaderAndReadingTheWriter() throws Errno {
    Wakes readable = new Wakes();
    Wakes writable = new Wakes();
    reader.readable().observe(readable);
    writer.writable().observe(writable);
    write(65536);
    assertEquals(1, readable.count);
    assertEquals(0, writable.count);
    readInto(4096);
    assertEquals(1, writable.count);
    readInto(4096);
    assertEquals(1, writable.count);
    writer.release();
    assertEquals(2, readable.count);
  }

  @Test
  void capacityIsRoundedUpToAPowerOfTwoOfPages() throws Errno {
    PipeFile pipe = (PipeFile) reader;
    assertEquals(65536, pipe.capacity());
    assertEquals(4096, pipe.capacity(fs.who, 0));
    assertEquals(8192, pipe.capacity(fs.who, 4097));
    assertEquals(8192, write(10_000));
  }

  @Test
  void capacityBelowWhatIsHeldIsEBUSY() throws Errno {
    fs.write(writer, "kept");
    write(9000);
    PipeFile pipe = (PipeFile) reader;
    assertErrno(Errno.EBUSY, () -> pipe.capacity(fs.who, 4096));
    assertEquals(1 << 18, pipe.capacity(fs.who, 200_000));
    assertEquals("kept", VfsFixture.read(reader, 4));
    assertEquals(9000, readInto(10_000));
  }

  @Test
  void capacityBeyondAMebibyteNeedsPrivilege() throws Errno {
    PipeFile pipe = (PipeFile) reader;
    fs.become(1000);
    assertEquals(1 << 20, pipe.capacity(fs.who, 1 << 20));
    assertErrno(Errno.EPERM, () -> pipe.capacity(fs.who, (1 << 20) + 1));
    long allowed = 1L << Capability.CAP_SYS_RESOURCE;
    CapabilitySets sets = fs.who.credentials.capabilities().withEffective(allowed);
    fs.who.credentials = fs.who.credentials.withCapabilities(sets);
    assertEquals(1 << 21, pipe.capacity(fs.who, (1 << 20) + 1));
    assertErrno(Errno.EINVAL, () -> pipe.capacity(fs.who, (1L << 31) + 1));
  }

  @Test
  void unknownFlagsAreEINVAL() {
    assertErrno(Errno.EINVAL, () -> pipes.create(fs.who, Fcntl.O_APPEND));
  }

  @Test
  void hasNoPosition() {
    assertErrno(Errno.ESPIPE, () -> reader.seek(0, 0));
    assertErrno(Errno.ESPIPE, () -> VfsFixture.pread(reader, 1, 0));
    assertErrno(Errno.EINVAL, () -> reader.seek(0, 9));
    assertErrno(Errno.EINVAL, () -> reader.sync(false));
    assertErrno(Errno.ENODEV, () -> reader.pages());
  }

  @Test
  void showsAsAPipe() throws Errno {
    FileStatus status = new FileStatus();
    Statuses.stat(reader, status);
    assertEquals(Stat.S_IFIFO | 0600, status.mode);
    assertEquals("pipe:[" + status.inode + "]", reader.describe(null));
    assertEquals(reader.describe(null), writer.describe(null));
  }

  @Test
  void badUserPageIsEFAULTAndLosesNothing() throws Errno {
    fs.write(writer, "kept");
    IoBuffer wild = new IoBuffer(fs.space.memory());
    assertErrno(Errno.EFAULT, () -> reader.read(wild.ofUser(0x5000, 4)));
    assertErrno(Errno.EFAULT, () -> writer.write(wild.ofUser(0x5000, 4), fs.who));
    assertEquals("kept", VfsFixture.read(reader, 10));
  }

  @Test
  void noMemoryIsENOMEMAndLessThanAskedIfSomeWasThere() throws Errno {
    fs.frames.failNext(1);
    assertErrno(Errno.ENOMEM, () -> write(10));
    fs.frames.failNext(3);
    assertEquals(8192, write(20_000));
  }

  @Test
  void closingFreesWhatWasNotRead() throws Errno {
    long before = fs.frames.statistics().used();
    write(65536);
    assertEquals(before + 16, fs.frames.statistics().used());
    reader.release();
    writer.release();
    assertEquals(before, fs.frames.statistics().used());
  }

  @Test
  void duplicateKeepsTheEndOpen() throws Errno {
    writer.retain();
    writer.release();
    assertTrue(reader.poll() == 0);
    writer.release();
    assertEquals(Poll.EPOLLHUP, reader.poll());
  }

  @Test
  void emptyWriteWritesNothing() throws Errno {
    assertEquals(0, writer.write(bytes(""), fs.who));
    assertFalse((reader.poll() & Poll.EPOLLIN) != 0);
  }
}
