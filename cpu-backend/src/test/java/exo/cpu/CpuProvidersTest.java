package exo.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class CpuProvidersTest {
  @Test
  void unicornIsFound() throws CpuUnavailable {
    assertEquals("unicorn", CpuProviders.named("unicorn").name());
  }

  @Test
  void unknownNameTellsWhatThereIs() {
    CpuUnavailable e = assertThrows(CpuUnavailable.class, () -> CpuProviders.named("abacus"));
    assertTrue(e.getMessage().contains("abacus"), e.getMessage());
    assertTrue(e.getMessage().contains("unicorn"), e.getMessage());
  }

  @Test
  void probeHasARemedyExactlyWhenItIsNotUsable() {
    for (CpuProvider provider : CpuProviders.all()) {
      CpuProvider.Probe probe = provider.probe();
      assertEquals(probe.usable(), probe.remedy().isEmpty(), provider.name());
      assertTrue(!probe.detail().isEmpty());
    }
  }
}
