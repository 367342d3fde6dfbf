package exo.kernel.vfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.KernelBug;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state that descriptors of one open(2) share, whatever the kind of file: where it is, how it
 * was opened, who holds it. Owned by the kernel lock.
 */
public abstract sealed class FileDescription permits OpenFile {
  /** Flags that only open(2) looks at, F_GETFL does not show them. */
  private static final int OPENING_FLAGS =
      Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_NOCTTY | Fcntl.O_TRUNC | Fcntl.O_CLOEXEC;

  /** SIGIO is wanted: FASYNC. */
  public static final int O_ASYNC = 020000;

  /** Flags that F_SETFL changes. */
  private static final int SETTABLE_FLAGS =
      Fcntl.O_APPEND | Fcntl.O_NONBLOCK | Fcntl.O_DIRECT | Fcntl.O_NOATIME | O_ASYNC;

  private final Path path;
  private final Inode inode;
  private int flags;
  private int references = 1;
  private boolean created;
  private @Nullable Credentials openedBy;
  private IoOwner owner = IoOwner.NOBODY;
  private @Nullable List<CloseListener> closeListeners;
  private @Nullable CloseListener ioSignals;

  /**
   * With one reference, the caller's. Keeps the path and inode.
   *
   * @param flags O_* of open(2)
   */
  FileDescription(Path path, int flags) {
    this.path = path;
    this.inode = path.inode();
    this.flags = flags & ~OPENING_FLAGS;
    path.retain();
    inode.retain();
    if (writesToDisk()) {
      inode.addWriter();
      path.mount().addWriter();
    }
  }

  public final Path path() {
    return path;
  }

  public final Inode inode() {
    return inode;
  }

  /** Whether opening it made the file: F_CREATED_QUERY. */
  public final boolean isCreated() {
    return created;
  }

  final void created() {
    created = true;
  }

  /** Who opened it by a path; null for what came otherwise. */
  final @Nullable Credentials openedBy() {
    return openedBy;
  }

  final void openedBy(Credentials c) {
    openedBy = c;
  }

  /** Whom SIGIO is for. */
  public final IoOwner owner() {
    return owner;
  }

  public final void owner(IoOwner newOwner) {
    owner = newOwner;
  }

  /** For kinds that show a flag which for others only opening knows. */
  protected final void addFlag(int flag) {
    flags |= flag;
  }

  /** Who sends its owner signals, if any were asked for. */
  public final @Nullable CloseListener ioSignals() {
    return ioSignals;
  }

  public final void ioSignals(CloseListener sender) {
    ioSignals = sender;
  }

  /** Access mode and status flags, as F_GETFL shows them. */
  public final int flags() {
    return flags;
  }

  /** Sets what F_SETFL may set; the rest stays. What is always ready sends no signals. */
  public void setFlags(int newFlags) throws Errno {
    int settable = self().canSignal() ? SETTABLE_FLAGS : SETTABLE_FLAGS & ~O_ASYNC;
    flags = (flags & ~settable) | (newFlags & settable);
  }

  public final boolean has(int flag) {
    return (flags & flag) != 0;
  }

  public final boolean isReadable() {
    int access = flags & Fcntl.O_ACCMODE;
    return access == Fcntl.O_RDONLY || access == Fcntl.O_RDWR;
  }

  public final boolean isWritable() {
    int access = flags & Fcntl.O_ACCMODE;
    return access == Fcntl.O_WRONLY || access == Fcntl.O_RDWR;
  }

  public final boolean isNonBlocking() {
    return has(Fcntl.O_NONBLOCK);
  }

  private OpenFile self() {
    return (OpenFile) this;
  }

  /** Opened with O_PATH: it names a place and does nothing else. */
  public boolean isPathOnly() {
    return false;
  }

  private boolean writesToDisk() {
    return isWritable() && !inode.isSpecial() && !isPathOnly();
  }

  /** One more descriptor, message or system call under way. */
  public final OpenFile retain() {
    references++;
    return self();
  }

  /** One less; the last closes. */
  public final void release() {
    if (--references > 0) {
      return;
    }
    if (references < 0) {
      throw new KernelBug(this + " released once too often");
    }
    inode.unlock(self());
    tellCloseListeners();
    closed();
    Notify.closed(self());
    if (writesToDisk()) {
      inode.removeWriter();
      path.mount().removeWriter();
    }
    inode.release();
    path.release();
  }

  /** Tells somebody of the end of the file. */
  public final void onClose(CloseListener listener) {
    List<CloseListener> list = closeListeners;
    if (list == null) {
      list = new ArrayList<>(1);
      closeListeners = list;
    }
    list.add(listener);
  }

  public final void offClose(CloseListener listener) {
    if (closeListeners != null) {
      closeListeners.remove(listener);
    }
  }

  private void tellCloseListeners() {
    List<CloseListener> list = closeListeners;
    if (list != null) {
      closeListeners = null;
      for (CloseListener listener : list) {
        listener.closed(self());
      }
    }
  }

  public final int references() {
    return references;
  }

  /** A descriptor of it was closed: the moment for what close(2) may report. */
  public void flush() throws Errno {}

  /** The last reference went. */
  protected void closed() {}
}
