package exo.fuzz.engine;

import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramSyntax;
import exo.fuzz.program.ProgramText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Programs that showed something new, in memory and, if asked for, in a folder: a text file each,
 * named by its digest, written beside and then renamed. Whoever is killed leaves whole files and at
 * most one with another name, which nobody reads.
 */
final class Corpus {
  private static final String ENDING = ".prog";

  private final List<Program> programs = new ArrayList<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final @Nullable Path folder;
  private int unreadable;

  /**
   * Opens a corpus.
   *
   * @param folder made if it is not there; null keeps all in memory
   */
  Corpus(@Nullable Path folder) throws IOException {
    this.folder = folder;
    if (folder != null) {
      Files.createDirectories(folder);
      load(folder);
    }
  }

  private void load(Path from) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(from, "*" + ENDING)) {
      all.forEach(files::add);
    }
    files.sort(null);
    for (Path file : files) {
      try {
        Program p = ProgramText.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!p.calls().isEmpty() && names.add(digest(p))) {
          programs.add(p);
        }
      } catch (ProgramSyntax e) {
        unreadable++;
      }
    }
  }

  List<Program> programs() {
    return programs;
  }

  /** Files of the folder that are no programs; they are left alone. */
  int unreadable() {
    return unreadable;
  }

  void add(Program program) throws IOException {
    String name = digest(program);
    if (!names.add(name)) {
      return;
    }
    programs.add(program);
    if (folder != null) {
      write(folder.resolve(name + ENDING), ProgramText.print(program));
    }
  }

  /** Writes a file whole or not at all. */
  static void write(Path file, String text) throws IOException {
    Path beside = file.resolveSibling("." + file.getFileName() + ".new");
    Files.writeString(beside, text, StandardCharsets.ISO_8859_1);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String digest(Program program) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256")
              .digest(ProgramText.print(program).getBytes(StandardCharsets.ISO_8859_1));
      return HexFormat.of().formatHex(sum, 0, 10);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
