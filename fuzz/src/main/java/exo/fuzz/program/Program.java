package exo.fuzz.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/** Calls in a row; each may refer to what those before it brought forth. */
public record Program(List<Call> calls) {
  /** Most calls the executor takes. */
  public static final int MAX_CALLS = 64;

  public Program {
    calls = List.copyOf(calls);
  }

  /** The same without one call; what referred to it takes its plain number. */
  public Program without(int index) {
    List<Call> left = new ArrayList<>(calls);
    left.remove(index);
    return new Program(left).renumbered(i -> i == index ? -1 : i > index ? i - 1 : i, index);
  }

  /** The same with a call more; references go on leading where they did. */
  public Program with(int index, Call call) {
    List<Call> more = new ArrayList<>(renumbered(i -> i >= index ? i + 1 : i, index).calls);
    more.add(index, call);
    return new Program(more);
  }

  /** The same with another call in its place. */
  public Program replaced(int index, Call call) {
    List<Call> changed = new ArrayList<>(calls);
    changed.set(index, call);
    return new Program(changed);
  }

  /** This one's calls, then the other's. */
  public Program then(Program other) {
    List<Call> both = new ArrayList<>(calls);
    both.addAll(other.renumbered(i -> i + calls.size(), 0).calls);
    return new Program(both.subList(0, Math.min(both.size(), MAX_CALLS)));
  }

  /** References changed by a map of indices, -1 for those that lead nowhere any more. */
  private Program renumbered(IntUnaryOperator map, int from) {
    UnaryOperator<Value> change =
        v -> {
          if (v instanceof Value.Result r) {
            int call = map.applyAsInt(r.call());
            return call < 0
                ? new Value.Constant(r.number())
                : new Value.Result(call, r.part(), r.number());
          }
          return v;
        };
    List<Call> changed = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      changed.add(i < from ? calls.get(i) : changed(calls.get(i), change));
    }
    return new Program(changed);
  }

  private static Call changed(Call call, UnaryOperator<Value> change) {
    List<Arg> args = new ArrayList<>();
    for (Arg arg : call.args()) {
      args.add(
          switch (arg) {
            case Value v -> change.apply(v);
            case Pointer p -> changed(p, change);
          });
    }
    return new Call(call.name(), args);
  }

  private static Pointer changed(Pointer p, UnaryOperator<Value> change) {
    List<Piece> in = new ArrayList<>();
    for (Piece piece : p.in()) {
      in.add(
          piece instanceof Piece.Field f
              ? new Piece.Field(f.size(), change.apply(f.value()))
              : piece);
    }
    return new Pointer(p.va(), in, p.out(), p.parts());
  }

  @Override
  public String toString() {
    return ProgramText.print(this);
  }
}
