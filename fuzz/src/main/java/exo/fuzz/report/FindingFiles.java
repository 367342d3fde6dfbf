package exo.fuzz.report;

import exo.fuzz.program.ProgramText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** The files of a finding: the same name, and an ending for each form. */
public final class FindingFiles {
  private static final int LONGEST_NAME = 80;

  private FindingFiles() {}

  /** Writes all forms of a finding; each file is whole or not there. */
  public static void write(Path folder, Finding finding) throws IOException {
    Files.createDirectories(folder);
    String name = name(finding);
    put(folder.resolve(name + ".prog"), text(finding));
    put(folder.resolve(name + ".c"), CSource.of(finding));
    put(folder.resolve(name + ".java"), JUnitSource.of(finding));
    put(folder.resolve(name + ".json"), json(finding));
  }

  private static void put(Path file, String text) throws IOException {
    Path beside = file.resolveSibling("." + file.getFileName() + ".new");
    Files.writeString(beside, text, StandardCharsets.ISO_8859_1);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A file name of the title. */
  static String name(Finding finding) {
    String name =
        finding.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "");
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  /** The program with its finding as remarks, which {@code exo fuzz replay} takes. */
  public static String text(Finding f) {
    StringBuilder out = new StringBuilder("# ").append(f.title()).append('\n');
    f.sideBySide().lines().forEach(line -> out.append("# ").append(line).append('\n'));
    return out.append(ProgramText.print(f.program())).toString();
  }

  private static String json(Finding f) {
    return "{\n  \"title\": "
        + quoted(f.title())
        + ",\n  \"call\": "
        + f.call()
        + ",\n  "
        + quoted(f.sides().oracle().toLowerCase(Locale.ROOT))
        + ": "
        + quoted(f.oracle())
        + ",\n  "
        + quoted(f.sides().machine().toLowerCase(Locale.ROOT))
        + ": "
        + quoted(f.exo())
        + ",\n  \"program\": "
        + quoted(ProgramText.print(f.program()))
        + "\n}\n";
  }

  /** A string of JSON, Java and C alike. */
  static String quoted(String s) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : s.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ' || c > '~') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
