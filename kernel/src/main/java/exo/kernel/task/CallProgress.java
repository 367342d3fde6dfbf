package exo.kernel.task;

import exo.kernel.vfs.OpenFile;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far the system call of a task has come: what its handler, woken after a wait and run again
 * from the beginning, finds from before. One a task, used for one call after the other. Owned by
 * the kernel lock.
 */
public final class CallProgress {
  private boolean underWay;
  private boolean resumed;
  private boolean resumeNext;
  private final long[] keptLongs = new long[4];
  private @Nullable Object kept;
  private @Nullable OpenFile file;
  private boolean holdsFile;

  /** Whether a system call has begun and has no result yet. */
  public boolean isUnderWay() {
    return underWay;
  }

  /** The dispatcher begins a call: first, or again after a wait. */
  public void begin() {
    resumed = underWay || resumeNext;
    resumeNext = false;
    underWay = true;
    if (!resumed) {
      Arrays.fill(keptLongs, 0);
      kept = null;
    }
  }

  /** The call has its result, or will never have one. */
  void end() {
    underWay = false;
    resumed = false;
    OpenFile used = file;
    file = null;
    if (holdsFile && used != null) {
      holdsFile = false;
      used.release();
    }
  }

  /** The call was blocked: the file that it waits for stays open until it ends. */
  public void blocked() {
    OpenFile used = file;
    if (used != null && !holdsFile) {
      used.retain();
      holdsFile = true;
    }
  }

  /** The file that the call has waited for, whatever its descriptor is now; null at first. */
  public @Nullable OpenFile heldFile() {
    return holdsFile ? file : null;
  }

  /** The call may come to wait for this file. */
  public void uses(OpenFile used) {
    file = used;
  }

  /** The next call is the same one made again, and finds what this one kept. */
  void resumeNext() {
    resumeNext = true;
  }

  /** Whether the running handler was blocked before in this same call. */
  public boolean isResumed() {
    return resumed;
  }

  /** One of four values that a handler keeps while its call is blocked; zero at first. */
  public long keptLong(int index) {
    return keptLongs[index];
  }

  public void keepLong(int index, long value) {
    keptLongs[index] = value;
  }

  /** What the handler kept with {@link #keep}; null at first. */
  public @Nullable Object kept() {
    return kept;
  }

  public void keep(@Nullable Object value) {
    kept = value;
  }
}
