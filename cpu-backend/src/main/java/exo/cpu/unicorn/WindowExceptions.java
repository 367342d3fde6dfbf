package exo.cpu.unicorn;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/** Exceptions read from the engine's inner state. */
final class WindowExceptions implements Exceptions {
  /** In the field of the earlier exception: there was none. */
  static final int NO_EXCEPTION = -1;

  private final Window window;
  private final Layout layout;
  private int errorCode;
  private boolean software;

  /**
   * Where the fields lie in the state, in bytes.
   *
   * @param errorCode of the last exception
   * @param software 1 when the last exception came from an {@code int} instruction
   * @param earlier vector of an exception whose delivery the engine believes to be under way
   */
  record Layout(long errorCode, long software, long earlier) {}

  WindowExceptions(Window window, Layout layout) {
    this.window = window;
    this.layout = layout;
  }

  @Override
  public void take(int vector, long rip) {
    MemorySegment state = window.read();
    errorCode = state.get(JAVA_INT, layout.errorCode);
    software = state.get(JAVA_INT, layout.software) != 0;
    state.set(JAVA_INT, layout.earlier, NO_EXCEPTION);
    window.write();
  }

  @Override
  public int errorCode() {
    return errorCode;
  }

  @Override
  public boolean software() {
    return software;
  }

  @Override
  public String name() {
    return window.name();
  }
}
