package exo.bench;

/** Tells a person who watches what is being measured; says nothing in a pipe. */
final class Progress {
  private final boolean watched;

  Progress(boolean watched) {
    this.watched = watched;
  }

  void measuring(String id) {
    if (watched) {
      System.err.print("\r\033[Kmeasuring " + id + "…");
    }
  }

  void done() {
    if (watched) {
      System.err.print("\r\033[K");
    }
  }
}
