package exo.cpu.engines;

import exo.cpu.CpuProvider;
import exo.cpu.CpuUnavailable;
import exo.cpu.unicorn.UnicornModes;
import java.util.ArrayList;
import java.util.List;

/**
 * An engine in one of its ways of working.
 *
 * @param name of the engine, and of the way where there are several
 */
record TestEngine(String name, CpuProvider provider) {
  private static final String UNICORN = "unicorn";

  /** All that work here; see {@link Engines#present}. */
  static List<TestEngine> all() {
    List<TestEngine> all = new ArrayList<>();
    for (CpuProvider provider : Engines.providers()) {
      if (provider.name().equals(UNICORN)) {
        UnicornModes.providers().forEach((mode, p) -> all.add(new TestEngine(mode, p)));
      } else {
        all.add(new TestEngine(provider.name(), provider));
      }
    }
    return all;
  }

  /** A machine with one CPU. */
  Guest guest() throws CpuUnavailable {
    return new Guest(provider);
  }

  /** An emulator: its processor is not the host's, and its gaps are those docs/cpu.md lists. */
  boolean isUnicorn() {
    return provider.name().equals(UNICORN);
  }

  /** Unicorn where translations come from Java. */
  boolean isVirtual() {
    return name.equals(UnicornModes.VIRTUAL);
  }

  @Override
  public String toString() {
    return name;
  }
}
