package exo.cpu.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import exo.cpu.CpuProvider;
import exo.cpu.CpuProviders;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("changes the property")
class PresentEnginesTest {
  private final String asked = System.getProperty(Engines.PROPERTY, "");

  @AfterEach
  void restore() {
    System.setProperty(Engines.PROPERTY, asked);
  }

  @Test
  void everyEngineThatWorksIsTested() {
    System.setProperty(Engines.PROPERTY, "");
    List<String> usable =
        CpuProviders.all().stream()
            .filter(provider -> provider.probe().usable())
            .map(CpuProvider::name)
            .toList();
    assertEquals(usable, Engines.present());
    assertFalse(usable.isEmpty(), "no engine works on this machine");
  }

  @Test
  void thePropertyChoosesSome() {
    List<String> last = Engines.present().reversed().subList(0, 1);
    System.setProperty(Engines.PROPERTY, last.getFirst());
    assertEquals(last, Engines.present());
  }

  @Test
  void whatThePropertyNamesMustBeThere() {
    System.setProperty(Engines.PROPERTY, "abacus");
    assertThrows(IllegalStateException.class, Engines::present);
  }

  @Test
  void namesAreSeparatedByCommas() {
    List<String> all = Engines.present();
    System.setProperty(Engines.PROPERTY, String.join(" , ", all));
    assertEquals(all, Engines.present());
  }
}
