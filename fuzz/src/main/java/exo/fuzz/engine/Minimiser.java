package exo.fuzz.engine;

import exo.cpu.CpuUnavailable;
import exo.fuzz.program.Arg;
import exo.fuzz.program.Call;
import exo.fuzz.program.Piece;
import exo.fuzz.program.Pointer;
import exo.fuzz.program.Program;
import exo.fuzz.program.Value;
import exo.fuzz.report.Finding;
import exo.fuzz.run.NativeRunner;
import java.util.ArrayList;
import java.util.List;

/** Makes the program of a finding small while it shows the same finding. */
final class Minimiser {
  private final Examiner judge;
  private Finding best;

  private Minimiser(Examiner judge, Finding finding) {
    this.judge = judge;
    this.best = finding;
  }

  /** The smallest that was found; at worst the finding itself. */
  static Finding minimise(Examiner judge, Finding finding)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    Minimiser m = new Minimiser(judge, finding);
    m.holds(finding.program().inOrder(0));
    m.afterTheCall();
    m.calls();
    m.arguments();
    m.calls();
    return m.best;
  }

  private boolean holds(Program smaller)
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    if (smaller.calls().isEmpty() || smaller.equals(best.program())) {
      return false;
    }
    Finding f = judge.look(smaller);
    if (f == null || !f.title().equals(best.title())) {
      return false;
    }
    best = f;
    return true;
  }

  private void afterTheCall()
      throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    int call = best.call();
    if (call >= 0) {
      holds(new Program(best.program().calls().subList(0, call + 1), best.program().order()));
    }
  }

  private void calls() throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    for (int i = best.program().calls().size() - 1; i >= 0; i--) {
      if (i < best.program().calls().size()) {
        holds(best.program().without(i));
      }
    }
  }

  private void arguments() throws CpuUnavailable, InterruptedException, NativeRunner.Unavailable {
    for (int i = 0; i < best.program().calls().size(); i++) {
      for (int a = 0; a < best.program().calls().get(i).args().size(); a++) {
        for (Arg simpler : simpler(best.program().calls().get(i).args().get(a))) {
          Call call = best.program().calls().get(i).with(a, simpler);
          if (holds(best.program().replaced(i, call))) {
            break;
          }
        }
      }
    }
  }

  /** From the simplest on. */
  private static List<Arg> simpler(Arg arg) {
    List<Arg> list = new ArrayList<>();
    switch (arg) {
      case Value.Constant c -> {
        if (c.number() != 0) {
          list.add(Value.of(0));
          for (int bit = 0; bit < Long.SIZE && Long.bitCount(c.number()) < 12; bit++) {
            if ((c.number() >> bit & 1) != 0 && Long.bitCount(c.number()) > 1) {
              list.add(Value.of(c.number() & ~(1L << bit)));
            }
          }
        }
      }
      case Value v -> list.add(Value.of(0));
      case Pointer p -> {
        if (p.parts().isEmpty()) {
          list.add(Value.of(0));
        }
        if (p.in().size() == 1 && p.in().getFirst() instanceof Piece.Bytes b && b.size() > 8) {
          list.add(
              new Pointer(
                  p.va(), List.of(new Piece.Bytes(new byte[b.size()])), p.out(), p.parts()));
        }
      }
    }
    return list;
  }
}
