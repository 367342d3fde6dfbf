package exo.cpu.host;

import exo.cpu.Capabilities;
import exo.cpu.Cpu;
import exo.cpu.CpuOptions;
import exo.cpu.CpuProvider;
import exo.cpu.CpuUnavailable;
import exo.mem.paging.PageTables;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.io.IOException;
import java.util.Map;

/** The host process engine: guest code runs on the bare processor of a Linux x86-64 host. */
public final class HostProvider implements CpuProvider {
  private static final String REMEDY = "take --cpu unicorn, which needs nothing of the host";

  /** Mappings that are not of guest memory, and those that one update may add. */
  private static final int SPARE_MAPPINGS = 200;

  private final Map<PhysicalMemory, Siblings> machines = Siblings.none();

  /** For the service loader. */
  public HostProvider() {}

  @Override
  public String name() {
    return "host";
  }

  @Override
  public Probe probe() {
    if (!isLinux()) {
      return new Probe(false, "host processes need Linux on x86-64", REMEDY);
    }
    try (Tracer tracer = new Tracer();
        Nursery nursery = Nursery.open(tracer, null)) {
      return new Probe(true, detail(nursery), "");
    } catch (CpuUnavailable e) {
      String message = String.valueOf(e.getMessage());
      int end = message.lastIndexOf("; ");
      return end < 0
          ? new Probe(false, message, REMEDY)
          : new Probe(false, message.substring(0, end), message.substring(end + 2));
    }
  }

  private static String detail(Nursery nursery) {
    String namespaces = nursery.namespaces();
    return "traced processes, namespaces of their own: "
        + (namespaces.isEmpty() ? "none" : namespaces);
  }

  private static boolean isLinux() {
    return System.getProperty("os.name", "").equals("Linux")
        && System.getProperty("os.arch", "").equals("amd64");
  }

  @Override
  public PhysicalMemory.Backing backing() {
    return PhysicalMemory.Backing.SHARED_FILE;
  }

  @Override
  public Cpu open(PhysicalMemory ram, FrameAllocator frames, PageTables tables, CpuOptions options)
      throws CpuUnavailable {
    if (!isLinux()) {
      throw new CpuUnavailable("host processes need Linux on x86-64; " + REMEDY);
    }
    HostFeatures features;
    try {
      features = HostFeatures.read();
    } catch (IOException e) {
      throw new CpuUnavailable("cannot read what the processor can: " + e + "; mount /proc", e);
    }
    Tracer tracer = new Tracer();
    Siblings siblings = Siblings.of(machines, ram);
    Placement placement = Placement.pin(tracer.arena, siblings, options.index());
    Nursery nursery = null;
    boolean open = false;
    try {
      nursery = Nursery.open(tracer, ram);
      FpuRegisters fpu = new FpuRegisters(tracer, nursery.init());
      Mapper mapper = new Mapper(ram, features.mappings() - SPARE_MAPPINGS);
      Spaces spaces = new Spaces(nursery, fpu);
      Capabilities can = capabilities(features, fpu.size(), detail(nursery));
      HostCpu cpu = new HostCpu(tracer, spaces, fpu, mapper, ram, placement, can);
      open = true;
      return cpu;
    } catch (ChildLost e) {
      throw new CpuUnavailable("guest processes do not start: " + e.getMessage() + "; " + REMEDY);
    } finally {
      if (!open) {
        if (nursery != null) {
          nursery.close();
        }
        placement.undo();
        tracer.close();
      }
    }
  }

  private static Capabilities capabilities(HostFeatures f, int xsaveSize, String detail) {
    return new Capabilities(
        true,
        false,
        true,
        false,
        Stub.USER_TOP,
        f.instructionSets(),
        false,
        xsaveSize,
        f.hwcap(),
        f.hwcap2(),
        "x86_64",
        detail);
  }
}
