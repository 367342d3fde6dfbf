package exo.fuzz.engine;

import exo.fuzz.program.Program;
import exo.fuzz.run.Execution;
import exo.fuzz.run.Oracle;
import exo.fuzz.run.Sides;

/** An oracle that takes every program and answers what a test says. */
final class AnsweringOracle implements Oracle {
  /** What it says of a program. */
  @FunctionalInterface
  interface Answer {
    Execution to(Program p) throws Exception;
  }

  private final Answer answer;

  AnsweringOracle(Answer answer) {
    this.answer = answer;
  }

  @Override
  public Sides sides() {
    return new Sides("right", "left");
  }

  @Override
  public boolean takes(Program p) {
    return true;
  }

  @Override
  public Execution ask(Program p) {
    try {
      return answer.to(p);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Execution askFresh(Program p) {
    return ask(p);
  }

  @Override
  public void close() {}
}
