package exo.kernel.task;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Signals;
import exo.kernel.abi.layout.SignalfdSiginfo;
import exo.kernel.fs.anon.EventFile;
import exo.kernel.sched.WaitQueue;
import exo.kernel.signal.Signal;
import exo.kernel.signal.SignalInfo;
import exo.kernel.uaccess.IoBuffer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Pending signals that are read instead of delivered: signalfd(2). As in Linux they are those of
 * whoever reads or polls, not of whoever made the descriptor.
 */
public final class SignalFile extends EventFile {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final KernelServices kernel;
  private final MemorySegment record = MemorySegment.ofArray(new long[SignalfdSiginfo.SIZE / 8]);
  private long wanted;

  /**
   * With one reference, the caller's.
   *
   * @param wanted the signals it takes
   * @param flags O_NONBLOCK
   */
  public SignalFile(KernelServices kernel, long wanted, int flags) {
    super(kernel.anonymousFiles().path("signalfd"), Fcntl.O_RDWR | flags);
    this.kernel = kernel;
    wanted(wanted);
  }

  /** Takes these signals from now on. */
  public void wanted(long signals) {
    wanted = signals & ~Signal.UNBLOCKABLE;
    Task reader = kernel.current();
    if (reader != null) {
      reader.group().signalQueue().wakeAll();
    }
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    Task reader = kernel.current();
    if (to.remaining() < SignalfdSiginfo.SIZE) {
      throw Errno.EINVAL;
    }
    long done = 0;
    while (reader != null && to.remaining() >= SignalfdSiginfo.SIZE) {
      SignalInfo info = reader.signals().take(wanted);
      if (info == null) {
        break;
      }
      write(info);
      if (to.put(record, 0, SignalfdSiginfo.SIZE) < SignalfdSiginfo.SIZE) {
        return to.result(done);
      }
      done += SignalfdSiginfo.SIZE;
    }
    return done == 0 ? Errno.EAGAIN.negated() : done;
  }

  private void write(SignalInfo info) {
    record.fill((byte) 0);
    record.set(INT, SignalfdSiginfo.SSI_SIGNO, info.number());
    record.set(INT, SignalfdSiginfo.SSI_CODE, info.code());
    if (info.code() == SignalInfo.SI_TIMER) {
      record.set(INT, SignalfdSiginfo.SSI_TID, info.pid());
      record.set(INT, SignalfdSiginfo.SSI_OVERRUN, info.uid());
    } else if (info.code() <= 0 || info.number() == Signals.SIGCHLD) {
      record.set(INT, SignalfdSiginfo.SSI_PID, info.pid());
      record.set(INT, SignalfdSiginfo.SSI_UID, info.uid());
    }
    if (info.code() <= 0) {
      record.set(INT, SignalfdSiginfo.SSI_INT, (int) info.value());
      record.set(LONG, SignalfdSiginfo.SSI_PTR, info.value());
    } else if (info.isOfFile()) {
      record.set(INT, SignalfdSiginfo.SSI_BAND, info.pid());
      record.set(INT, SignalfdSiginfo.SSI_FD, (int) info.value());
    } else if (info.number() == Signals.SIGCHLD) {
      record.set(INT, SignalfdSiginfo.SSI_STATUS, (int) info.value());
    } else {
      record.set(LONG, SignalfdSiginfo.SSI_ADDR, info.value());
    }
  }

  @Override
  public boolean takesBytes() {
    return false;
  }

  @Override
  public int poll() {
    Task reader = kernel.current();
    if (reader == null) {
      return 0;
    }
    return (reader.signals().allPending() & wanted) != 0 ? Poll.EPOLLIN : 0;
  }

  /** That of the task that acts at present. */
  @Override
  public WaitQueue readable() {
    Task reader = kernel.current();
    return reader == null ? never() : reader.group().signalQueue();
  }

  @Override
  public String details() {
    return "sigmask:\t%016x\n".formatted(wanted);
  }
}
