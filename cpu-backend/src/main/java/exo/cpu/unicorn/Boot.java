package exo.cpu.unicorn;

import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_CR0;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_CR4;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_FPCW;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_GDTR;
import static exo.cpu.unicorn.sys.UnicornRegisters.UC_X86_REG_MXCSR;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.cpu.Capabilities;
import exo.cpu.CpuOptions;
import exo.cpu.CpuState;
import exo.cpu.CpuStates;
import exo.cpu.unicorn.sys.Containment;
import exo.cpu.unicorn.sys.UnicornLibrary;
import exo.cpu.x86.Cr0;
import exo.cpu.x86.Cr4;
import exo.cpu.x86.Efer;
import exo.cpu.x86.Gdt;
import exo.cpu.x86.Msr;
import exo.cpu.x86.Selectors;
import exo.mem.paging.PageTables;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Builds one engine in one {@link Mode}, in the order that the library needs, checks it, and takes
 * it down again.
 */
final class Boot implements AutoCloseable {
  private static final long HIGHEST_USER_ADDRESS = 0x7fff_ffff_f000L;

  /** How the details of exceptions are had, best first. */
  enum Mode {
    /** From the engine's own state. */
    LIVE,
    /** From saved contexts. */
    CONTEXT,
    /** Not at all: translations come from Java, which knows why it refused one. */
    VIRTUAL
  }

  private final PhysicalMemory ram;
  private final FrameAllocator frames;
  private final PageTables tables;
  private final CpuOptions options;
  private final CpuStates states = new CpuStates(CpuState.XSAVE_MINIMUM);
  private final OwnSpace space;
  private @Nullable Engine engine;
  private @Nullable KernelPage kernelPage;
  private @Nullable Hooks hooks;
  private @Nullable ContextWindow clean;
  private @Nullable ContextWindow context;

  Boot(PhysicalMemory ram, FrameAllocator frames, PageTables tables, CpuOptions options) {
    this.ram = ram;
    this.frames = frames;
    this.tables = tables;
    this.options = options;
    space = new OwnSpace(tables);
  }

  /**
   * Builds and checks.
   *
   * @param javaHooks whether the hooks are not to be machine code
   * @throws StartUpCheck.Failed when the library does not allow this mode
   * @throws KernelPage.OutOfFrames when guest RAM is too small
   */
  UnicornParts build(Mode mode, boolean javaHooks)
      throws StartUpCheck.Failed, KernelPage.OutOfFrames {
    boolean contained = Containment.active();
    engine = new Engine();
    kernelPage = KernelPage.create(ram, frames, tables);
    if (mode == Mode.VIRTUAL) {
      engine.useVirtualTlb();
    }
    engine.map(ram.segment());
    enterLongMode(engine, kernelPage, options);
    Traps traps = new Traps(engine.arena(), engine.uc());
    CpuState atPort = states.take();
    JavaHooks java = new JavaHooks(engine, traps, tables, atPort);
    hooks = Hooks.install(engine, traps, java, javaHooks, mode == Mode.VIRTUAL);
    context = openContext(engine);
    clean = openContext(engine);
    StartUpCheck check = new StartUpCheck(engine, traps, kernelPage);
    RefusedInstruction refused = new RefusedInstruction(ram, tables);
    FpuRegisters fpu = new ApiFpuRegisters(engine);
    CpuFeatures features;
    View view;
    try (CheckPage _ = CheckPage.map(ram, frames, space)) {
      check.enterRing3();
      java.inRing3();
      clean.read();
      features = CpuFeatures.read(check);
      if (contained && !check.blocksAreLimited()) {
        throw new StartUpCheck.Failed("the length of blocks was to be limited, and is not");
      }
      if (!hooks.askAtBlocks()) {
        java.plainPort();
        check.stopBetweenBlocks();
      }
      view =
          switch (mode) {
            case LIVE -> live(engine, context, check, fpu);
            case CONTEXT ->
                new View(
                    new ApiRegisters(engine),
                    new WindowExceptions(context, check.findLayout(context)),
                    fpu);
            case VIRTUAL -> {
              check.checkVirtual(java);
              Registers registers = new ApiRegisters(engine);
              yield new View(
                  registers,
                  new BlindExceptions(engine, refused, clean, registers, fpu, states.take()),
                  fpu);
            }
          };
    }
    // The frame of the check will be somebody else's, and the engine has seen its address.
    engine.removeAllTranslations();
    engine.setRoot(space.root());
    return new UnicornParts(
        engine,
        traps,
        java,
        new Kick(engine, traps.record(), hooks.askAtBlocks()),
        view.registers,
        view.exceptions,
        view.fpu,
        clean,
        new TranslatedCode(engine, space, tables),
        refused,
        atPort,
        capabilities(features, view, hooks, contained),
        this);
  }

  /** What depends on the mode. */
  private record View(Registers registers, Exceptions exceptions, FpuRegisters fpu) {}

  private static View live(
      Engine engine, ContextWindow context, StartUpCheck check, FpuRegisters byCalls)
      throws StartUpCheck.Failed {
    LiveWindow live = LiveWindow.find(engine, context.size());
    if (live == null) {
      throw new StartUpCheck.Failed("the live state was not found");
    }
    WindowExceptions exceptions = new WindowExceptions(live, check.findLayout(live));
    FpuRegisters fpu = DirectFpuRegisters.find(engine, live.read());
    return new View(check.directRegisters(live.read()), exceptions, fpu == null ? byCalls : fpu);
  }

  private static void enterLongMode(Engine engine, KernelPage page, CpuOptions options) {
    engine.setMsr(Msr.EFER, Efer.LONG_MODE);
    engine.setMsr(Msr.STAR, Selectors.STAR);
    engine.setRoot(page.root());
    engine.set(UC_X86_REG_CR4, Cr4.LONG_MODE);
    // Paging last: from here on the tables must be right.
    engine.set(UC_X86_REG_CR0, Cr0.LONG_MODE);
    engine.set(UC_X86_REG_GDTR, gdtr(engine.arena(), options.descriptors().gdt(options.index())));
    engine.set(UC_X86_REG_MXCSR, 0x1f80);
    engine.set(UC_X86_REG_FPCW, 0x37f);
  }

  /** The GDT register's value, a {@code uc_x86_mmr}: selector, base, limit, flags. */
  private static MemorySegment gdtr(Arena arena, long gdt) {
    MemorySegment mmr = arena.allocate(24, 8);
    mmr.set(JAVA_LONG, 8, gdt);
    mmr.set(JAVA_INT, 16, Gdt.SIZE - 1);
    return mmr;
  }

  private static Capabilities capabilities(
      CpuFeatures features, View view, Hooks hooks, boolean contained) {
    return new Capabilities(
        // Two engines on one memory lose each other's atomic updates.
        false,
        // The time stamp counter and RDRAND are the host's.
        false,
        true,
        false,
        HIGHEST_USER_ADDRESS,
        features.instructionSets(),
        true,
        CpuState.XSAVE_MINIMUM,
        features.hwcap(),
        features.hwcap2(),
        "x86_64",
        UnicornLibrary.find().detail()
            + ", exceptions from "
            + view.exceptions.name()
            + (view.fpu instanceof DirectFpuRegisters ? "" : ", FPU registers by calls")
            + ", "
            + hooks.name()
            + (contained
                ? ", translator contained"
                : ", translator NOT contained: a hostile guest can end this process"));
  }

  private static ContextWindow openContext(Engine engine) throws StartUpCheck.Failed {
    ContextWindow context = ContextWindow.open(engine);
    if (context == null) {
      throw new StartUpCheck.Failed("a saved context does not hold the registers");
    }
    return context;
  }

  /** Takes down what was built so far. */
  @Override
  public void close() {
    // The engine goes before what it points to.
    if (clean != null) {
      clean.close();
    }
    if (context != null) {
      context.close();
    }
    if (engine != null) {
      engine.close();
    }
    if (hooks != null) {
      hooks.close();
    }
    if (kernelPage != null) {
      kernelPage.close();
    }
    space.close();
    states.close();
  }
}
