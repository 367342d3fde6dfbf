package exo.cpu.fake;

import exo.cpu.Capabilities;
import exo.cpu.Cpu;
import exo.cpu.CpuState;
import exo.cpu.Exit;
import exo.cpu.ExitInfo;
import exo.cpu.Invalidation;
import exo.mem.paging.Access;
import exo.mem.paging.PageTables;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A CPU that performs {@link Step}s, in order, whatever state it is given. A script that has ended
 * fails.
 */
public final class ScriptedCpu implements Cpu {
  private static final byte RUBBISH = (byte) 0xdd;

  /** What the kernel said of memory. */
  public record Told(long root, long va, long length, Invalidation kind) {}

  private record Cached(long page, int access) {}

  private final PhysicalMemory ram;
  private final PageTables tables;
  private final Deque<Step> script;
  private final ExitInfo info = new ExitInfo();
  private final List<Told> told = new ArrayList<>();
  private final List<Long> changedFrames = new ArrayList<>();
  private final Map<Cached, Long> tlb = new HashMap<>();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment fpu = arena.allocate(CpuState.XSAVE_MINIMUM, 64);
  private CpuState resident;
  private CpuState state;
  private long root = PageTables.NONE;
  private volatile boolean kicked;
  private boolean open = true;

  public ScriptedCpu(PhysicalMemory ram, PageTables tables, Step... script) {
    this.ram = ram;
    this.tables = tables;
    this.script = new ArrayDeque<>(Arrays.asList(script));
  }

  @Override
  public Exit run(CpuState newState, long newRoot) {
    if (kicked) {
      kicked = false;
      return Exit.INTERRUPTED;
    }
    if (root != newRoot) {
      tlb.clear();
      root = newRoot;
    }
    state = newState;
    makeResident(newState);
    while (!script.isEmpty()) {
      Exit exit = script.peek().perform(this);
      if (exit != Exit.PAGE_FAULT) {
        script.remove();
      }
      if (exit != Step.NONE) {
        return exit;
      }
    }
    return info.failed("the script is over");
  }

  /** For steps: the registers that run. */
  public CpuState state() {
    return state;
  }

  /** For steps: RAM. */
  public PhysicalMemory ram() {
    return ram;
  }

  /**
   * For steps: translates as ring 3, from the TLB as long as nobody says otherwise.
   *
   * @param access bits of {@link exo.cpu.x86.PageFaultCode}
   * @return a physical address, or -1 with the fault in {@link #info}
   */
  public long translate(long va, int access) {
    long offset = va & (PhysicalMemory.FRAME_SIZE - 1);
    Cached key = new Cached(va - offset, access);
    Long cached = tlb.get(key);
    if (cached == null) {
      long pa = tables.translate(root, va - offset, access | Access.USER);
      if (pa < 0) {
        int present = tables.translate(root, va) < 0 ? 0 : Access.PRESENT;
        info.pageFault(va, access | Access.USER | present);
        return -1;
      }
      cached = pa;
      tlb.put(key, cached);
    }
    return cached + offset;
  }

  /** For steps: the FPU registers, as in the XSAVE area. */
  public MemorySegment fpu() {
    return fpu;
  }

  private void makeResident(CpuState wanted) {
    if (resident == wanted) {
      return;
    }
    if (resident != null) {
      saveState(resident);
    }
    MemorySegment area = wanted.xsave();
    MemorySegment.copy(area, 0, fpu, 0, fpu.byteSize());
    area.fill(RUBBISH);
    resident = wanted;
  }

  /** Steps that were not done yet. */
  public int stepsLeft() {
    return script.size();
  }

  public List<Told> told() {
    return told;
  }

  /** Frames named by {@link #codeChanged}. */
  public List<Long> changedFrames() {
    return changedFrames;
  }

  @Override
  public ExitInfo info() {
    return info;
  }

  @Override
  public void kick() {
    kicked = true;
  }

  @Override
  public void invalidate(long ofRoot, long va, long length, Invalidation kind) {
    told.add(new Told(ofRoot, va, length, kind));
    if (ofRoot == root && kind != Invalidation.CODE_CHANGED) {
      long end = length > Long.MAX_VALUE - va ? Long.MAX_VALUE : va + length;
      boolean all = kind == Invalidation.ADDRESS_SPACE_GONE;
      tlb.keySet().removeIf(k -> all || (k.page + PhysicalMemory.FRAME_SIZE > va && k.page < end));
    }
  }

  @Override
  public void codeChanged(long frame, long count) {
    for (long i = 0; i < count; i++) {
      changedFrames.add(frame + i);
    }
  }

  @Override
  public void discardState(CpuState gone) {
    if (resident == gone) {
      resident = null;
    }
  }

  @Override
  public void saveState(CpuState wanted) {
    if (resident == wanted) {
      MemorySegment.copy(fpu, 0, wanted.xsave(), 0, fpu.byteSize());
    }
  }

  @Override
  public void stateChanged(CpuState changed) {
    if (resident == changed) {
      resident = null;
    }
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        false,
        true,
        false,
        false,
        0x7fff_ffff_f000L,
        Set.of("fpu", "sse", "sse2"),
        true,
        CpuState.XSAVE_MINIMUM,
        0,
        0,
        "x86_64",
        "a script");
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      if (resident != null) {
        saveState(resident);
      }
      arena.close();
    }
  }
}
