package exo.cli.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cli.Failure;
import exo.fuzz.engine.FuzzOptions;
import exo.fuzz.engine.OracleChoice;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuzzArgumentsTest {
  private static FuzzOptions options(String... words) throws Failure {
    return FuzzArguments.parse(List.of(words)).options();
  }

  @Test
  void linuxIsTheOracleUnlessSaid() throws Failure {
    assertEquals(OracleChoice.LINUX, options().oracle());
    assertEquals(OracleChoice.ENGINES, options("--oracle", "engines").oracle());
    assertEquals(OracleChoice.NONE, options("--oracle", "none").oracle());
    assertFalse(options().failNth());
  }

  @Test
  void anUnknownOracleIsRefused() {
    assertThrows(Failure.class, () -> options("--oracle", "delphi"));
  }

  @Test
  void failNthAsksNoOracle() throws Failure {
    assertTrue(options("--fail-nth").failNth());
    assertEquals(OracleChoice.NONE, options("--fail-nth").oracle());
  }

  @Test
  void failNthWithAnOracleIsRefused() {
    assertThrows(Failure.class, () -> options("--fail-nth", "--oracle", "linux"));
    assertThrows(Failure.class, () -> options("--oracle", "engines", "--fail-nth"));
  }
}
