package exo.kernel;

import exo.kernel.dev.Console;
import exo.kernel.dev.Uart16550;
import exo.kernel.fs.stream.OutputPump;
import exo.kernel.sched.WaitQueue;
import exo.kernel.task.KernelServices;
import exo.kernel.uaccess.IoBuffer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The console's other ends: a person's keys, read on a daemon thread and pressed on the keyboard,
 * what comes in on the serial line, read on another, and where that line's output goes. Owned by
 * the kernel lock but for the threads.
 */
final class HostConsole {
  private static final int KEYS = 4096;
  private static final int BUFFER = 8192;
  private static final byte[] END_OF_INPUT = {4};
  private static final long REPEAT_NANOS = 100_000_000;

  private final KernelServices services;
  private final OutputPump pump;
  private final Console console;
  private final Condition taken;
  private final WaitQueue.Observer drained;
  private @Nullable Thread reader;
  private @Nullable Thread receiver;
  private boolean closed;

  /** The serial line's wire: bytes by the handful to the host. */
  private static final class HostWire implements Uart16550.Wire {
    private final OutputPump pump;
    private final OutputPump.Channel target;
    private final byte[] bytes = new byte[BUFFER];
    private int pending;

    HostWire(OutputPump pump, GuestOutput target) {
      this.pump = pump;
      this.target = pump.open(target::write);
    }

    @Override
    public boolean isReady() {
      return pump.isWritable();
    }

    @Override
    public void send(int c) {
      bytes[pending++] = (byte) c;
      if (pending == BUFFER) {
        rest();
      }
    }

    @Override
    public void rest() {
      if (pending > 0) {
        // What nobody reads at the other end is lost, as on any wire.
        pump.write(target, IoBuffer.kernel(MemorySegment.ofArray(bytes).asSlice(0, pending)));
        pending = 0;
      }
    }
  }

  HostConsole(KernelServices services, OutputPump pump, GuestOutput serial) {
    this.services = services;
    this.pump = pump;
    this.taken = services.lock().newCondition();
    this.console =
        new Console(
            services.ram(),
            services.interrupts(),
            services::interrupt,
            services.terminalJobs(),
            services.clock(),
            new HostWire(pump, serial),
            serial.kind() != StreamKind.TERMINAL);
    console.whenInputTaken(taken::signalAll);
    this.drained = queue -> wireReady();
    pump.writable().observe(drained);
  }

  private void wireReady() {
    if (!closed && pump.isWritable()) {
      console.wireReady();
    }
  }

  Console console() {
    return console;
  }

  /** Begins to read keys. */
  void listen(GuestInput keyboard) {
    if (keyboard.kind() == StreamKind.CLOSED) {
      return;
    }
    reader = Thread.ofPlatform().daemon().name("exo-keyboard").start(() -> read(keyboard));
  }

  /** Begins to read what comes in on the serial line. */
  void receive(GuestInput line) {
    if (line.kind() == StreamKind.CLOSED) {
      return;
    }
    receiver = Thread.ofPlatform().daemon().name("exo-serial").start(() -> readLine(line));
  }

  /** At the end of input the line falls silent. */
  private void readLine(GuestInput line) {
    byte[] bytes = new byte[KEYS];
    boolean open = true;
    while (open) {
      int n;
      try {
        n = line.read(bytes);
      } catch (IOException gone) {
        n = -1;
      }
      services.lock().lock();
      try {
        for (int done = 0; !closed && done < n; ) {
          int next = console.receive(bytes, done, n);
          if (next == done) {
            taken.awaitUninterruptibly();
          }
          done = next;
        }
        open = n >= 0 && !closed;
      } finally {
        services.lock().unlock();
      }
    }
  }

  private void read(GuestInput keyboard) {
    byte[] keys = new byte[KEYS];
    boolean open = true;
    while (open) {
      int n;
      try {
        n = keyboard.read(keys);
      } catch (IOException gone) {
        n = -1;
      }
      services.lock().lock();
      try {
        if (n >= 0) {
          press(keys, n);
        } else if (keyboard.kind() == StreamKind.TERMINAL) {
          // The host's terminal is gone, and so is this.
          console.terminal().hangUp();
        } else {
          holdEndKey();
        }
        open = n >= 0 && !closed;
      } finally {
        services.lock().unlock();
      }
    }
  }

  /**
   * The end of a pipe: Ctrl-D is held down, and a keyboard repeats a key that is. One alone could
   * be lost while a program hands the terminal back to its shell.
   */
  private void holdEndKey() {
    try {
      while (!closed) {
        press(END_OF_INPUT, END_OF_INPUT.length);
        for (long left = REPEAT_NANOS; left > 0 && !closed; ) {
          left = taken.awaitNanos(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits while the guest has too much unread: a person's keys get lost, a pipe's must not. */
  private void press(byte[] keys, int n) {
    int done = 0;
    while (!closed && done < n) {
      if (console.keyboard().hasRoom()) {
        done += console.typer().type(keys, done, n);
      } else {
        taken.awaitUninterruptibly();
      }
    }
  }

  /** Nobody presses keys any more. The lock is held. */
  void close() {
    closed = true;
    pump.writable().unobserve(drained);
    taken.signalAll();
    interrupt(reader);
    interrupt(receiver);
  }

  private static void interrupt(@Nullable Thread thread) {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
