package exo.fuzz.engine;

import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramWords;
import java.util.List;

/** Makes programs out of those that showed something new. */
final class Mutator {
  private static final int LONGEST = 24;

  private final Chance chance;
  private final Generator generator;

  Mutator(Chance chance, Generator generator) {
    this.chance = chance;
    this.generator = generator;
  }

  /** A changed program: a few steps away from {@code parent}. */
  Program mutate(Program parent, List<Program> corpus) {
    Program p = parent;
    for (int steps = chance.between(1, 4); steps > 0; steps--) {
      Program changed = step(p, corpus);
      if (ProgramWords.fits(changed) && !changed.calls().isEmpty()) {
        p = changed;
      }
    }
    return generator.ordered(p);
  }

  private Program step(Program p, List<Program> corpus) {
    int size = p.calls().size();
    return switch (chance.below(10)) {
      case 0 -> p.without(chance.below(size));
      case 1, 2, 3, 4 -> {
        int at = chance.below(size + 1);
        yield size < LONGEST ? p.with(at, generator.call(p, at)) : p.without(chance.below(size));
      }
      case 5 -> size > LONGEST / 2 ? p : p.then(chance.of(corpus));
      case 6 -> {
        int at = chance.below(size);
        yield size < LONGEST ? p.with(size, p.calls().get(at)) : p;
      }
      default -> {
        int at = chance.below(size);
        yield p.replaced(at, generator.changed(p, at));
      }
    };
  }
}
