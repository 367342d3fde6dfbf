package exo.cpu.unicorn;

import exo.cpu.CpuProvider;
import exo.cpu.CpuUnavailable;
import exo.cpu.engines.Guest;
import org.junit.jupiter.api.Assumptions;

/** A machine for tests on Unicorn. */
final class UnicornGuest extends Guest {
  /** On the best engine. */
  UnicornGuest() throws CpuUnavailable {
    this(new UnicornProvider(null, false));
  }

  /** On an engine that works in a given way. */
  UnicornGuest(Boot.Mode mode) throws CpuUnavailable {
    this(new UnicornProvider(mode.name(), false));
  }

  UnicornGuest(UnicornProvider provider) throws CpuUnavailable {
    super(assumed(provider));
  }

  private static CpuProvider assumed(UnicornProvider provider) {
    CpuProvider.Probe probe = provider.probe();
    Assumptions.assumeTrue(probe.usable(), probe.detail() + "; " + probe.remedy());
    return provider;
  }
}
