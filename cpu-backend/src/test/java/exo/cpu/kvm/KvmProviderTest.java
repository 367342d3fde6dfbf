package exo.cpu.kvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.CpuProvider;
import exo.cpu.Exit;
import exo.cpu.engines.Asm;
import exo.cpu.engines.Engines;
import exo.cpu.engines.Guest;
import exo.cpu.kvm.sys.Libc;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KvmProviderTest {
  private static final Path DEVICE = Path.of("/dev/kvm");

  private static boolean isOpenToUs() {
    return Files.isReadable(DEVICE) && Files.isWritable(DEVICE);
  }

  /** Else all tests on it would be left out, and nobody would know. */
  @Test
  void deviceThatMayBeOpenedIsTested() {
    CpuProvider.Probe probe = new KvmProvider().probe();
    assertEquals(isOpenToUs(), probe.usable(), probe.detail());
    if (isOpenToUs() && System.getProperty(Engines.PROPERTY, "").isBlank()) {
      assertTrue(Engines.present().contains("kvm"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Libc.ENOENT, Libc.EACCES, Libc.EPERM, 16})
  void refusalIsOneLineWithARemedy(int errno) {
    KvmDevice.Refused refused = KvmDevice.refusal(errno);
    String line = refused.unavailable().getMessage();
    assertTrue(line.contains("/dev/kvm"), line);
    assertTrue(line.contains(refused.why()) && line.contains(refused.remedy()), line);
    assertFalse(refused.remedy().isEmpty());
    assertFalse(line.contains("\n"), line);
  }

  @Test
  void refusalOfPermissionNamesTheGroup() {
    assertTrue(KvmDevice.refusal(Libc.EACCES).remedy().contains("kvm"));
  }

  @Test
  void trapsAllocateNothing() throws Exception {
    Assumptions.assumeTrue(isOpenToUs());
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Guest g = new Guest(new KvmProvider())) {
      g.code(new Asm().syscall());
      double perCall = Double.MAX_VALUE;
      // Until it is compiled as well as it will be.
      for (int round = 0; round < 60 && perCall > 0.1; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 2000; i++) {
          assertEquals(Exit.SYSCALL, g.run());
        }
        perCall = (threads.getCurrentThreadAllocatedBytes() - before) / 2000.0;
      }
      assertTrue(perCall <= 0.1, perCall + " bytes");
    }
  }
}
