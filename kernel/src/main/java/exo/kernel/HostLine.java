package exo.kernel;

import exo.kernel.abi.KernelBug;
import exo.kernel.fs.stream.OutputPump;
import exo.kernel.sched.WaitQueue;
import exo.kernel.task.KernelServices;
import exo.kernel.tty.Line;
import exo.kernel.tty.Terminal;
import exo.kernel.uaccess.IoBuffer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The wire between a terminal of the guest and the host's. Keys are read on a daemon thread as they
 * are typed, whether somebody in the guest reads or not: one of them may be an interrupt. Owned by
 * the kernel lock but for the thread.
 */
final class HostLine implements Line {
  private static final int KEYS = 4096;
  private static final int BUFFER = 8192;

  private final KernelServices services;
  private final OutputPump pump;
  private final OutputPump.Channel screen;
  private final Condition taken;
  private final WaitQueue.Observer drained = queue -> drained();
  private final byte[] output = new byte[BUFFER];
  private int pending;
  private @Nullable Terminal terminal;
  private @Nullable Thread reader;
  private boolean closed;

  HostLine(KernelServices services, OutputPump pump, OutputPump.Channel screen) {
    this.services = services;
    this.pump = pump;
    this.screen = screen;
    this.taken = services.lock().newCondition();
    pump.writable().observe(drained);
  }

  void terminal(Terminal newTerminal) {
    terminal = newTerminal;
  }

  Terminal terminal() {
    Terminal t = terminal;
    if (t == null) {
      throw new KernelBug("a line without a terminal");
    }
    return t;
  }

  private void drained() {
    if (!closed && pump.isWritable()) {
      terminal().drained();
    }
  }

  @Override
  public int room() {
    return pump.isWritable() ? BUFFER - pending : 0;
  }

  @Override
  public void put(int c) {
    output[pending++] = (byte) c;
  }

  @Override
  public void push() {
    if (pending > 0) {
      // A screen that is gone swallows: the terminal is hung up when its keyboard notices.
      pump.write(screen, IoBuffer.kernel(MemorySegment.ofArray(output).asSlice(0, pending)));
      pending = 0;
    }
  }

  @Override
  public void flush() {
    pending = 0;
  }

  @Override
  public void inputTaken() {
    taken.signal();
  }

  @Override
  public void happened(int clear, int set) {
    // There is no packet mode on a real line.
  }

  @Override
  public void opened(boolean open) {
    // The host's terminal stays, whether the guest has it open or not.
  }

  /** Begins to read keys. */
  void listen(GuestInput keyboard) {
    reader = Thread.ofPlatform().daemon().name("exo-keyboard").start(() -> read(keyboard));
  }

  private void read(GuestInput keyboard) {
    byte[] keys = new byte[KEYS];
    while (true) {
      int n;
      try {
        n = keyboard.read(keys);
      } catch (IOException gone) {
        n = -1;
      }
      services.lock().lock();
      try {
        if (closed) {
          return;
        }
        if (n < 0) {
          terminal().hangUp();
          return;
        }
        type(keys, n);
        if (closed) {
          return;
        }
      } finally {
        services.lock().unlock();
      }
    }
  }

  /** Waits while the guest has too much unread. */
  private void type(byte[] keys, int n) {
    int done = 0;
    while (!closed) {
      done += terminal().type(keys, done, n - done, services.clock().monotonicNanos());
      if (done == n) {
        return;
      }
      taken.awaitUninterruptibly();
    }
  }

  /** Nobody reads keys any more. */
  void close() {
    closed = true;
    pump.writable().unobserve(drained);
    taken.signal();
    Thread r = reader;
    if (r != null) {
      r.interrupt();
    }
  }
}
