package exo.fuzz.engine;

import exo.fuzz.engine.Resources.Kind;
import exo.fuzz.program.ConstantNames;
import exo.fuzz.program.Pointer;
import exo.fuzz.program.Program;
import exo.fuzz.program.Value;
import exo.kernel.abi.Fcntl;
import exo.kernel.syscall.ArgKind;
import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.NamedValue;
import exo.kernel.syscall.ValueSet;
import java.util.List;

/** Numbers for arguments, by what they mean. */
final class Scalars {
  private static final int PAGE = 4096;
  private static final int ODDS = 24;

  private final Chance chance;

  Scalars(Chance chance) {
    this.chance = chance;
  }

  /** A number of that kind for a call that stands at {@code index}. */
  Value make(Program before, int index, ArgKind.Scalar kind) {
    if (chance.oneIn(ODDS) && kind != ArgKind.Scalar.PID) {
      return Value.of(chance.odd());
    }
    return switch (kind) {
      case FD -> descriptor(before, index);
      case DIRFD -> chance.oneIn(3) ? descriptor(before, index) : Value.of(Fcntl.AT_FDCWD);
      case PID -> process(before, index);
      case POINTER -> address(before, index);
      case SIZE -> Value.of(size());
      case OFFSET -> Value.of(chance.of(0, 0, 1, 5, 16, 100, 4095, PAGE, 4500, 8192, 65536, -1));
      case UID -> Value.of(chance.of(1000, 1000, -1, 0, 1001, 65534));
      case MODE -> Value.of(chance.of(0, 0400, 0600, 0644, 0755, 0777, 01777, 06755, 07777));
      case FILE_MODE ->
          Value.of(
              chance.of(0100000, 0010000, 0040000, 0140000, 0120000, 0)
                  | chance.of(0600, 0644, 0777));
      case DEVICE -> Value.of(chance.of(0, 0, 0x103, 0x105));
      case SIGNAL ->
          Value.of(chance.oneIn(6) ? chance.between(1, 64) : chance.of(0, 10, 12, 14, 17, 34, 23));
      case INT, UINT, LONG, ULONG -> small(before, index);
      case HEX, HEX_LONG, UNUSED ->
          Value.of(chance.oneIn(3) ? chance.odd() : chance.of(0, 0, 0, 1, 2));
    };
  }

  private Value small(Program before, int index) {
    List<Value> keys = Resources.before(before, index, Kind.KEY);
    List<Value> timers = Resources.before(before, index, Kind.TIMER);
    if (!keys.isEmpty() && chance.oneIn(2)) {
      return chance.of(keys);
    }
    if (!timers.isEmpty() && chance.oneIn(2)) {
      return chance.of(timers);
    }
    return Value.of(chance.oneIn(6) ? chance.odd() : chance.of(0, 0, 1, 1, 2, 3, 4, 5, 8));
  }

  Value descriptor(Program before, int index) {
    List<Value> known = Resources.before(before, index, Kind.DESCRIPTOR);
    if (!known.isEmpty() && !chance.oneIn(12)) {
      return chance.of(known);
    }
    return Value.of(chance.of(0, 1, 2, 3, 4, 5, 10, 63, 64, -1));
  }

  /** Never one that could mean somebody else's process. */
  private Value process(Program before, int index) {
    List<Value> known = Resources.before(before, index, Kind.PROCESS);
    if (!known.isEmpty() && chance.oneIn(2)) {
      return chance.of(known);
    }
    return switch (chance.below(4)) {
      case 0 -> new Value.Known(Value.Knowledge.PID, 0);
      case 1 -> new Value.Known(Value.Knowledge.TID, 0);
      case 2 -> Value.of(chance.of(0x3fff_ffff, 4_000_000));
      default -> Value.of(0);
    };
  }

  /** An address for calls that deal with mappings. */
  Value address(Program before, int index) {
    List<Value> known = Resources.before(before, index, Kind.ADDRESS);
    if (!known.isEmpty() && chance.oneIn(2)) {
      Value.Result r = (Value.Result) chance.of(known);
      return new Value.Result(r.call(), r.part(), Pointer.SPARE);
    }
    return switch (chance.below(8)) {
      case 0 -> Value.of(0);
      case 1 -> Value.of(Pointer.SPARE + chance.between(1, 4095));
      case 2 -> Value.of(Pointer.SPARE - PAGE);
      default -> Value.of(Pointer.SPARE + (long) PAGE * chance.below(16));
    };
  }

  long size() {
    return chance.oneIn(5)
        ? chance.odd()
        : chance.of(
            0, 1, 7, 8, 16, 64, 100, 1000, PAGE, PAGE, PAGE + 1, 2 * PAGE, 4 * PAGE, 16 * PAGE);
  }

  long flags(FlagSet set) {
    List<NamedValue> all = ConstantNames.all(set);
    long bits = set == FlagSet.OPEN ? chance.of(0, 1, 2, 2, 0102, 0102) : 0;
    if (!all.isEmpty()) {
      for (int n = chance.oneIn(4) ? 0 : chance.between(1, 3); n > 0; n--) {
        bits |= chance.of(all).value();
      }
    }
    return chance.oneIn(40) ? bits | 1L << chance.below(32) : bits;
  }

  long oneOf(ValueSet set) {
    List<NamedValue> all = ConstantNames.all(set);
    return all.isEmpty() || chance.oneIn(30) ? chance.odd() : chance.of(all).value();
  }
}
