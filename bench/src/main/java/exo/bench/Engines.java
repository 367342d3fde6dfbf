package exo.bench;

import exo.cpu.CpuProvider;
import java.util.ServiceLoader;

/** The engines of this build, and whether they work on this host. */
final class Engines {
  private Engines() {}

  /** Why an engine cannot be measured, with the remedy; empty when it can. */
  static String obstacle(String name) {
    for (CpuProvider provider : ServiceLoader.load(CpuProvider.class)) {
      if (provider.name().equals(name)) {
        CpuProvider.Probe probe = provider.probe();
        return probe.usable() ? "" : probe.detail() + ": " + probe.remedy();
      }
    }
    return "there is no engine " + name;
  }
}
