package exo.kernel.mm;

/** What became of a page fault. */
public enum FaultOutcome {
  /** The access may be tried again. */
  RESOLVED,
  /** Nothing is mapped there: SIGSEGV with SEGV_MAPERR. */
  NOT_MAPPED,
  /** The area does not allow the access: SIGSEGV with SEGV_ACCERR. */
  NO_RIGHT,
  /** The mapped object ends before the page, or could not be read: SIGBUS with BUS_ADRERR. */
  NO_PAGE,
  /** No frame is left: somebody has to be killed. */
  OUT_OF_MEMORY
}
