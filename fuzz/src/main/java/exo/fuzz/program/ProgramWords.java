package exo.fuzz.program;

import exo.kernel.abi.KernelBug;
import exo.kernel.syscall.SyscallEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Programs as the executor reads them; its {@code executor_form.h} describes the words. */
public final class ProgramWords {
  /** Bytes the executor takes at most. */
  public static final int MAX_BYTES = 16_384 * 8;

  private static final int PARTS = 4;
  private static final int SLOTS = Program.MAX_CALLS * (1 + PARTS);
  private static final long INLINE = 1L << 32;
  private static final long CHILD = 1;
  private static final long THREAD = 2;

  private final ByteBuffer words =
      ByteBuffer.allocate(MAX_BYTES + 4096).order(ByteOrder.LITTLE_ENDIAN);

  private ProgramWords() {}

  /** The words of a program, without the length the executor wants before them. */
  public static byte[] of(Program program) {
    ProgramWords w = new ProgramWords();
    w.words.putLong(program.calls().size());
    for (int i = 0; i < program.calls().size(); i++) {
      w.call(program.calls().get(i), program.nap(i));
    }
    byte[] bytes = new byte[w.words.position()];
    w.words.flip().get(bytes);
    return bytes;
  }

  /** Whether the executor has room for it. */
  public static boolean fits(Program program) {
    int bytes = 8;
    for (Call call : program.calls()) {
      bytes += 8 + 16 * call.args().size();
      for (Arg arg : call.args()) {
        if (arg instanceof Pointer p) {
          bytes += 16 + 16 * p.parts().size();
          for (Piece piece : p.in()) {
            bytes += 32 + piece.size();
          }
        }
      }
    }
    return bytes <= MAX_BYTES && program.calls().size() <= Program.MAX_CALLS;
  }

  private void call(Call call, int nap) {
    int ins = 0;
    int outs = 0;
    int parts = 0;
    for (Arg arg : call.args()) {
      if (arg instanceof Pointer p) {
        ins += (int) p.in().stream().filter(piece -> piece.size() > 0).count();
        outs += p.out() > 0 ? 1 : 0;
        parts += p.parts().size();
      }
    }
    parts = Math.min(parts, PARTS);
    words.putLong(
        number(call)
            | (long) call.args().size() << 16
            | (long) ins << 24
            | (long) outs << 32
            | (long) parts << 40
            | kind(call) << 48
            | (long) nap << 56);
    for (Arg arg : call.args()) {
      switch (arg) {
        case Value v -> value(v);
        case Pointer p -> words.putLong(0).putLong(p.va());
      }
    }
    for (Arg arg : call.args()) {
      if (arg instanceof Pointer p) {
        pieces(p);
      }
    }
    for (Arg arg : call.args()) {
      if (arg instanceof Pointer p && p.out() > 0) {
        words.putLong(p.va()).putLong(p.out());
      }
    }
    int left = parts;
    for (Arg arg : call.args()) {
      if (arg instanceof Pointer p) {
        for (int offset : p.parts()) {
          if (left-- > 0) {
            words.putLong(p.va() + offset).putLong(4);
          }
        }
      }
    }
  }

  private static long number(Call call) {
    SyscallEntry entry = call.entry();
    if (entry == null && !call.isSplit()) {
      throw new KernelBug("no system call " + call.name());
    }
    return entry == null ? 0 : entry.number();
  }

  private static long kind(Call call) {
    return call.name().equals(Call.CHILD) ? CHILD : call.name().equals(Call.THREAD) ? THREAD : 0;
  }

  private void pieces(Pointer p) {
    long va = p.va();
    for (Piece piece : p.in()) {
      switch (piece) {
        case Piece.Field f -> {
          words.putLong(va).putLong(f.size());
          value(f.value());
        }
        case Piece.Bytes b -> {
          if (b.size() > 0) {
            words.putLong(va).putLong(INLINE | b.size()).put(b.bytes());
            words.position(words.position() + 7 & ~7);
          }
        }
      }
      va += piece.size();
    }
  }

  private void value(Value v) {
    long slot =
        switch (v) {
          case Value.Constant c -> -1;
          case Value.Result r -> (long) r.call() * (1 + PARTS) + 1 + r.part();
          case Value.Known k -> SLOTS + k.what().ordinal();
        };
    words.putLong(slot + 1).putLong(v.number());
  }
}
