package exo.kernel.strace;

import static exo.mem.layout.LittleEndian.getInt;
import static exo.mem.layout.LittleEndian.getShort;

import exo.kernel.abi.layout.Pollfd;
import exo.kernel.syscall.ArgKind;
import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.StructKind;
import org.jspecify.annotations.Nullable;

/** What is asked of poll(2), select(2) and their like, and what they answer. */
final class PollText {
  /** Descriptors that a set of select is looked through for. */
  private static final int MAX_SET = 1 << 16;

  private PollText() {}

  /** The events that are waited for. */
  static void asked(Printer p, long va, long count) {
    byte[] s = read(p, va, count);
    if (s == null) {
      p.pointer(va);
      return;
    }
    p.text("[");
    for (int i = 0; i < count; i++) {
      p.text(i == 0 ? "" : ", ");
      if (i == Quote.MAX) {
        p.text("...");
        break;
      }
      int fd = getInt(s, i * Pollfd.SIZE + Pollfd.FD);
      p.text("{fd=").decimal(fd);
      if (fd >= 0) {
        long events = getShort(s, i * Pollfd.SIZE + Pollfd.EVENTS) & 0xffff;
        p.text(", events=").flags(FlagSet.POLL, events);
      }
      p.text("}");
    }
    p.text("]");
  }

  /** The descriptors in a set of select, below {@code count}. */
  static void set(Printer p, long va, int count) {
    byte[] s = va == 0 || count < 0 ? null : bits(p, va, count);
    if (s == null) {
      p.pointer(va);
      return;
    }
    p.text("[");
    String separator = "";
    for (int fd = 0; fd < Math.min(count, s.length * 8); fd++) {
      if ((s[fd / 8] >>> fd % 8 & 1) != 0) {
        p.text(separator).decimal(fd);
        separator = " ";
      }
    }
    p.text("]");
  }

  /** What came of it, for the remark after the result. Other calls are left alone. */
  static void answered(Arguments a) {
    boolean polls = a.kinds.contains(ArgKind.Special.POLL_DESCRIPTORS);
    if (a.failed() || !(polls || a.kinds.contains(ArgKind.Special.DESCRIPTOR_SET))) {
      return;
    }
    if (a.result == 0) {
      a.remark.append("Timeout");
      return;
    }
    int start = a.p.out.length();
    if (polls) {
      found(a, a.kinds.indexOf(ArgKind.Special.POLL_DESCRIPTORS));
    } else {
      ready(a, "in ", 1, start);
      ready(a, "out ", 2, start);
      ready(a, "except ", 3, start);
    }
    for (int i = 0; i < a.kinds.size(); i++) {
      if (a.kinds.get(i) instanceof ArgKind.Struct s && Arguments.isTimeout(s)) {
        left(a, i, s.struct(), start);
      }
    }
    a.remark.append(a.p.out, start, a.p.out.length());
    a.p.out.setLength(start);
  }

  private static void ready(Arguments a, String title, int i, int start) {
    int before = a.p.out.length();
    separate(a, start);
    a.p.text(title);
    int named = a.p.out.length();
    set(a.p, a.raw[i], (int) a.raw[0]);
    // An empty set, or none, is not worth a word.
    if (a.p.out.indexOf("[", named) != named || a.p.out.length() == named + 2) {
      a.p.out.setLength(before);
    }
  }

  private static void left(Arguments a, int i, StructKind timeout, int start) {
    byte[] s = a.raw[i] == 0 ? null : a.p.bytes(a.raw[i], timeout.size());
    if (s != null) {
      separate(a, start);
      a.p.text("left ");
      Structures.print(a.p, timeout, s);
    }
  }

  private static void found(Arguments a, int i) {
    long count = a.raw[i + 1];
    byte[] s = read(a.p, a.raw[i], count);
    if (s == null) {
      return;
    }
    a.p.text("[");
    int shown = 0;
    for (int n = 0; n < count; n++) {
      long events = getShort(s, n * Pollfd.SIZE + Pollfd.REVENTS) & 0xffff;
      if (events == 0) {
        continue;
      }
      a.p.text(shown == 0 ? "" : ", ");
      if (shown++ == Quote.MAX) {
        a.p.text("...");
        break;
      }
      a.p.text("{fd=").decimal(getInt(s, n * Pollfd.SIZE + Pollfd.FD));
      a.p.text(", revents=").flags(FlagSet.POLL, events).text("}");
    }
    a.p.text("]");
  }

  private static void separate(Arguments a, int start) {
    a.p.text(a.p.out.length() > start ? ", " : "");
  }

  private static byte @Nullable [] read(Printer p, long va, long count) {
    boolean sane = count >= 0 && count <= MAX_SET;
    return va == 0 || !sane ? null : p.bytes(va, (int) count * Pollfd.SIZE);
  }

  private static byte @Nullable [] bits(Printer p, long va, int count) {
    // The kernel reads whole words; what lies behind the last descriptor may be out of reach.
    int len = (Math.min(count, MAX_SET) + 63) / 64 * 8;
    return p.bytes(va, len);
  }
}
