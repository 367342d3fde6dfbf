package exo.cpu;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The engines present in this Java runtime. */
public final class CpuProviders {
  private CpuProviders() {}

  /** All engines, in the order in which the service loader finds them. */
  public static List<CpuProvider> all() {
    return ServiceLoader.load(CpuProvider.class, CpuProviders.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * The engine of that name.
   *
   * @throws CpuUnavailable when there is none; the message lists those there are
   */
  public static CpuProvider named(String name) throws CpuUnavailable {
    List<CpuProvider> all = all();
    for (CpuProvider provider : all) {
      if (provider.name().equals(name)) {
        return provider;
      }
    }
    throw new CpuUnavailable(
        "no CPU engine is called "
            + name
            + "; there is: "
            + all.stream().map(CpuProvider::name).collect(Collectors.joining(", ")));
  }
}
