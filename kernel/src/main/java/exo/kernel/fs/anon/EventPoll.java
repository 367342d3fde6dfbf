package exo.kernel.fs.anon;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Poll;
import exo.kernel.sched.WaitQueue;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.CloseListener;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An epoll instance: descriptors watched for events, and those among them that may have one.
 *
 * <p>As in Linux, an entry observes the wait queues of its file and puts itself on the list of the
 * ready when they are woken; {@link #collect} asks the files on that list whether it still holds.
 * An entry that is watched by level stays on the list, one by edge leaves it. Source: epoll(7).
 */
public final class EventPoll extends EventFile {
  /** How deep instances may watch each other. */
  private static final int MAX_NESTING = 4;

  /** Bits that say how to watch, not what for. */
  private static final int HOW =
      Poll.EPOLLET | Poll.EPOLLONESHOT | Poll.EPOLLEXCLUSIVE | Poll.EPOLLWAKEUP;

  private static final int WITH_EXCLUSIVE =
      Poll.EPOLLIN
          | Poll.EPOLLOUT
          | Poll.EPOLLERR
          | Poll.EPOLLHUP
          | Poll.EPOLLET
          | Poll.EPOLLEXCLUSIVE
          | Poll.EPOLLWAKEUP;

  private static final int WRITES = Poll.EPOLLOUT | Poll.EPOLLWRNORM | Poll.EPOLLWRBAND;
  private static final int READS =
      Poll.EPOLLIN | Poll.EPOLLPRI | Poll.EPOLLRDNORM | Poll.EPOLLRDBAND | Poll.EPOLLRDHUP;

  /** Takes what {@link #collect} finds. */
  public interface Sink {
    /**
     * @param data what epoll_ctl(2) gave with the descriptor
     * @throws Errno EFAULT: the event stays
     */
    void event(int events, long data) throws Errno;
  }

  /** An entry belongs to a descriptor's number and the file it was then. */
  private record Key(int fd, OpenFile file) {}

  private final Map<Key, Entry> entries = new LinkedHashMap<>();
  private final ArrayDeque<Entry> ready = new ArrayDeque<>();
  private final List<EventPoll> watchedBy = new ArrayList<>(0);
  private final WaitQueue readable = new WaitQueue();

  EventPoll(Path path) {
    super(path, Fcntl.O_RDWR);
  }

  /** One descriptor watched. */
  private final class Entry implements WaitQueue.Observer, CloseListener {
    final Key key;
    // Kept, since a signalfd's queue is that of whoever asks.
    final WaitQueue fileReadable;
    final WaitQueue fileWritable;
    int events;
    long data;
    boolean queued;

    Entry(Key key) {
      this.key = key;
      this.fileReadable = key.file.readable();
      this.fileWritable = key.file.writable();
    }

    int found() {
      return key.file.poll() & events & ~HOW;
    }

    @Override
    public void notified(WaitQueue queue) {
      int told = queue == fileReadable ? ~WRITES : ~READS;
      if ((found() & told) != 0) {
        enqueue(this);
      }
    }

    @Override
    public void closed(OpenFile file) {
      entries.remove(key);
      forget(this);
    }
  }

  private void enqueue(Entry entry) {
    if (!entry.queued) {
      entry.queued = true;
      ready.add(entry);
    }
    readable.wakeAll();
  }

  /**
   * EPOLL_CTL_ADD.
   *
   * @throws Errno EPERM for a file that is always ready, EEXIST, EINVAL, ELOOP
   */
  public void add(int fd, OpenFile file, int events, long data) throws Errno {
    check(file);
    if ((events & Poll.EPOLLEXCLUSIVE) != 0
        && (file instanceof EventPoll || (events & ~WITH_EXCLUSIVE) != 0)) {
      throw Errno.EINVAL;
    }
    Key key = new Key(fd, file);
    if (entries.containsKey(key)) {
      throw Errno.EEXIST;
    }
    if (file instanceof EventPoll inner) {
      if (inner.reaches(this) || inner.depth() + height() + 1 > MAX_NESTING) {
        throw Errno.ELOOP;
      }
      inner.watchedBy.add(this);
    }
    Entry entry = new Entry(key);
    entries.put(key, entry);
    file.onClose(entry);
    entry.fileReadable.observe(entry);
    if (entry.fileWritable != entry.fileReadable) {
      entry.fileWritable.observe(entry);
    }
    watch(entry, events, data);
  }

  /**
   * EPOLL_CTL_MOD.
   *
   * @throws Errno EPERM, ENOENT, EINVAL
   */
  public void modify(int fd, OpenFile file, int events, long data) throws Errno {
    check(file);
    Entry entry = entries.get(new Key(fd, file));
    if ((events & Poll.EPOLLEXCLUSIVE) != 0) {
      throw Errno.EINVAL;
    }
    if (entry == null) {
      throw Errno.ENOENT;
    }
    if ((entry.events & Poll.EPOLLEXCLUSIVE) != 0) {
      throw Errno.EINVAL;
    }
    watch(entry, events, data);
  }

  /**
   * EPOLL_CTL_DEL.
   *
   * @throws Errno EPERM, ENOENT, EINVAL
   */
  public void remove(int fd, OpenFile file) throws Errno {
    check(file);
    Entry entry = entries.remove(new Key(fd, file));
    if (entry == null) {
      throw Errno.ENOENT;
    }
    file.offClose(entry);
    forget(entry);
  }

  /**
   * A file that is watched by that descriptor, for kcmp(2).
   *
   * @param skip how many files are passed over that were watched by the same number
   * @throws Errno ENOENT
   */
  public OpenFile watched(int fd, int skip) throws Errno {
    int left = skip;
    for (Key key : entries.keySet()) {
      if (key.fd == fd && left-- == 0) {
        return key.file;
      }
    }
    throw Errno.ENOENT;
  }

  private void check(OpenFile file) throws Errno {
    if (!file.canWait()) {
      throw Errno.EPERM;
    }
    if (file == this) {
      throw Errno.EINVAL;
    }
  }

  private void watch(Entry entry, int events, long data) {
    entry.events = events | Poll.EPOLLERR | Poll.EPOLLHUP;
    entry.data = data;
    if (entry.found() != 0) {
      enqueue(entry);
    }
  }

  private void forget(Entry entry) {
    OpenFile file = entry.key.file;
    entry.fileReadable.unobserve(entry);
    if (entry.fileWritable != entry.fileReadable) {
      entry.fileWritable.unobserve(entry);
    }
    if (entry.queued) {
      ready.remove(entry);
    }
    if (file instanceof EventPoll inner) {
      inner.watchedBy.remove(this);
    }
  }

  private boolean reaches(EventPoll other) {
    for (Key key : entries.keySet()) {
      if (key.file == other || (key.file instanceof EventPoll inner && inner.reaches(other))) {
        return true;
      }
    }
    return false;
  }

  /** How many levels of instances are watched from here. */
  private int depth() {
    int most = 0;
    for (Key key : entries.keySet()) {
      if (key.file instanceof EventPoll inner) {
        most = Math.max(most, inner.depth() + 1);
      }
    }
    return most;
  }

  /** How many levels of instances watch this one. */
  private int height() {
    int most = 0;
    for (EventPoll outer : watchedBy) {
      most = Math.max(most, outer.height() + 1);
    }
    return most;
  }

  /**
   * Hands out events that hold.
   *
   * @param max how many at most
   * @return how many
   * @throws Errno what the sink threw at the first
   */
  public int collect(Sink sink, int max) throws Errno {
    int done = 0;
    for (int left = ready.size(); left > 0 && done < max; left--) {
      Entry entry = ready.remove();
      entry.queued = false;
      int found = entry.found();
      if (found == 0) {
        continue;
      }
      try {
        sink.event(found, entry.data);
      } catch (Errno e) {
        entry.queued = true;
        ready.addFirst(entry);
        if (done == 0) {
          throw e;
        }
        break;
      }
      done++;
      if ((entry.events & Poll.EPOLLONESHOT) != 0) {
        entry.events &= HOW;
      } else if ((entry.events & Poll.EPOLLET) == 0) {
        entry.queued = true;
        ready.add(entry);
      }
    }
    return done;
  }

  @Override
  public int poll() {
    for (Entry entry : ready) {
      if (entry.found() != 0) {
        return Poll.EPOLLIN | Poll.EPOLLRDNORM;
      }
    }
    return 0;
  }

  @Override
  public boolean hasContents() {
    return false;
  }

  /** As Linux since it has commands here: what is none is not ENOTTY. */
  @Override
  public long ioctl(Caller who, int command, long argument) throws Errno {
    throw Errno.EINVAL;
  }

  @Override
  public WaitQueue readable() {
    return readable;
  }

  @Override
  public String details() {
    StringBuilder text = new StringBuilder();
    entries.forEach(
        (key, entry) ->
            text.append(
                "tfd: %8d events: %8x data: %16x\n".formatted(key.fd, entry.events, entry.data)));
    return text.toString();
  }

  @Override
  protected void closed() {
    for (Entry entry : entries.values()) {
      entry.key.file.offClose(entry);
      forget(entry);
    }
    entries.clear();
  }
}
