package exo.kernel.tty;

/** The wire of a terminal: what stands at its other end. Owned by the kernel lock. */
public interface Line {
  /** Bytes it takes now. */
  int room();

  /** Takes one byte; there is room. */
  void put(int c);

  /** What was put so far is to be seen. */
  void push();

  /** Throws away what was put and is not yet seen: TCOFLUSH. */
  void flush();

  /** Bytes of input were taken or thrown away: what waits may be sent. */
  void inputTaken();

  /** Something happened that packet mode tells of: clears and sets TIOCPKT_* bits. */
  void happened(int clear, int set);

  /** The last descriptor of the terminal was closed, or the first one opened. */
  void opened(boolean open);
}
