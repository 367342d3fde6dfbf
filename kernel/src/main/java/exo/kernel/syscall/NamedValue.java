package exo.kernel.syscall;

import exo.kernel.abi.KernelBug;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/** A constant of {@link exo.kernel.abi} by its name, for printing and for making arguments up. */
public record NamedValue(String name, long value) {

  /**
   * Constants of a class, in the order of the patterns.
   *
   * @param patterns names with spaces between; one that ends in {@code *} means all that begin so,
   *     in the order they are declared; {@code !} before either takes away
   */
  static List<NamedValue> of(Class<?> source, String patterns) {
    List<NamedValue> chosen = new ArrayList<>();
    for (String pattern : patterns.split(" ", -1)) {
      boolean without = pattern.startsWith("!");
      String name = without ? pattern.substring(1) : pattern;
      int before = chosen.size();
      if (without) {
        chosen.removeIf(v -> matches(name, v.name()));
      } else {
        for (Field field : source.getFields()) {
          if (matches(name, field.getName())) {
            chosen.add(new NamedValue(field.getName(), value(field)));
          }
        }
      }
      if (chosen.size() == before) {
        throw new KernelBug(source.getSimpleName() + " has no " + name);
      }
    }
    return List.copyOf(chosen);
  }

  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }

  private static long value(Field field) {
    try {
      return field.getLong(null);
    } catch (IllegalAccessException e) {
      throw new KernelBug(field + " is not to be read", e);
    }
  }
}
