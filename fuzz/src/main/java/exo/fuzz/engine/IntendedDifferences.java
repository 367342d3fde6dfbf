package exo.fuzz.engine;

import exo.fuzz.run.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What Exo does otherwise than Linux on purpose, or what the container makes Linux do; each with
 * its reason. The page docs/fuzzing.md shows the list.
 */
public final class IntendedDifferences {
  /**
   * One of them.
   *
   * @param title a pattern of {@link Difference#title}, which it matches as a whole
   */
  public record Intended(Pattern title, String reason) {}

  private static final List<Intended> ALL = list();

  private IntendedDifferences() {}

  private static List<Intended> list() {
    List<Intended> all = new ArrayList<>();
    add(all, ".*: Linux EPERM, Exo ENOSYS", "the container's filter answers before Linux does");
    return List.copyOf(all);
  }

  private static void add(List<Intended> all, String title, String reason) {
    all.add(new Intended(Pattern.compile(title), reason));
  }

  /** All, in the order they are looked at. */
  public static List<Intended> all() {
    return ALL;
  }

  /** Whether a difference is one of them. */
  static boolean covers(Difference d) {
    return ALL.stream().anyMatch(i -> i.title().matcher(d.title()).matches());
  }
}
