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
  private static final int REACH = 1 << 17;

  private static final int PAGE = 4096;

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
    Pattern pattern = Pattern.write(engine);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment struct = arena.allocate(STRUCT, 8);
      MemorySegment target = arena.allocate(REACH, 8);
      long known = copy(engine.uc().address(), struct, STRUCT);
      for (long at = 0; at + 8 <= known; at += 8) {
        long pointer = struct.get(JAVA_LONG, at);
        if ((pointer & 7) != 0 || pointer < PAGE || pointer >>> 47 != 0) {
          continue;
        }
        long found = pattern.in(target, copy(pointer, target, REACH));
        if (found >= 0) {
          // The engine's own memory: alive until uc_close, touched by its thread only.
          return new LiveWindow(MemorySegment.ofAddress(pointer + found).reinterpret(size));
        }
      }
    } catch (HostException | UnsupportedOperationException e) {
      return null;
    } finally {
      pattern.clear(engine);
    }
    return null;
  }

  /** Copies what is there, in smaller pieces where the range runs into nothing. */
  private static long copy(long address, MemorySegment to, long length) throws HostException {
    long done = 0;
    while (done < length) {
      long piece = Math.min(length - done, PAGE - (address + done & PAGE - 1));
      long copied = ProcessMemory.copyFromSelf(address + done, to, done, piece);
      if (copied < piece) {
        break;
      }
      done += copied;
    }
    return done;
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
    private static final long FIRST = 0x5eed_0000_1234_0000L;

    private Pattern() {}

    static Pattern write(Engine engine) {
      for (int i = 0; i < 16; i++) {
        engine.set(UnicornRegisters.gpr(i), FIRST + i);
      }
      return new Pattern();
    }

    void clear(Engine engine) {
      for (int i = 0; i < 16; i++) {
        engine.set(UnicornRegisters.gpr(i), 0);
      }
    }

    /** The offset in the segment, or -1. */
    long in(MemorySegment segment, long length) {
      for (long at = 0; at + 16 * 8 <= length; at += 8) {
        if (segment.get(JAVA_LONG, at) == FIRST && matches(segment, at)) {
          return at;
        }
      }
      return -1;
    }

    private static boolean matches(MemorySegment segment, long at) {
      for (int i = 1; i < 16; i++) {
        if (segment.get(JAVA_LONG, at + i * 8L) != FIRST + i) {
          return false;
        }
      }
      return true;
    }
  }
}
