package exo.kernel.tty;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;
import exo.kernel.abi.Termio;
import exo.kernel.uaccess.IoBuffer;
import java.lang.foreign.MemorySegment;

/**
 * N_TTY, the line discipline of terminals: turns what is typed into lines or bytes to read, echoes
 * it, turns keys into signals, starts and stops the output, and prepares what is written. It knows
 * nothing of who types and who reads. Source: termios(3), n_tty(4) of Linux in its behaviour. Owned
 * by the kernel lock.
 */
public final class LineDiscipline {
  /** What the discipline works on: the screen, and those who sit before it. */
  public interface Device {
    /** Bytes that {@link #put} takes now. */
    int room();

    /** Puts out one byte; there is room. */
    void put(int c);

    /** A key asks for a signal to the foreground group. */
    void signal(int signal);

    /** Throws away output that was put and not yet seen, and tells of lost input. */
    void flushed(boolean input, boolean output);

    /** Whether output is stopped. */
    boolean isStopped();

    /** Stops output, as ^S, or starts it again, as ^Q. */
    void stopped(boolean stop);

    /** Something can be read that could not before. */
    void inputArrived();
  }

  private static final int ALL_BYTES = 256;

  private final Termios termios;
  private final Device device;
  private final InputQueue input = new InputQueue();
  private final OutputProcessor output;
  private final EchoQueue echo;
  private final LineEditor editor;
  private final boolean[] special = new boolean[ALL_BYTES];
  private final byte[] chunk = new byte[2048];
  private final MemorySegment chunkSegment = MemorySegment.ofArray(chunk);
  private boolean literalNext;

  /**
   * @param termios is changed by {@link #configure} alone
   */
  public LineDiscipline(Termios termios, Device device) {
    this.termios = termios;
    this.device = device;
    output = new OutputProcessor(termios, device);
    echo = new EchoQueue(termios, device, output);
    editor = new LineEditor(termios, input, echo, output);
    findSpecial();
  }

  // Settings.

  /** The settings, not to be changed. */
  public Termios termios() {
    return termios;
  }

  /** Takes new settings. */
  public void configure(Termios wanted) {
    int old = termios.local;
    boolean flow = termios.inputHas(Termio.IXON);
    termios.set(wanted);
    if (((old ^ termios.local) & (Termio.ICANON | Termio.EXTPROC)) != 0) {
      input.modeChanged(termios.localHas(Termio.ICANON));
      editor.reset();
      literalNext = false;
    }
    findSpecial();
    if (flow && !termios.inputHas(Termio.IXON)) {
      start();
    }
    device.inputArrived();
  }

  private void findSpecial() {
    java.util.Arrays.fill(special, false);
    special['\r'] = termios.inputHas(Termio.IGNCR | Termio.ICRNL);
    special['\n'] = termios.inputHas(Termio.INLCR);
    if (isCanonical()) {
      special['\n'] = true;
      mark(Termio.VERASE, Termio.VKILL, Termio.VEOF, Termio.VEOL);
      if (termios.localHas(Termio.IEXTEN)) {
        mark(Termio.VWERASE, Termio.VLNEXT, Termio.VEOL2);
        if (termios.localHas(Termio.ECHO)) {
          mark(Termio.VREPRINT);
        }
      }
    }
    if (termios.inputHas(Termio.IXON)) {
      mark(Termio.VSTART, Termio.VSTOP);
    }
    if (termios.localHas(Termio.ISIG)) {
      mark(Termio.VINTR, Termio.VQUIT, Termio.VSUSP);
    }
    special[Termios.DISABLED] = false;
  }

  private void mark(int... indices) {
    for (int index : indices) {
      special[termios.character(index)] = true;
    }
  }

  /** Whether reads get lines: ICANON. */
  public boolean isCanonical() {
    return termios.localHas(Termio.ICANON);
  }

  private boolean readsLines() {
    return isCanonical() && !termios.localHas(Termio.EXTPROC);
  }

  // Input.

  /**
   * Takes what was typed, as far as there is room.
   *
   * @return how many bytes were taken
   */
  public int receive(byte[] bytes, int from, int length) {
    int done = 0;
    while (done < length) {
      int room = InputQueue.SIZE - input.size();
      if (termios.inputHas(Termio.PARMRK)) {
        room = (room + 2) / 3;
      }
      room--;
      if (room <= 0) {
        // A line too long: what comes is processed and thrown away, so that its end gets through.
        if (!isCanonical() || input.lineBytes() > 0) {
          break;
        }
        if (room < 0) {
          input.drop(1);
        }
        room = 1;
      }
      int n = Math.min(room, length - done);
      for (int i = 0; i < n; i++) {
        receive(bytes[from + done + i] & 0xff);
      }
      done += n;
    }
    echo.process();
    if (isReadable(1)) {
      device.inputArrived();
    }
    return done;
  }

  private void receive(int typed) {
    int c = typed;
    if (termios.inputHas(Termio.ISTRIP)) {
      c &= 0x7f;
    }
    if (termios.inputHas(Termio.IUCLC) && termios.localHas(Termio.IEXTEN) && c >= 'A' && c <= 'Z') {
      c += 'a' - 'A';
    }
    if (literalNext) {
      literalNext = false;
      ordinary(c);
    } else if (termios.localHas(Termio.EXTPROC)) {
      input.put(c);
    } else if (special[c]) {
      special(c);
    } else {
      ordinary(c);
    }
  }

  private void special(int typed) {
    int c = typed;
    if (termios.inputHas(Termio.IXON)) {
      if (termios.is(c, Termio.VSTART)) {
        start();
        return;
      }
      if (termios.is(c, Termio.VSTOP)) {
        device.stopped(true);
        return;
      }
    }
    if (termios.localHas(Termio.ISIG)) {
      int signal =
          termios.is(c, Termio.VINTR)
              ? Signals.SIGINT
              : termios.is(c, Termio.VQUIT)
                  ? Signals.SIGQUIT
                  : termios.is(c, Termio.VSUSP) ? Signals.SIGTSTP : 0;
      if (signal != 0) {
        signal(signal, c);
        return;
      }
    }
    startOnAny();
    if (c == '\r') {
      if (termios.inputHas(Termio.IGNCR)) {
        return;
      }
      if (termios.inputHas(Termio.ICRNL)) {
        c = '\n';
      }
    } else if (c == '\n' && termios.inputHas(Termio.INLCR)) {
      c = '\r';
    }
    if (!isCanonical() || !edit(c)) {
      if (termios.localHas(Termio.ECHO)) {
        editor.finishErasing();
        if (c == '\n') {
          echo.raw(c);
        } else {
          show(c);
        }
      }
      putMarked(c);
    }
  }

  private void ordinary(int c) {
    startOnAny();
    if (termios.localHas(Termio.ECHO)) {
      editor.finishErasing();
      show(c);
    }
    putMarked(c);
  }

  private void show(int c) {
    if (input.edited() == 0) {
      echo.setLineColumn();
    }
    echo.character(c);
  }

  /** With PARMRK a byte 0377 is doubled, to tell it from a mark. */
  private void putMarked(int c) {
    if (c == 0377 && termios.inputHas(Termio.PARMRK)) {
      input.put(c);
    }
    input.put(c);
  }

  private void startOnAny() {
    if (device.isStopped() && termios.inputHas(Termio.IXON) && termios.inputHas(Termio.IXANY)) {
      start();
    }
  }

  private void start() {
    device.stopped(false);
    echo.process();
  }

  private void signal(int signal, int c) {
    device.signal(signal);
    if (!termios.localHas(Termio.NOFLSH)) {
      echo.clear();
      clearInput();
      device.flushed(true, true);
    }
    if (termios.inputHas(Termio.IXON)) {
      start();
    }
    if (termios.localHas(Termio.ECHO)) {
      echo.character(c);
    }
    echo.process();
  }

  /** Keys that edit or end a line; whether {@code c} was one. */
  private boolean edit(int c) {
    boolean extended = termios.localHas(Termio.IEXTEN);
    boolean echoes = termios.localHas(Termio.ECHO);
    if (termios.is(c, Termio.VERASE)
        || termios.is(c, Termio.VKILL)
        || (extended && termios.is(c, Termio.VWERASE))) {
      editor.erase(c);
    } else if (extended && termios.is(c, Termio.VLNEXT)) {
      literalNext = true;
      if (echoes) {
        editor.finishErasing();
        if (termios.localHas(Termio.ECHOCTL)) {
          echo.raw('^');
          echo.raw('\b');
        }
      }
    } else if (extended && echoes && termios.is(c, Termio.VREPRINT)) {
      editor.finishErasing();
      echo.character(c);
      echo.raw('\n');
      for (int i = 0; i < input.edited(); i++) {
        echo.character(input.editedByte(i));
      }
    } else if (c == '\n') {
      if (echoes || termios.localHas(Termio.ECHONL)) {
        echo.raw('\n');
      }
      endLine(c);
    } else if (termios.is(c, Termio.VEOF)) {
      endLine(Termios.DISABLED);
    } else if (termios.is(c, Termio.VEOL) || (extended && termios.is(c, Termio.VEOL2))) {
      if (echoes) {
        show(c);
      }
      if (c == 0377 && termios.inputHas(Termio.PARMRK)) {
        input.put(c);
      }
      endLine(c);
    } else {
      return false;
    }
    return true;
  }

  private void endLine(int c) {
    input.putEnd(c);
  }

  /**
   * A break on the line, or the interrupt of a keyboard without characters.
   *
   * @see Termio#BRKINT
   */
  public void receiveBreak() {
    if (termios.inputHas(Termio.IGNBRK)) {
      return;
    }
    if (termios.inputHas(Termio.BRKINT)) {
      device.signal(Signals.SIGINT);
      if (!termios.localHas(Termio.NOFLSH)) {
        clearInput();
        device.flushed(true, true);
      }
      return;
    }
    if (termios.inputHas(Termio.PARMRK)) {
      input.put(0377);
      input.put(0);
    }
    input.put(0);
    device.inputArrived();
  }

  /** Throws away what was typed and not read. */
  public void clearInput() {
    input.clear();
    editor.reset();
    literalNext = false;
  }

  // Reading.

  /** Whether a read finds a line, or that many bytes without ICANON. */
  public boolean isReadable(int bytes) {
    return readsLines() ? input.lineBytes() > 0 : input.size() >= bytes;
  }

  /** Bytes that could be read: FIONREAD. */
  public int available() {
    return readsLines() ? input.lineBytesToRead() : input.size();
  }

  /** At least so many bytes make poll(2) say readable: VMIN unless there is a VTIME. */
  public int pollMinimum() {
    int min = termios.character(Termio.VMIN);
    return !isCanonical() && termios.character(Termio.VTIME) == 0 && min > 0 ? min : 1;
  }

  /**
   * Moves a line, or the bytes there are; the caller tells who types that there is room again.
   *
   * @return a count, 0 at an end of file, or -EAGAIN
   */
  public long read(IoBuffer to) throws Errno {
    if (!isReadable(1)) {
      return Errno.EAGAIN.negated();
    }
    return to.result(readsLines() ? input.readLine(to) : input.readBytes(to));
  }

  // Writing.

  /**
   * Puts out what the device takes.
   *
   * @return a count, or -EAGAIN
   */
  public long write(IoBuffer from) throws Errno {
    echo.process();
    boolean processes = termios.outputHas(Termio.OPOST);
    long done = 0;
    while (from.remaining() > 0) {
      int room = device.room();
      // Each byte may become as many as a tab's.
      int n = Math.min(chunk.length, processes ? room / OutputProcessor.TAB : room);
      if (n == 0) {
        break;
      }
      n = (int) from.take(chunkSegment, 0, Math.min(n, from.remaining()));
      for (int i = 0; i < n; i++) {
        int c = chunk[i] & 0xff;
        if (processes) {
          output.put(c);
        } else {
          device.put(c);
        }
      }
      done += n;
      if (from.faulted()) {
        break;
      }
    }
    if (done == 0 && !from.faulted() && from.remaining() > 0) {
      return Errno.EAGAIN.negated();
    }
    return from.result(done);
  }

  /** The device takes output again: echoes that waited go first. */
  public void outputDrained() {
    echo.process();
  }
}
