package exo.kernel.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.layout.LittleEndian;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The machine's own strace is the judge: a C program makes calls whose pointers lie in one page and
 * records the page before and after each; from that the formatter must make the lines that strace
 * wrote.
 */
class NativeComparisonTest {
  private static final String[] SOURCES = {
    "probe.c",
    "probe-files.h",
    "probe-memory.h",
    "probe-process.h",
    "probe-signals.h",
    "probe-sockets.h",
    "probe-time.h"
  };

  /** A record: the number, six arguments, the result, the page before, the page after. */
  private static final int HEADER = 8 * 8;

  private static final int RECORD = HEADER + 2 * Arena.SIZE;

  /** The program writes a record after each call; these lines are not of interest. */
  private static final String RECORDING = "write(200, ";

  @TempDir Path folder;

  @Test
  void linesAreThoseOfStrace() throws IOException, InterruptedException {
    NativeTools tools = new NativeTools(folder);
    tools.assumePresent();
    tools.compile("probe", SOURCES);
    tools.output("strace", "-o", "lines", "./probe", "log");
    List<String> expected = expected(Files.readAllLines(folder.resolve("lines")));
    byte[] log = Files.readAllBytes(folder.resolve("log"));
    assertEquals(expected.size(), log.length / RECORD, "every call has its record");
    assertTrue(expected.size() > 400, () -> "the probe stopped after " + expected.size());
    List<String> differences = new ArrayList<>();
    try (Arena arena = new Arena()) {
      StraceFormatter formatter = new StraceFormatter();
      for (int i = 0; i < expected.size(); i++) {
        String line = line(formatter, arena, log, i * RECORD);
        if (!line.equals(expected.get(i))) {
          differences.add("strace " + expected.get(i) + "\nours   " + line);
        }
      }
    }
    assertEquals("", String.join("\n", differences));
  }

  /** The line before each record, signals left out. */
  private static List<String> expected(List<String> lines) {
    List<String> expected = new ArrayList<>();
    String last = "";
    for (String line : lines) {
      if (line.startsWith(RECORDING)) {
        expected.add(last);
      } else if (!line.startsWith("---")) {
        last = line;
      }
    }
    return expected;
  }

  private static String line(StraceFormatter formatter, Arena arena, byte[] log, int at) {
    StringBuilder out = new StringBuilder();
    StraceLog lines = new StraceLog(out::append, StraceLog.Prefix.WHEN_SEVERAL);
    long[] raw = new long[6];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = LittleEndian.getLong(log, at + 8 + 8 * i);
    }
    arena.fill(log, at + HEADER);
    lines.begin(1, formatter.call(arena.memory(), (int) LittleEndian.getLong(log, at), raw, 0));
    arena.fill(log, at + HEADER + Arena.SIZE);
    lines.end(1, LittleEndian.getLong(log, at + 56));
    return out.toString().stripTrailing();
  }
}
