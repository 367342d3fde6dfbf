package exo.cli.run;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object (RFC 8259) on one line, its members in the order they are added. */
public final class JsonWriter {
  private final StringBuilder out = new StringBuilder("{");

  public JsonWriter add(String name, @Nullable Long value) {
    name(name).append(value);
    return this;
  }

  public JsonWriter add(String name, long value) {
    return add(name, Long.valueOf(value));
  }

  /** With one digit behind the point. */
  public JsonWriter add(String name, double value) {
    name(name).append(String.format(Locale.ROOT, "%.1f", value));
    return this;
  }

  public JsonWriter add(String name, @Nullable String value) {
    name(name);
    string(value);
    return this;
  }

  public JsonWriter add(String name, List<String> values) {
    name(name).append('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.append(", ");
      }
      string(values.get(i));
    }
    out.append(']');
    return this;
  }

  /** A list of objects, each of which ends here. */
  public JsonWriter addObjects(String name, List<JsonWriter> objects) {
    StringBuilder list = name(name);
    String comma = "[";
    for (JsonWriter object : objects) {
      list.append(comma).append(object.end());
      comma = ", ";
    }
    list.append(objects.isEmpty() ? "[]" : "]");
    return this;
  }

  /** The object; nothing may be added any more. */
  public String end() {
    return out.append('}').toString();
  }

  private StringBuilder name(String name) {
    if (out.length() > 1) {
      out.append(", ");
    }
    string(name);
    return out.append(": ");
  }

  private void string(@Nullable String value) {
    if (value == null) {
      out.append("null");
      return;
    }
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c == 0x7f || Character.isSurrogate(c)) {
        out.append("\\u").append(hex(c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static String hex(char c) {
    return Integer.toHexString(c | 0x10000).substring(1);
  }
}
