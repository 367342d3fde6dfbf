package exo.mem.phys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.host.HostException;
import exo.mem.phys.PhysicalMemory.Backing;
import exo.mem.ring.RingLayout;
import exo.mem.ring.SpscRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhysicalMemoryTest {
  private static final long MIB = 1L << 20;

  @ParameterizedTest
  @EnumSource
  void beginsAtALargePageAndReadsAsZero(Backing backing) {
    try (PhysicalMemory ram = PhysicalMemory.reserve(64 * MIB, backing)) {
      assertEquals(0, ram.address() % PhysicalMemory.GRANULE);
      assertEquals(64 * MIB, ram.size());
      assertEquals(16384, ram.frames());
      assertEquals(0, ram.getLong(0));
      assertEquals(0, ram.getLong(64 * MIB - 8));
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofSixtyFourGigabytesCostsNothingUntilTouched(Backing backing) throws IOException {
    try (PhysicalMemory ram = PhysicalMemory.reserve(64L << 30, backing)) {
      assertEquals(0, HostMap.resident(ram.address(), ram.size()));
      ram.putLong((64L << 30) - 8, 42);
      ram.putLong(5L << 30, 43);
      assertEquals(42, ram.getLong((64L << 30) - 8));
      assertEquals(43, ram.getLong(5L << 30));
      long resident = HostMap.resident(ram.address(), ram.size());
      assertTrue(resident >= 8192 && resident <= 4 * MIB, "resident " + resident);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -2 * MIB, MIB, 2 * MIB, 5 * MIB, 4 * MIB + 4096, Long.MIN_VALUE})
  void ofAnOddSizeIsRefused(long bytes) {
    assertThrows(
        IllegalArgumentException.class, () -> PhysicalMemory.reserve(bytes, Backing.ANONYMOUS));
  }

  @ParameterizedTest
  @EnumSource
  void beyondTheHostsAddressSpaceIsAnErrorThatSaysSo(Backing backing) {
    long bytes = 1L << 52;
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> PhysicalMemory.reserve(bytes, backing));
    assertTrue(e.getCause() instanceof HostException);
    assertTrue(e.getMessage().contains("guest memory"), e.getMessage());
  }

  @Test
  void isLittleEndianAndPlainAccessesMayBeUnaligned() {
    try (PhysicalMemory ram = PhysicalMemory.reserve(4 * MIB, Backing.ANONYMOUS)) {
      ram.putLong(4093, 0x0102030405060708L);
      assertEquals(8, ram.getByte(4093));
      assertEquals(0x0708, ram.getShort(4093));
      assertEquals(0x05060708, ram.getInt(4093));
      assertEquals(0x01020304, ram.getInt(4097));
      ram.putShort(4093, (short) 0xaabb);
      ram.putByte(4095, (byte) 0xcc);
      ram.putInt(4096, 0xdeadbeef);
      assertEquals(0x01deadbeefccaabbL, ram.getLong(4093));
    }
  }

  @Test
  void atomicAccessesDoWhatTheyAreNamed() {
    try (PhysicalMemory ram = PhysicalMemory.reserve(4 * MIB, Backing.ANONYMOUS)) {
      ram.putLongVolatile(64, 1);
      assertFalse(ram.compareAndSetLong(64, 2, 3));
      assertTrue(ram.compareAndSetLong(64, 1, 3));
      assertEquals(3, ram.compareAndExchangeLong(64, 1, 4));
      assertEquals(3, ram.compareAndExchangeLong(64, 3, 4));
      assertEquals(4, ram.getAndOrLong(64, 3));
      assertEquals(7, ram.getAndSetLong(64, 9));
      ram.putLongRelease(64, 10);
      assertEquals(10, ram.getLongVolatile(64));

      ram.putIntVolatile(128, 1);
      assertFalse(ram.compareAndSetInt(128, 2, 3));
      assertTrue(ram.compareAndSetInt(128, 1, 3));
      assertEquals(3, ram.compareAndExchangeInt(128, 3, 4));
      assertEquals(4, ram.getAndSetInt(128, 5));
      assertEquals(5, ram.getIntVolatile(128));
      assertEquals(5, ram.getLong(128));
    }
  }

  @Test
  void atomicAccessNeedsAlignment() {
    try (PhysicalMemory ram = PhysicalMemory.reserve(4 * MIB, Backing.ANONYMOUS)) {
      assertThrows(IllegalArgumentException.class, () -> ram.getLongVolatile(4));
      assertThrows(IllegalArgumentException.class, () -> ram.compareAndSetInt(2, 0, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -8, 4 * MIB - 7, 4 * MIB, Long.MAX_VALUE, Long.MIN_VALUE})
  void outsideIsAnExceptionAndNotACrash(long pa) {
    try (PhysicalMemory ram = PhysicalMemory.reserve(4 * MIB, Backing.ANONYMOUS)) {
      assertThrows(IndexOutOfBoundsException.class, () -> ram.getLong(pa));
      assertThrows(IndexOutOfBoundsException.class, () -> ram.putLong(pa, 1));
    }
  }

  @Test
  void copiesAndZeroesWholeFrames() {
    try (PhysicalMemory ram = PhysicalMemory.reserve(4 * MIB, Backing.ANONYMOUS)) {
      ram.putLong(3 * 4096, 1);
      ram.putLong(4 * 4096 - 8, 2);
      ram.putLong(7 * 4096 - 8, 77);
      ram.putLong(8 * 4096, 88);
      ram.copy(3, 7);
      assertEquals(1, ram.getLong(7 * 4096));
      assertEquals(2, ram.getLong(8 * 4096 - 8));
      ram.zero(7);
      assertEquals(0, ram.getLong(7 * 4096));
      assertEquals(0, ram.getLong(8 * 4096 - 8));
      assertEquals(77, ram.getLong(7 * 4096 - 8));
      assertEquals(88, ram.getLong(8 * 4096));
      assertThrows(IndexOutOfBoundsException.class, () -> ram.zero(1024));
      assertThrows(IndexOutOfBoundsException.class, () -> ram.copy(-1, 3));
    }
  }

  @ParameterizedTest
  @EnumSource
  void discardGivesTheHostItsMemoryBack(Backing backing) throws IOException {
    try (PhysicalMemory ram = PhysicalMemory.reserve(64 * MIB, backing)) {
      for (long pa = 0; pa < ram.size(); pa += 4096) {
        ram.putLong(pa, pa + 1);
      }
      assertEquals(64 * MIB, HostMap.resident(ram.address(), ram.size()));
      ram.discard(1024, 8192);
      assertEquals(32 * MIB, HostMap.resident(ram.address(), ram.size()));
      assertEquals(1023 * 4096 + 1, ram.getLong(1023 * 4096));
      assertEquals(0, ram.getLong(1024 * 4096));
      assertEquals(0, ram.getLong(9215 * 4096L));
      assertEquals(9216 * 4096L + 1, ram.getLong(9216 * 4096L));
      assertThrows(IndexOutOfBoundsException.class, () -> ram.discard(16383, 2));
    }
  }

  @Test
  void sharedMemoryIsItsFile() throws IOException {
    try (PhysicalMemory ram = PhysicalMemory.reserve(4 * MIB, Backing.SHARED_FILE);
        FileChannel file = open(ram)) {
      ram.putLong(8192, 0x1122334455667788L);
      ByteBuffer bytes = ByteBuffer.allocate(8);
      file.read(bytes, 8192);
      assertArrayEquals(
          new byte[] {(byte) 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11}, bytes.array());
      file.write(ByteBuffer.wrap(new byte[] {1}), 4096);
      assertEquals(1, ram.getLong(4096));
    }
  }

  @Test
  void sharedMemoryCannotBeCutUnderUs() throws IOException {
    try (PhysicalMemory ram = PhysicalMemory.reserve(4 * MIB, Backing.SHARED_FILE);
        FileChannel file = open(ram)) {
      assertThrows(IOException.class, () -> file.truncate(0));
      assertEquals(4 * MIB, file.size());
    }
  }

  private static FileChannel open(PhysicalMemory ram) throws IOException {
    return FileChannel.open(
        Path.of("/proc/self/fd/" + ram.fileDescriptor()),
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  @Test
  void anonymousMemoryHasNoFile() {
    try (PhysicalMemory ram = PhysicalMemory.reserve(4 * MIB, Backing.ANONYMOUS)) {
      assertThrows(IllegalStateException.class, ram::fileDescriptor);
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterCloseEveryAccessIsAnException(Backing backing) {
    PhysicalMemory ram = PhysicalMemory.reserve(4 * MIB, backing);
    ram.close();
    ram.close();
    assertThrows(IllegalStateException.class, () -> ram.getLong(0));
    assertThrows(IllegalStateException.class, () -> ram.putByte(0, (byte) 1));
    assertThrows(IllegalStateException.class, () -> ram.compareAndSetLong(0, 0, 1));
    assertThrows(IllegalStateException.class, () -> ram.zero(1));
    assertThrows(IllegalStateException.class, () -> ram.discard(0, 1));
  }

  @Test
  void closeUnderAReaderIsAnExceptionThere() throws InterruptedException {
    PhysicalMemory ram = PhysicalMemory.reserve(4 * MIB, Backing.ANONYMOUS);
    CountDownLatch reading = new CountDownLatch(1);
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    for (long pa = 0; ; pa = (pa + 8) & (4 * MIB - 1)) {
                      ram.putLong(pa, ram.getLong(pa) + 1);
                      reading.countDown();
                    }
                  } catch (RuntimeException e) {
                    end.set(e);
                  }
                });
    reading.await();
    ram.close();
    reader.join();
    assertEquals(IllegalStateException.class, end.get().getClass());
  }

  @ParameterizedTest
  @EnumSource
  void closeUnmaps(Backing backing) throws IOException {
    PhysicalMemory ram = PhysicalMemory.reserve(1L << 40, backing);
    long middle = ram.address() + (1L << 39);
    assertTrue(HostMap.isMapped(middle));
    ram.close();
    // Nothing else takes a place in the middle of so wide a hole.
    assertFalse(HostMap.isMapped(middle));
  }

  @Test
  void aThousandTimesLeavesNoDescriptor() throws IOException {
    for (int i = 0; i < 1000; i++) {
      try (PhysicalMemory ram = PhysicalMemory.reserve(4 * MIB, Backing.SHARED_FILE)) {
        ram.putLong(i * 8L, i);
      }
    }
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      assertTrue(descriptors.filter(PhysicalMemoryTest::isRam).count() < 20);
    }
  }

  private static boolean isRam(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains("exo-ram");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource
  void thatIsHeldStaysMappedAfterItsEnd(Backing backing) throws IOException {
    PhysicalMemory ram = PhysicalMemory.reserve(4 * MIB, backing);
    MemorySegment ring = ram.segment().asSlice(0, RingLayout.bytes(2));
    RingLayout.format(ring, 2, RingLayout.ONE_TO_ONE, 0);
    SpscRing held = new SpscRing(ring, null, ram.hold());
    MemorySegment bytes = Arena.ofAuto().allocate(64);
    assertEquals(0, held.send(bytes, 0, 40, 0));
    long address = ram.address();
    ram.close();
    ram.close();
    assertTrue(HostMap.resident(address, 4 * MIB) > 0);
    assertThrows(IllegalStateException.class, () -> held.receive(bytes, 0));
    assertThrows(IllegalStateException.class, () -> held.send(bytes, 0, 40, 0));
    assertThrows(IllegalStateException.class, () -> held.sendBatch(bytes, 0, 1));
    Reference.reachabilityFence(held);
  }
}
