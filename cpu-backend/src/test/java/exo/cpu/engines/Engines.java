package exo.cpu.engines;

import exo.cpu.CpuProvider;
import exo.cpu.CpuProviders;
import exo.cpu.CpuUnavailable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The engines that tests run on: every one that works on this machine. */
public final class Engines {
  /** Names of engines, separated by commas, to run tests on those only. */
  public static final String PROPERTY = "exo.test.engines";

  private Engines() {}

  /** Names for {@code CpuProviders.named} and {@code MachineBuilder.engine}. */
  public static List<String> present() {
    return providers().stream().map(CpuProvider::name).toList();
  }

  /**
   * The engines behind {@link #present}.
   *
   * @throws IllegalStateException when one that the property names is not there or cannot work:
   *     tests that were asked for must not be left out
   */
  public static List<CpuProvider> providers() {
    String wanted = System.getProperty(PROPERTY, "");
    return wanted.isBlank() ? usable() : named(wanted);
  }

  private static List<CpuProvider> usable() {
    List<CpuProvider> usable = new ArrayList<>();
    for (CpuProvider provider : CpuProviders.all()) {
      CpuProvider.Probe probe = provider.probe();
      if (probe.usable()) {
        usable.add(provider);
      } else {
        System.err.println("no tests on the engine " + provider.name() + ": " + why(probe));
      }
    }
    return usable;
  }

  private static List<CpuProvider> named(String names) {
    return Arrays.stream(names.split(",", -1)).map(name -> checked(name.strip())).toList();
  }

  private static CpuProvider checked(String name) {
    try {
      CpuProvider provider = CpuProviders.named(name);
      CpuProvider.Probe probe = provider.probe();
      if (!probe.usable()) {
        throw new IllegalStateException(PROPERTY + ": engine " + name + ": " + why(probe));
      }
      return provider;
    } catch (CpuUnavailable e) {
      throw new IllegalStateException(PROPERTY + ": " + e.getMessage(), e);
    }
  }

  private static String why(CpuProvider.Probe probe) {
    return probe.detail() + "; " + probe.remedy();
  }
}
