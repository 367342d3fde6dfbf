package exo.kernel.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.GuestProcess;
import exo.kernel.GuestStartException;
import exo.kernel.GuestStartException.Kind;
import exo.kernel.Machine;
import exo.kernel.Program;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Program files that are none, or lie: an error at the start or a signal, and nothing is lost. */
@OnEveryEngine
class BadElfTest {
  private final String engine;

  BadElfTest(String engine) {
    this.engine = engine;
  }

  private static final int EHDR = 64;
  private static final int PHDR = 56;

  private HostileMachine m;
  private byte[] hello;

  @BeforeEach
  void boot() throws Exception {
    m = new HostileMachine(Machine.builder().engine(engine).memory(64L << 20), "hello");
    hello = HostileMachine.guest("hello");
  }

  @AfterEach
  void close() throws Exception {
    m.check();
    m.close();
  }

  /** Starts these bytes; if they start, they must end. */
  private void start(byte[] bytes) throws Exception {
    m.machine.writeFile("/bin/bad", bytes, 0755);
    GuestProcess p;
    try {
      p = m.machine.start(Program.of("/bin/bad"));
    } catch (GuestStartException refused) {
      return;
    }
    if (p.waitFor(Duration.ofMillis(300)).isEmpty()) {
      // A changed entry may well be a loop.
      p.kill();
      assertTrue(p.waitFor(Duration.ofSeconds(30)).isPresent(), "cannot be killed");
    }
  }

  private Kind refusal(byte[] bytes) throws Exception {
    m.machine.writeFile("/bin/bad", bytes, 0755);
    return assertThrows(GuestStartException.class, () -> m.machine.start(Program.of("/bin/bad")))
        .kind();
  }

  private ByteBuffer copy() {
    return ByteBuffer.wrap(hello.clone()).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void emptyIsNotExecutable() throws Exception {
    assertEquals(Kind.NOT_EXECUTABLE, refusal(new byte[0]));
  }

  @Test
  void textIsNotExecutable() throws Exception {
    assertEquals(Kind.NOT_EXECUTABLE, refusal("plain text\n".getBytes()));
  }

  @Test
  void cutAnywhereInItsHeadersIsNotExecutable() throws Exception {
    int headers = EHDR + PHDR * copy().getShort(56);
    for (int len = 0; len < headers; len++) {
      assertEquals(Kind.NOT_EXECUTABLE, refusal(Arrays.copyOf(hello, len)), "cut at " + len);
    }
  }

  @Test
  void cutInItsContentsEnds() throws Exception {
    int headers = EHDR + PHDR * copy().getShort(56);
    for (int len = headers; len < hello.length; len += 97) {
      start(Arrays.copyOf(hello, len));
    }
  }

  @Test
  void ofAnotherMachineIsNotExecutable() throws Exception {
    ByteBuffer b = copy();
    b.putShort(18, (short) 183);
    assertEquals(Kind.NOT_EXECUTABLE, refusal(b.array()));
  }

  @Test
  void of32BitsIsNotExecutable() throws Exception {
    ByteBuffer b = copy();
    b.put(4, (byte) 1);
    assertEquals(Kind.NOT_EXECUTABLE, refusal(b.array()));
  }

  @Test
  void withHugeOrMisalignedSegmentsEnds() throws Exception {
    int count = copy().getShort(56);
    long[] values = {
      -1,
      1,
      7,
      0xfff,
      0x1001,
      1L << 40,
      1L << 46,
      1L << 47,
      (1L << 47) - 4096,
      Long.MAX_VALUE,
      Long.MIN_VALUE,
      0x7fff_ffff_f000L,
      hello.length,
      hello.length + 1L
    };
    for (int i = 0; i < count; i++) {
      for (int field : new int[] {8, 16, 32, 40, 48}) {
        for (long v : values) {
          ByteBuffer b = copy();
          b.putLong(EHDR + i * PHDR + field, v);
          start(b.array());
        }
      }
    }
  }

  @Test
  void withAnEntryOutsideEndsByASignal() throws Exception {
    for (long entry : new long[] {0, 1, 4096, 0x1234_5678_0000L, 0x7fff_ffff_0000L}) {
      ByteBuffer b = copy();
      b.putLong(24, entry);
      m.machine.writeFile("/bin/bad", b.array(), 0755);
      assertEquals(11, m.run("bad").result().signal(), Long.toHexString(entry));
    }
  }

  @Test
  void withOverlappingSegmentsEnds() throws Exception {
    int count = copy().getShort(56);
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < count; k++) {
        ByteBuffer b = copy();
        b.putLong(EHDR + i * PHDR + 16, b.getLong(EHDR + k * PHDR + 16));
        start(b.array());
      }
    }
  }

  @Test
  void withAMissingInterpreterIsNotFound() throws Exception {
    ByteBuffer b = copy();
    byte[] name = "/no/such/ld.so\0".getBytes();
    byte[] bytes = Arrays.copyOf(b.array(), hello.length + name.length);
    System.arraycopy(name, 0, bytes, hello.length, name.length);
    ByteBuffer n = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int last = EHDR + (n.getShort(56) - 1) * PHDR;
    n.putInt(last, 3);
    n.putLong(last + 8, hello.length);
    n.putLong(last + 32, name.length);
    assertEquals(Kind.NOT_FOUND, refusal(bytes));
  }

  @Test
  void changedAtRandomEnds() throws Exception {
    mutate(1, 300);
  }

  @Test
  @Tag("long")
  void changedAtRandomEndsManyTimes() throws Exception {
    mutate(2, 20_000);
  }

  private void mutate(long seed, int times) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    int headers = EHDR + PHDR * copy().getShort(56);
    for (int i = 0; i < times; i++) {
      byte[] b = hello.clone();
      for (int k = random.nextInt(1, 5); k > 0; k--) {
        b[random.nextInt(4, headers)] = (byte) random.nextInt();
      }
      start(b);
    }
  }
}
