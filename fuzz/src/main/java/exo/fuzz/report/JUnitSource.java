package exo.fuzz.report;

import exo.fuzz.program.ProgramText;

/** A finding as a JUnit test, which passes once Exo does what Linux does. */
final class JUnitSource {
  private JUnitSource() {}

  static String of(Finding f) {
    String program = ProgramText.print(f.program()).replace("\\", "\\\\").indent(8).stripTrailing();
    return """
        // %s
        // %s: %s
        // %s: %s
        @Test
        void %s() throws Exception {
          sameAsLinux(
              \"""
        %s
              \""");
        }
        """
        .formatted(
            f.title().replace("\n", " "),
            f.sides().oracle(),
            f.oracle().replace("\n", " "),
            f.sides().machine(),
            f.exo().lines().findFirst().orElse(""),
            name(f),
            program);
  }

  private static String name(Finding f) {
    StringBuilder out = new StringBuilder();
    boolean upper = false;
    for (char c : f.title().toCharArray()) {
      if (!Character.isLetterOrDigit(c)) {
        upper = true;
      } else if (out.isEmpty()) {
        out.append(Character.toLowerCase(c));
        upper = false;
      } else {
        out.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return out.toString();
  }
}
