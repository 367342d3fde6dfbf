package exo.cpu.kvm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import exo.cpu.kvm.sys.KickSignal;
import exo.cpu.kvm.sys.Kvm;
import exo.cpu.kvm.sys.Libc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The sticky request to come back from guest code.
 *
 * <p>Whoever wants the CPU's thread back first sets {@code immediate_exit}, so that it does not go
 * in again, and then sends a signal, so that it comes out. The thread takes {@code immediate_exit}
 * back before it looks at the request: one that comes in between is seen, at worst twice.
 */
final class Kick {
  private static final VarHandle BYTE = JAVA_BYTE.varHandle();
  private static final int PID = Libc.getpid();

  private final MemorySegment run;
  private final int tid = Libc.gettid();
  private final int signal = KickSignal.NUMBER;
  private final AtomicBoolean wanted = new AtomicBoolean();
  private volatile boolean inside;
  private boolean open = true;

  /**
   * Made by the CPU's thread.
   *
   * @param run {@code struct kvm_run}
   */
  Kick(MemorySegment run) {
    this.run = run;
  }

  /** The CPU's thread, before it looks at the request. */
  void enter() {
    inside = true;
  }

  void leave() {
    inside = false;
  }

  /** The CPU's thread takes the request, if there is one, to answer it. */
  boolean consume() {
    rearm();
    return wanted.get() && wanted.getAndSet(false);
  }

  /** The CPU's thread may go in again; what it was wanted for it looks at afterwards. */
  void rearm() {
    BYTE.setVolatile(run, Kvm.RUN_IMMEDIATE_EXIT, (byte) 0);
  }

  /** From any thread. */
  void kick() {
    if (!wanted.getAndSet(true)) {
      nudge();
    }
  }

  /** From any thread: brings the CPU's thread out of the guest, without a request to the kernel. */
  synchronized void nudge() {
    if (open) {
      BYTE.setVolatile(run, Kvm.RUN_IMMEDIATE_EXIT, (byte) 1);
      if (inside) {
        Libc.tgkill(PID, tid, signal);
      }
    }
  }

  /** No signal reaches the thread after this. Answers whether it was open. */
  synchronized boolean close() {
    boolean was = open;
    open = false;
    return was;
  }
}
