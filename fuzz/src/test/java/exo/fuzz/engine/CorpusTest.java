package exo.fuzz.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramSyntax;
import exo.fuzz.program.ProgramText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
  @TempDir Path folder;

  private static Program program(String text) throws ProgramSyntax {
    return ProgramText.parse(text);
  }

  @Test
  void isThereAgainWhenOpenedAnew() throws IOException, ProgramSyntax {
    Corpus first = new Corpus(folder);
    first.add(program("getpid()"));
    first.add(program("r0 = dup(0)\nclose(r0)"));
    first.add(program("getpid()"));
    assertEquals(2, new Corpus(folder).programs().size());
  }

  @Test
  void leavesHalfWrittenFilesAlone() throws IOException, ProgramSyntax {
    new Corpus(folder).add(program("getpid()"));
    Path half = Files.writeString(folder.resolve(".abc.prog.new"), "getp");
    Path wrong = Files.writeString(folder.resolve("abc.prog"), "getp");
    Corpus again = new Corpus(folder);
    assertEquals(List.of(program("getpid()")), again.programs());
    assertEquals(1, again.unreadable());
    assertEquals("getp", Files.readString(half));
    assertEquals("getp", Files.readString(wrong));
  }
}
