package exo.fuzz.program;

/** A text is no program; the message says where. */
public final class ProgramSyntax extends Exception {
  ProgramSyntax(int line, String what) {
    super("line " + line + ": " + what);
  }
}
