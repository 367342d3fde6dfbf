package exo.fuzz.program;

import exo.kernel.abi.Fcntl;
import exo.kernel.syscall.ArgKind;
import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.NamedValue;
import exo.kernel.syscall.SyscallEntry;
import exo.kernel.syscall.ValueSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Constants by their names where the table knows them. */
public final class ConstantNames {
  private static final String HERE = "AT_FDCWD";
  private static final Map<FlagSet, List<NamedValue>> FLAGS = new EnumMap<>(FlagSet.class);
  private static final Map<ValueSet, List<NamedValue>> VALUES = new EnumMap<>(ValueSet.class);
  private static final Map<String, Long> BY_NAME = new HashMap<>();

  static {
    for (FlagSet set : FlagSet.values()) {
      FLAGS.put(set, set == FlagSet.OPEN ? openFlags() : set.all());
    }
    for (ValueSet set : ValueSet.values()) {
      VALUES.put(set, set.all());
    }
    FLAGS.values().forEach(list -> list.forEach(v -> BY_NAME.put(v.name(), v.value())));
    BY_NAME.put(HERE, (long) Fcntl.AT_FDCWD);
    VALUES.values().forEach(list -> list.forEach(v -> BY_NAME.put(v.name(), v.value())));
  }

  private ConstantNames() {}

  /** The table has how a file is opened apart, since it is no bits. */
  private static List<NamedValue> openFlags() {
    List<NamedValue> all = new ArrayList<>();
    all.add(new NamedValue("O_WRONLY", Fcntl.O_WRONLY));
    all.add(new NamedValue("O_RDWR", Fcntl.O_RDWR));
    all.addAll(FlagSet.OPEN.all());
    return List.copyOf(all);
  }

  /** The flags of a set; the list is made once. */
  public static List<NamedValue> all(FlagSet set) {
    return FLAGS.getOrDefault(set, List.of());
  }

  /** The values of a set; the list is made once. */
  public static List<NamedValue> all(ValueSet set) {
    return VALUES.getOrDefault(set, List.of());
  }

  /** The value of a name; null if there is none. */
  static @Nullable Long value(String name) {
    return BY_NAME.get(name);
  }

  static String print(Call call, int index, long number) {
    SyscallEntry entry = call.entry();
    List<ArgKind> kinds = entry == null ? List.of() : entry.args(call.raw());
    ArgKind kind = index < kinds.size() ? kinds.get(index) : ArgKind.Scalar.LONG;
    return switch (kind) {
      case ArgKind.Flags f -> flags(FLAGS.getOrDefault(f.set(), List.of()), number);
      case ArgKind.OneOf o -> oneOf(VALUES.getOrDefault(o.set(), List.of()), number);
      case ArgKind.Scalar s when s == ArgKind.Scalar.DIRFD && number == Fcntl.AT_FDCWD -> HERE;
      default -> ProgramText.plain(number);
    };
  }

  private static String oneOf(List<NamedValue> values, long number) {
    for (NamedValue v : values) {
      if (BY_NAME.getOrDefault(v.name(), ~number) == number) {
        return v.name();
      }
    }
    return ProgramText.plain(number);
  }

  private static String flags(List<NamedValue> values, long number) {
    StringBuilder out = new StringBuilder();
    long left = number;
    for (NamedValue v : values) {
      long bits = v.value();
      if (bits > 0 && (left & bits) == bits && BY_NAME.getOrDefault(v.name(), 0L) == bits) {
        out.append(out.isEmpty() ? "" : "|").append(v.name());
        left &= ~bits;
      }
    }
    if (left != 0 || out.isEmpty()) {
      out.append(out.isEmpty() ? "" : "|").append(ProgramText.plain(left));
    }
    return out.toString();
  }
}
