package exo.kernel.mm;

/**
 * Where the parts of a program lie, as exec put them and prctl(2) with PR_SET_MM may say. Plain
 * data; addresses, ends exclusive.
 */
public final class ProgramLayout {
  public long codeStart;
  public long codeEnd;
  public long dataStart;
  public long dataEnd;

  /** Where the heap begins; {@link #brk} never goes below. */
  public long brkStart;

  /** The program break, any alignment. */
  public long brk;

  /** The stack pointer at the start of the program. */
  public long stackStart;

  public long argStart;
  public long argEnd;
  public long envStart;
  public long envEnd;

  void copyFrom(ProgramLayout other) {
    codeStart = other.codeStart;
    codeEnd = other.codeEnd;
    dataStart = other.dataStart;
    dataEnd = other.dataEnd;
    brkStart = other.brkStart;
    brk = other.brk;
    stackStart = other.stackStart;
    argStart = other.argStart;
    argEnd = other.argEnd;
    envStart = other.envStart;
    envEnd = other.envEnd;
  }
}
