package exo.kernel.strace;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes lines of what several threads do, as strace -f does: who is meant stands in front when
 * there is more than one, a call that another's line cuts short is {@code <unfinished ...>}, and
 * its end {@code <... read resumed>}.
 *
 * <p>The text is handed on piece by piece, the beginning of a call before the call is made, so that
 * one sees what a program waits for. Under the kernel lock.
 */
public final class StraceLog {
  /** Column that results stand in, where the call is short enough. */
  private static final int RESULT_COLUMN = 40;

  /** How a line says whose it is. */
  public enum Prefix {
    /** {@code [pid 123] }, as long as there is more than one thread. */
    WHEN_SEVERAL,
    /** {@code 123 }, always. */
    ALWAYS
  }

  private final Consumer<String> sink;
  private final Prefix prefix;
  private final Map<Integer, StraceCall> calls = new HashMap<>();
  private final Set<Integer> threads = new HashSet<>();

  /** Whose call stands on a line without an end, 0 for nobody's. */
  private int open;

  private int column;

  /**
   * @param sink takes pieces of text; it must not wait
   */
  public StraceLog(Consumer<String> sink, Prefix prefix) {
    this.sink = sink;
    this.prefix = prefix;
  }

  /** A thread begins a call. */
  public void begin(int tid, StraceCall call) {
    start(tid);
    calls.put(tid, call);
    write(call.begin());
    open = tid;
  }

  /** The call of a thread ended. */
  public void end(int tid, long result) {
    StraceCall call = resume(tid);
    if (call != null) {
      finish(call.end(result), call.result(result));
    }
  }

  /** Something that is a line by itself: a signal, the end of a process. */
  public void line(int tid, String text) {
    start(tid);
    write(text + "\n");
  }

  /** A thread is no more: a call of its own that it was in has no result. */
  public void gone(int tid) {
    StraceCall call = resume(tid);
    if (call != null) {
      finish(call.isWhole() ? ")" : " <unfinished ...>)", "?");
    }
    threads.remove(tid);
  }

  private void finish(String text, String result) {
    write(text);
    write(" ".repeat(Math.max(1, RESULT_COLUMN - column)) + "= " + result + "\n");
    open = 0;
  }

  /** Takes up the call of a thread on its line, or on a new one if another's came between. */
  private @Nullable StraceCall resume(int tid) {
    StraceCall call = calls.remove(tid);
    if (call != null && open != tid) {
      start(tid);
      write("<... " + call.name() + " resumed>");
    }
    return call;
  }

  private void start(int tid) {
    if (open != 0) {
      sink.accept(" <unfinished ...>\n");
      open = 0;
    }
    threads.add(tid);
    column = 0;
    if (prefix == Prefix.ALWAYS) {
      write(String.format("%-5d ", tid));
    } else if (threads.size() > 1) {
      write(String.format("[pid %5d] ", tid));
    }
  }

  private void write(String text) {
    sink.accept(text);
    column += text.length();
  }
}
