package exo.cpu.unicorn;

import exo.cpu.CpuProvider;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The ways in which Unicorn works, for tests of all engines. */
public final class UnicornModes {
  /** Name of the mode in which translations come from Java. */
  public static final String VIRTUAL = name(Boot.Mode.VIRTUAL);

  private UnicornModes() {}

  /** A provider for each mode, by a name for people. */
  public static Map<String, CpuProvider> providers() {
    Map<String, CpuProvider> providers = new LinkedHashMap<>();
    for (Boot.Mode mode : Boot.Mode.values()) {
      providers.put(name(mode), new UnicornProvider(mode.name(), false));
    }
    return providers;
  }

  private static String name(Boot.Mode mode) {
    return "unicorn " + mode.name().toLowerCase(Locale.ROOT);
  }
}
