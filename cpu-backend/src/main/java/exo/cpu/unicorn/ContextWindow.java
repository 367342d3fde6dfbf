package exo.cpu.unicorn;

import static java.lang.foreign.ValueLayout.ADDRESS;

import exo.cpu.unicorn.sys.Unicorn;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The state as {@code uc_context_save} copies it. */
final class ContextWindow implements Window, AutoCloseable {
  private static final long CONTEXT_MARK = 0x5eed_c0de;

  private final Engine engine;
  private final MemorySegment context;
  private final MemorySegment state;

  private ContextWindow(Engine engine, MemorySegment context, MemorySegment state) {
    this.engine = engine;
    this.context = context;
    this.state = state;
  }

  /** Null when the registers cannot be found in a saved context. */
  static @Nullable ContextWindow open(Engine engine) {
    long size = Unicorn.uc_context_size(engine.uc());
    MemorySegment context;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pointer = arena.allocate(ADDRESS);
      Engine.check(Unicorn.uc_context_alloc(engine.uc(), pointer), "uc_context_alloc");
      // Ours until uc_context_free.
      context = pointer.get(ADDRESS, 0).reinterpret(size);
    }
    LiveWindow.Pattern pattern = LiveWindow.Pattern.write(engine, CONTEXT_MARK);
    Engine.check(Unicorn.uc_context_save(engine.uc(), context), "uc_context_save");
    pattern.clear(engine);
    long data = pattern.in(context, size);
    if (data < 0) {
      Unicorn.uc_context_free(context);
      return null;
    }
    return new ContextWindow(engine, context, context.asSlice(data));
  }

  /** Bytes of state in a context. */
  long size() {
    return state.byteSize();
  }

  @Override
  public MemorySegment read() {
    Engine.check(Unicorn.uc_context_save(engine.uc(), context), "uc_context_save");
    return state;
  }

  @Override
  public void write() {
    Engine.check(Unicorn.uc_context_restore(engine.uc(), context), "uc_context_restore");
  }

  @Override
  public String name() {
    return "saved context";
  }

  @Override
  public void close() {
    Unicorn.uc_context_free(context);
  }
}
