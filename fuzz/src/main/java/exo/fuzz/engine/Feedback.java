package exo.fuzz.engine;

import exo.fuzz.program.Arg;
import exo.fuzz.program.Call;
import exo.fuzz.program.ConstantNames;
import exo.fuzz.program.Pointer;
import exo.fuzz.program.Program;
import exo.fuzz.program.Value;
import exo.fuzz.run.Trace;
import exo.kernel.syscall.ArgKind;
import exo.kernel.syscall.SyscallEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What programs have shown so far without a look into the kernel: each call with each errno, with
 * each of its flags, after each call whose result it takes, and whether it waited. Not for two
 * threads.
 */
final class Feedback {
  private final Set<String> seen = new HashSet<>();

  /** How many different things were seen. */
  int size() {
    return seen.size();
  }

  /** Takes in what a run showed; whether any of it was new. */
  boolean add(Program program, Trace trace) {
    boolean fresh = false;
    for (int i = 0; i < program.calls().size(); i++) {
      Trace.Outcome o = trace.calls().get(i);
      if (o.reached() != Trace.Reached.NOT) {
        fresh |= add(program, i, o);
      }
    }
    return fresh | seen.add("end " + trace.ending());
  }

  private boolean add(Program program, int index, Trace.Outcome o) {
    Call call = program.calls().get(index);
    String how = o.reached() == Trace.Reached.BEGUN ? " stuck" : " " + o.errno();
    long[] raw = call.raw();
    SyscallEntry entry = call.entry();
    String name = call.name();
    if (entry != null && entry.variants() != null) {
      name += "/" + raw[entry.variants().selector()];
    }
    boolean fresh = seen.add(name + how);
    List<ArgKind> kinds = entry == null ? List.of() : entry.args(raw);
    for (int i = 0; i < Math.min(kinds.size(), call.args().size()); i++) {
      Arg arg = call.args().get(i);
      if (kinds.get(i) instanceof ArgKind.Flags f) {
        for (var flag : ConstantNames.all(f.set())) {
          if (flag.value() != 0 && (raw[i] & flag.value()) == flag.value()) {
            fresh |= seen.add(name + " " + flag.name() + how);
          }
        }
      } else if (kinds.get(i) instanceof ArgKind.OneOf) {
        fresh |= seen.add(name + " " + i + "=" + raw[i] + how);
      } else if (arg instanceof Value.Result r) {
        fresh |= seen.add(program.calls().get(r.call()).name() + ">" + name + " " + i + how);
      } else if (arg instanceof Pointer p && o.errno() == 0) {
        fresh |= seen.add(name + " " + i + " size " + bucket(p.extent()));
      }
    }
    if (o.errno() == 0 && !DontCount.result(call)) {
      fresh |= seen.add(name + " = " + bucket(o.result()));
    }
    return fresh;
  }

  private static int bucket(long n) {
    return n < 0 ? -1 : 64 - Long.numberOfLeadingZeros(n);
  }

  /** Results that say nothing. */
  private static final class DontCount {
    static boolean result(Call call) {
      return call.name().startsWith("get") || call.name().contains("time");
    }
  }
}
