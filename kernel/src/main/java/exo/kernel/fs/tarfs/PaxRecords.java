package exo.kernel.fs.tarfs;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The records of pax extended headers, {@code "LENGTH KEY=VALUE\n"} each: those for the next entry,
 * over those for all entries to come. Keys and values are byte strings. Source: POSIX pax(1).
 */
final class PaxRecords {
  /** Digits of a record's length: more than any header that is read has bytes. */
  private static final int LENGTH_DIGITS = 9;

  /** Most characters of keys and values that are kept. */
  private static final int MOST = 1 << 20;

  private final Map<String, String> global = new LinkedHashMap<>();
  private final Map<String, String> local = new LinkedHashMap<>();

  /**
   * Adds the records of a header.
   *
   * @param at where in the archive the header stands
   */
  void add(byte[] data, boolean forAll, long at) throws TarException {
    Map<String, String> to = forAll ? global : local;
    int from = 0;
    while (from < data.length) {
      from = record(data, from, to, at);
    }
    long kept = 0;
    for (Map.Entry<String, String> e : to.entrySet()) {
      kept += e.getKey().length() + e.getValue().length();
    }
    if (kept > MOST) {
      throw new TarException(at, "pax headers of " + kept + " bytes");
    }
  }

  private static int record(byte[] data, int from, Map<String, String> to, long at)
      throws TarException {
    int i = from;
    int length = 0;
    while (i < data.length && i - from < LENGTH_DIGITS && data[i] >= '0' && data[i] <= '9') {
      length = length * 10 + data[i++] - '0';
    }
    int end = from + length;
    boolean whole = i > from && i < data.length && data[i] == ' ' && end > i && end <= data.length;
    if (!whole || data[end - 1] != '\n') {
      throw new TarException(at, "a pax record has a wrong length");
    }
    String text = new String(data, i + 1, end - i - 2, StandardCharsets.ISO_8859_1);
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new TarException(at, "a pax record has no key");
    }
    to.put(text.substring(0, equals), text.substring(equals + 1));
    return end;
  }

  /** The value for the entry at hand, or null; an empty record takes a value back. */
  @Nullable String get(String key) {
    String value = local.get(key);
    if (value == null) {
      value = global.get(key);
    }
    return value == null || value.isEmpty() ? null : value;
  }

  /** Whether there is a key that begins with a prefix. */
  boolean has(String prefix) {
    return has(local, prefix) || has(global, prefix);
  }

  private static boolean has(Map<String, String> records, String prefix) {
    return records.keySet().stream().anyMatch(key -> key.startsWith(prefix));
  }

  /** Visits keys that begin with a prefix, in order, with their values. */
  void forEach(String prefix, BiConsumer<String, String> visitor) {
    Map<String, String> both = new TreeMap<>(global);
    both.putAll(local);
    both.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            visitor.accept(key, value);
          }
        });
  }

  /** Whether anything was said about the next entry alone. */
  boolean hasLocal() {
    return !local.isEmpty();
  }

  /** The entry was read. */
  void clearLocal() {
    local.clear();
  }
}
