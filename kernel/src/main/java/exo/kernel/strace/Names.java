package exo.kernel.strace;

import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.NamedValue;
import exo.kernel.syscall.ValueSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of flags and values, looked up once a machine. For one thread at a time. */
final class Names {
  private final Map<FlagSet, List<NamedValue>> flags = new EnumMap<>(FlagSet.class);
  private final Map<ValueSet, List<NamedValue>> values = new EnumMap<>(ValueSet.class);

  /** {@code O_CREAT|O_EXCL|0x40000000}; nothing set is 0. */
  void flags(StringBuilder out, FlagSet set, long value) {
    int before = out.length();
    long rest = names(out, set, value);
    if (value == 0) {
      out.append(nothing(set));
    } else if (rest == value) {
      out.append("0x").append(Long.toHexString(rest));
      unknown(out, set.prefix());
    } else if (rest != 0) {
      separate(out, before).append("0x").append(Long.toHexString(rest));
    }
  }

  /** A set may have a name for no bit at all, as PROT_NONE. */
  private String nothing(FlagSet set) {
    for (NamedValue named : flags.computeIfAbsent(set, FlagSet::all)) {
      if (named.value() == 0) {
        return named.name();
      }
    }
    return "0";
  }

  /** Prints the names there are, with a bar between; answers the bits that have none. */
  long names(StringBuilder out, FlagSet set, long value) {
    int before = out.length();
    long rest = value;
    for (NamedValue named : flags.computeIfAbsent(set, FlagSet::all)) {
      // Zero-extended: what stands in an int of the ABI is unsigned where it is a flag.
      long bits = named.value() < 0 ? named.value() & 0xffff_ffffL : named.value();
      if (bits != 0 && (rest & bits) == bits) {
        separate(out, before).append(named.name());
        rest &= ~bits;
      }
    }
    return rest;
  }

  /** {@code SEEK_SET}, or {@code 0x11 /* SEEK_??? *}{@code /}. */
  void value(StringBuilder out, ValueSet set, int value) {
    String name = name(set, value);
    if (name != null) {
      out.append(name);
    } else {
      out.append(value == 0 ? "0" : "0x" + Integer.toHexString(value));
      unknown(out, set.prefix());
    }
  }

  /** The first name of a value, or null. */
  @Nullable String name(ValueSet set, int value) {
    for (NamedValue named : values.computeIfAbsent(set, ValueSet::all)) {
      if ((int) named.value() == value) {
        return named.name();
      }
    }
    return null;
  }

  /** A bar, unless nothing was printed since {@code start}. */
  static StringBuilder separate(StringBuilder out, int start) {
    return out.length() > start ? out.append('|') : out;
  }

  private static void unknown(StringBuilder out, String prefix) {
    out.append(" /* ").append(prefix).append("??? */");
  }
}
