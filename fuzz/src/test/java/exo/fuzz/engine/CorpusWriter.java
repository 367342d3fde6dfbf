package exo.fuzz.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Fills a corpus until it is killed. */
public final class CorpusWriter {
  private CorpusWriter() {}

  /** Takes the folder and a seed. */
  public static void main(String[] args) throws Exception {
    Chance chance = new Chance(new SplittableRandom(Long.parseLong(args[1])));
    Generator generator = new Generator(chance, CallSelection.select(List.of(), false));
    Corpus corpus = new Corpus(Path.of(args[0]));
    corpus.add(generator.program());
    System.out.println("begun");
    while (true) {
      corpus.add(generator.program());
    }
  }
}
