package exo.fuzz.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * Calls in a row; each may refer to what those before it brought forth.
 *
 * @param order shakes the order in which the processes and threads of the program come to their
 *     calls: some begin later than they could, see {@link #nap}; 0 for none
 */
public record Program(List<Call> calls, int order) {
  /** Most calls the executor takes. */
  public static final int MAX_CALLS = 64;

  private static final int ORDER_SALT = 0x9e3779b9;

  public Program {
    calls = List.copyOf(calls);
  }

  /** In the order that comes by itself. */
  public Program(List<Call> calls) {
    this(calls, 0);
  }

  /** Whether it has more than one process or thread. */
  public boolean isParallel() {
    return calls.stream().anyMatch(Call::isSplit);
  }

  /** The same in another order. */
  public Program inOrder(int other) {
    return new Program(calls, other);
  }

  /** How much later a call begins, 0 to 4: one in two at once. */
  public int nap(int index) {
    if (order == 0) {
      return 0;
    }
    int hash = (order * MAX_CALLS + index) * ORDER_SALT;
    hash = (hash ^ hash >>> 15) * ORDER_SALT;
    return Math.max(0, (hash >>> 29) - 3);
  }

  /** The same without one call; what referred to it takes its plain number. */
  public Program without(int index) {
    List<Call> left = new ArrayList<>(calls);
    left.remove(index);
    return new Program(left, order).renumbered(i -> i == index ? -1 : i > index ? i - 1 : i, index);
  }

  /** The same with a call more; references go on leading where they did. */
  public Program with(int index, Call call) {
    List<Call> more = new ArrayList<>(renumbered(i -> i >= index ? i + 1 : i, index).calls);
    more.add(index, call);
    return new Program(more, order);
  }

  /** The same with another call in its place. */
  public Program replaced(int index, Call call) {
    List<Call> changed = new ArrayList<>(calls);
    changed.set(index, call);
    return new Program(changed, order);
  }

  /** This one's calls, then the other's. */
  public Program then(Program other) {
    List<Call> both = new ArrayList<>(calls);
    both.addAll(other.renumbered(i -> i + calls.size(), 0).calls);
    return new Program(both.subList(0, Math.min(both.size(), MAX_CALLS)), order);
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
    return new Program(changed, order);
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
