package exo.kernel.fs.anon;

import exo.kernel.sched.WaitQueue;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;

/**
 * A descriptor that is read to hear of something: a count, a timer, signals, or what is ready. It
 * makes callers wait, but its owner has no SIGIO, and nobody waits to write unless a kind says so.
 * There is no position, and seeking is no error.
 */
public abstract class EventFile extends OpenFile {
  private final WaitQueue never = new WaitQueue();

  protected EventFile(Path path, int flags) {
    super(path, flags);
  }

  /** A queue that is never woken. */
  protected final WaitQueue never() {
    return never;
  }

  @Override
  protected final long seekTo(long off, int whence) {
    return 0;
  }

  @Override
  public final boolean canWait() {
    return true;
  }

  @Override
  public boolean canSignal() {
    return false;
  }

  @Override
  public abstract WaitQueue readable();

  @Override
  public WaitQueue writable() {
    return never;
  }
}
