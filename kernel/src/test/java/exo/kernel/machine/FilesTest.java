package exo.kernel.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a machine, from outside and from inside. */
@OnEveryEngine
class FilesTest {
  private final String engine;

  FilesTest(String engine) {
    this.engine = engine;
  }

  @TempDir Path host;

  @Test
  void writtenOutsideIsReadInside() throws Exception {
    try (Puppet p = new Puppet(engine)) {
      p.machine.makeDirectories("/var/data");
      p.machine.writeFile("/var/data/in", utf8("from outside"), 0644);
      assertEquals("from outside", p.says("cat", "/var/data/in"));
    }
  }

  @Test
  void writtenInsideIsReadOutside() throws Exception {
    try (Puppet p = new Puppet(engine)) {
      p.run("write", "/out", "from inside");
      assertArrayEquals(utf8("from inside"), p.machine.readFile("/out"));
    }
  }

  @Test
  void aSecondWriteReplacesTheFirst() throws Exception {
    try (Puppet p = new Puppet(engine)) {
      p.machine.writeFile("/f", utf8("a longer text"), 0644);
      p.machine.writeFile("/f", utf8("short"), 0600);
      assertArrayEquals(utf8("short"), p.machine.readFile("/f"));
      assertEquals(0100644, p.machine.fileMode("/f").orElseThrow());
    }
  }

  @Test
  void largeOnesComeBackAsTheyWere() throws Exception {
    byte[] bytes = new byte[5_000_003];
    new Random(11).nextBytes(bytes);
    try (Puppet p = new Puppet(engine)) {
      p.machine.writeFile("/large", bytes, 0644);
      assertArrayEquals(bytes, p.machine.readFile("/large"));
    }
  }

  @Test
  void errorsCarryTheErrnoOfTheGuest() throws Exception {
    try (Puppet p = new Puppet(engine)) {
      assertFails("ENOENT", () -> p.machine.readFile("/absent"));
      assertFails("ENOTDIR", () -> p.machine.readFile("/puppet/inside"));
      assertFails("EISDIR", () -> p.machine.readFile("/tmp"));
      assertFails("ENOENT", () -> p.machine.writeFile("/absent/f", new byte[1], 0644));
      assertFails("ENOTDIR", () -> p.machine.makeDirectories("/puppet/inside"));
      assertTrue(p.machine.fileMode("/absent").isEmpty());
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void assertFails(String errno, Action action) {
    IOException e = assertThrows(IOException.class, action::run);
    assertTrue(e.getMessage().contains(errno), e.getMessage());
  }

  @Test
  void sizesOfProcfsNeedNotBeKnown() throws Exception {
    try (Puppet p = new Puppet(engine)) {
      String info = new String(p.machine.readFile("/proc/meminfo"), StandardCharsets.US_ASCII);
      assertTrue(info.startsWith("MemTotal:"), info);
    }
  }

  @Test
  void machinesShareNothing() throws Exception {
    try (Puppet a = new Puppet(engine);
        Puppet b = new Puppet(engine)) {
      a.run("write", "/tmp/mine", "a");
      assertFails("ENOENT", () -> b.machine.readFile("/tmp/mine"));
    }
  }

  @Test
  void aRootFolderOfTheHostIsNeverWritten() throws Exception {
    Files.writeString(host.resolve("given"), "of the host");
    try (Puppet p = new Puppet(Machine.builder().engine(engine).rootDirectory(host))) {
      assertEquals("of the host", p.says("cat", "/given"));
      assertEquals(0, p.run("write", "/new", "of the guest").status());
      p.machine.writeFile("/given", utf8("changed"), 0644);
      assertEquals("changed", p.says("cat", "/given"));
    }
    assertEquals("of the host", Files.readString(host.resolve("given")));
    assertFalse(Files.exists(host.resolve("new")));
  }

  @Test
  void aMountedFolderIsWrittenOnlyIfAsked() throws Exception {
    Files.writeString(host.resolve("given"), "of the host");
    try (Puppet p = new Puppet(Machine.builder().engine(engine).mount(host, "/mnt/ro", false))) {
      assertEquals("of the host", p.says("cat", "/mnt/ro/given"));
      assertEquals(1, p.run("write", "/mnt/ro/new", "x").status());
      assertTrue(p.error().contains("error 30"), p.error());
      p.machine.mount(host, "/mnt/rw", true);
      assertEquals(0, p.run("write", "/mnt/rw/new", "of the guest").status());
    }
    assertEquals("of the guest", Files.readString(host.resolve("new")));
  }

  @Test
  void aHostFolderThatIsNotThereIsAnIOException() {
    Path absent = host.resolve("absent");
    IOException e =
        assertThrows(
            IOException.class,
            () -> Machine.builder().engine(engine).rootDirectory(absent).build());
    assertTrue(e.getMessage().contains("absent"), e.getMessage());
    assertThrows(
        IOException.class, () -> Machine.builder().engine(engine).initramfs(absent).build());
  }

  private static byte[] utf8(String s) {
    return s.getBytes(StandardCharsets.UTF_8);
  }
}
