package exo.cpu.unicorn;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.cpu.unicorn.sys.UnicornRegisters;
import exo.mem.host.HostException;
import exo.mem.host.ProcessMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The state where the engine itself keeps it. */
final class LiveWindow implements Window {
  /** How much of {@code uc_struct} to look through for a pointer to the CPU. */
  private static final int STRUCT = 8192;

  /** How far behind that pointer the registers may lie. */
  private static final int REACH = 1 << 16;

  /** Where 2.1.4 has the pointer: looked at first. */
  private static final long USUAL_PLACE = 440;

  private static final int PAGE = 4096;
  private static final long LIVE_MARK = 0x5eed_11fe;

  private final MemorySegment state;

  private LiveWindow(MemorySegment state) {
    this.state = state;
  }

  /**
   * Looks for sixteen registers with known values in what {@code uc_struct} points to. The host
   * copies, so a word that only looks like a pointer is no danger.
   *
   * @param size of the state, bytes
   * @return null when not found
   */
  static @Nullable LiveWindow find(Engine engine, long size) {
    Pattern pattern = Pattern.write(engine, LIVE_MARK);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment struct = arena.allocate(STRUCT, 8);
      MemorySegment target = arena.allocate(REACH, 8);
      long known = ProcessMemory.copyFromSelf(engine.uc().address(), struct, 0, STRUCT);
      long state = follow(struct.get(JAVA_LONG, USUAL_PLACE), pattern, target);
      for (long at = 0; state == 0 && at + 8 <= known; at += 8) {
        state = follow(struct.get(JAVA_LONG, at), pattern, target);
      }
      // The engine's own memory: alive until uc_close, touched by its thread only.
      return state == 0 ? null : new LiveWindow(MemorySegment.ofAddress(state).reinterpret(size));
    } catch (HostException | UnsupportedOperationException e) {
      return null;
    } finally {
      pattern.clear(engine);
    }
  }

  /** The address of the pattern behind what may be a pointer, or 0. */
  private static long follow(long pointer, Pattern pattern, MemorySegment target)
      throws HostException {
    if ((pointer & 7) != 0 || pointer < PAGE || pointer >>> 47 != 0) {
      return 0;
    }
    long found = pattern.in(target, ProcessMemory.copyFromSelf(pointer, target, 0, REACH));
    return found < 0 ? 0 : pointer + found;
  }

  @Override
  public MemorySegment read() {
    return state;
  }

  @Override
  public void write() {
    // Changed in place.
  }

  @Override
  public String name() {
    return "live state";
  }

  /** Sixteen values that nothing else in memory holds in a row. */
  static final class Pattern {
    private static final int REGISTERS = 16;

    private final long first;

    private Pattern(long first) {
      this.first = first;
    }

    /**
     * Fills the general registers.
     *
     * @param mark tells this use from others, of which copies may lie about
     */
    static Pattern write(Engine engine, long mark) {
      Pattern pattern = new Pattern(mark << 32);
      for (int i = 0; i < REGISTERS; i++) {
        engine.set(UnicornRegisters.gpr(i), pattern.first + i);
      }
      return pattern;
    }

    void clear(Engine engine) {
      for (int i = 0; i < REGISTERS; i++) {
        engine.set(UnicornRegisters.gpr(i), 0);
      }
    }

    /** The offset in the segment, or -1. */
    long in(MemorySegment segment, long length) {
      long[] words = segment.asSlice(0, length & -Long.BYTES).toArray(JAVA_LONG);
      for (int i = 0; i + REGISTERS <= words.length; i++) {
        if (words[i] == first && matches(words, i)) {
          return (long) i * Long.BYTES;
        }
      }
      return -1;
    }

    private boolean matches(long[] words, int at) {
      for (int i = 1; i < REGISTERS; i++) {
        if (words[at + i] != first + i) {
          return false;
        }
      }
      return true;
    }
  }
}
