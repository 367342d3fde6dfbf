package exo.cpu.unicorn;

import exo.cpu.Cpu;
import exo.cpu.CpuOptions;
import exo.cpu.CpuProvider;
import exo.cpu.CpuUnavailable;
import exo.cpu.unicorn.sys.UnicornLibrary;
import exo.mem.paging.PageTables;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The Unicorn engine: runs x86-64 on any host that libunicorn runs on. */
public final class UnicornProvider implements CpuProvider {
  /**
   * System property that forces one way of learning about exceptions, {@code live}, {@code context}
   * or {@code virtual}; without it the best that passes the start-up check.
   */
  public static final String MODE_PROPERTY = "exo.unicorn.mode";

  /** System property that, as {@code java}, keeps machine code out of the hooks. */
  public static final String HOOKS_PROPERTY = "exo.unicorn.hooks";

  private final @Nullable String forced;
  private final boolean javaHooks;

  public UnicornProvider() {
    this(System.getProperty(MODE_PROPERTY), "java".equals(System.getProperty(HOOKS_PROPERTY)));
  }

  /**
   * @param forced a mode, as the property names it; null for the best
   */
  UnicornProvider(@Nullable String forced, boolean javaHooks) {
    this.forced = forced;
    this.javaHooks = javaHooks;
  }

  @Override
  public String name() {
    return "unicorn";
  }

  @Override
  public Probe probe() {
    UnicornLibrary library = UnicornLibrary.find();
    return new Probe(library.usable(), library.detail(), library.remedy());
  }

  @Override
  public PhysicalMemory.Backing backing() {
    return PhysicalMemory.Backing.ANONYMOUS;
  }

  @Override
  public Cpu open(PhysicalMemory ram, FrameAllocator frames, PageTables tables, CpuOptions options)
      throws CpuUnavailable {
    UnicornLibrary library = UnicornLibrary.find();
    if (!library.usable()) {
      throw new CpuUnavailable(library.detail() + "; " + library.remedy());
    }
    StringJoiner reasons = new StringJoiner("; ");
    for (Boot.Mode mode : modes()) {
      Boot boot = new Boot(ram, frames, tables, options);
      boolean built = false;
      try {
        UnicornCpu cpu = new UnicornCpu(boot.build(mode, javaHooks));
        built = true;
        return cpu;
      } catch (StartUpCheck.Failed e) {
        reasons.add(mode.name().toLowerCase(Locale.ROOT) + ": " + e.getMessage());
      } catch (KernelPage.OutOfFrames e) {
        throw new CpuUnavailable(
            "guest memory is too small for a CPU engine; give the machine more");
      } catch (IllegalStateException e) {
        throw new CpuUnavailable(library.detail() + " cannot open an engine: " + e.getMessage(), e);
      } finally {
        if (!built) {
          boot.close();
        }
      }
    }
    throw new CpuUnavailable(
        library.detail()
            + " fails the start-up check ("
            + reasons
            + "); install another version of libunicorn");
  }

  private List<Boot.Mode> modes() throws CpuUnavailable {
    if (forced == null) {
      return List.of(Boot.Mode.values());
    }
    for (Boot.Mode mode : Boot.Mode.values()) {
      if (mode.name().equalsIgnoreCase(forced)) {
        return List.of(mode);
      }
    }
    throw new CpuUnavailable(
        MODE_PROPERTY
            + "="
            + forced
            + " is none of "
            + Arrays.toString(Boot.Mode.values()).toLowerCase(Locale.ROOT));
  }
}
