package exo.kernel.mqueue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Poll;
import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** An open message queue. Reading it as a file tells how full it is. */
public final class QueueFile extends OpenFile {
  static final int STATUS_SIZE = 80;

  private final QueueInode queue;

  QueueFile(Path path, int flags, QueueInode queue) {
    super(path, flags);
    // Kept among the flags, other than by open(2).
    addFlag(flags & Fcntl.O_CLOEXEC);
    this.queue = queue;
  }

  public QueueInode queue() {
    return queue;
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    byte[] text = queue.status().getBytes(StandardCharsets.ISO_8859_1);
    if (off >= text.length) {
      return 0;
    }
    long len = Math.min(text.length - off, to.remaining());
    return to.result(to.put(MemorySegment.ofArray(text), off, len));
  }

  @Override
  public boolean takesBytes() {
    return false;
  }

  @Override
  public int poll() {
    int events = queue.count() > 0 ? Poll.EPOLLIN | Poll.EPOLLRDNORM : 0;
    return queue.count() < queue.maxMessages() ? events | Poll.EPOLLOUT | Poll.EPOLLWRNORM : events;
  }

  /** There is nothing behind it to write back to. */
  @Override
  public void sync(boolean dataOnly) throws Errno {
    throw Errno.EINVAL;
  }

  @Override
  public boolean canWait() {
    return true;
  }

  @Override
  public boolean canSignal() {
    return false;
  }

  /** Woken when a message came. */
  @Override
  public WaitQueue readable() {
    return queue.readable();
  }

  /** Woken when there is room for one. */
  @Override
  public WaitQueue writable() {
    return queue.writable();
  }
}
