package exo.fuzz.run;

import exo.cpu.CpuProvider;
import exo.cpu.CpuProviders;
import exo.cpu.CpuUnavailable;
import exo.fuzz.program.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Another engine as oracle: the same kernel, the same seed, the same clock, and another processor.
 * Each program is the only one of its batch, so the auditor looks at the machine behind each.
 */
public final class EngineOracle implements Oracle {
  /** Those whose processor is a real one first: it is the one that cannot be wrong. */
  private static final List<String> ORDER = List.of("host", "kvm", "unicorn");

  private final GuestRunner guest;
  private final Sides sides;

  /**
   * Takes what its machines are made of.
   *
   * @param engine the oracle's engine
   * @param other the engine that is looked at
   * @param executor the executor's file
   * @throws IOException when it cannot be read
   */
  public EngineOracle(String engine, String other, Path executor, long seed) throws IOException {
    guest = new GuestRunner(engine, executor, seed);
    sides = new Sides(engine, other);
  }

  /**
   * The first engine that can work here and is not the given one.
   *
   * @throws CpuUnavailable when there is none; the message says why not
   */
  public static String beside(String engine) throws CpuUnavailable {
    List<String> why = new ArrayList<>();
    for (String name : ORDER) {
      if (!name.equals(engine)) {
        CpuProvider.Probe probe = CpuProviders.named(name).probe();
        if (probe.usable()) {
          return name;
        }
        why.add(name + ": " + probe.detail());
      }
    }
    throw new CpuUnavailable(
        "no engine works here to compare " + engine + " with; " + String.join("; ", why));
  }

  @Override
  public Sides sides() {
    return sides;
  }

  @Override
  public boolean takes(Program program) {
    return true;
  }

  @Override
  public Execution ask(Program program) throws CpuUnavailable, InterruptedException {
    return guest.run(List.of(program)).getFirst();
  }

  @Override
  public Execution askFresh(Program program) throws CpuUnavailable, InterruptedException {
    return guest.runFresh(program);
  }

  @Override
  public void close() {
    guest.close();
  }
}
