package exo.kernel.fs.anon;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.layout.InotifyEvent;
import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.InodeWatcher;
import exo.kernel.vfs.Path;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens to the inodes it watches, to be read event by event: inotify(7). */
public final class EventWatcher extends EventFile {
  /** /proc/sys/fs/inotify/max_queued_events. */
  public static final int MAX_QUEUED = 16_384;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final int NAME_ALIGNMENT = InotifyEvent.SIZE;

  /** Bits that a reader may see. */
  private static final int SHOWN =
      Poll.IN_ALL_EVENTS | Poll.IN_ISDIR | Poll.IN_UNMOUNT | Poll.IN_IGNORED | Poll.IN_Q_OVERFLOW;

  /** One event that nobody has read yet. */
  private record Event(int wd, int mask, int cookie, @Nullable String name) {
    /** Bytes of its name: ended by a NUL and filled up with more. */
    int nameLength() {
      return name == null ? 0 : (name.length() + NAME_ALIGNMENT) / NAME_ALIGNMENT * NAME_ALIGNMENT;
    }

    int size() {
      return InotifyEvent.SIZE + nameLength();
    }

    boolean repeats(Event other) {
      return mask != Poll.IN_IGNORED
          && wd == other.wd
          && mask == other.mask
          && java.util.Objects.equals(name, other.name);
    }
  }

  /** One inode watched. */
  private final class Watch implements InodeWatcher {
    final int wd;
    final Inode inode;
    int mask;

    Watch(int wd, Inode inode, int mask) {
      this.wd = wd;
      this.inode = inode;
      this.mask = mask;
    }

    @Override
    public void happened(Inode of, int event, int cookie, @Nullable String name) {
      if ((event & mask & Poll.IN_ALL_EVENTS) != 0 && (event & mask & Poll.IN_EXCL_UNLINK) == 0) {
        queue(new Event(wd, event & SHOWN, cookie, name));
        if ((mask & Poll.IN_ONESHOT) != 0) {
          forget(this);
          return;
        }
      }
      if ((event & Poll.IN_DELETE_SELF) != 0) {
        forget(this);
      }
    }
  }

  private final Map<Integer, Watch> watches = new LinkedHashMap<>();
  private final Map<Inode, Watch> byInode = new HashMap<>();
  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private final WaitQueue readable = new WaitQueue();
  private int lastWd;

  EventWatcher(Path path, int flags) {
    super(path, flags);
  }

  /**
   * inotify_add_watch(2).
   *
   * @param mask IN_*, with the bits that say how
   * @return the number of the watch
   * @throws Errno EEXIST with IN_MASK_CREATE
   */
  public int add(Inode inode, int mask) throws Errno {
    Watch watch = byInode.get(inode);
    int kept = mask & (Poll.IN_ALL_EVENTS | Poll.IN_EXCL_UNLINK | Poll.IN_ONESHOT);
    if (watch != null) {
      if ((mask & Poll.IN_MASK_CREATE) != 0) {
        throw Errno.EEXIST;
      }
      watch.mask = (mask & Poll.IN_MASK_ADD) != 0 ? watch.mask | kept : kept;
      return watch.wd;
    }
    do {
      lastWd = lastWd == Integer.MAX_VALUE ? 1 : lastWd + 1;
    } while (watches.containsKey(lastWd));
    watch = new Watch(lastWd, inode, kept);
    watches.put(lastWd, watch);
    byInode.put(inode, watch);
    inode.retain();
    inode.watch(watch);
    return lastWd;
  }

  /**
   * inotify_rm_watch(2).
   *
   * @throws Errno EINVAL if there is no such watch
   */
  public void remove(int wd) throws Errno {
    Watch watch = watches.get(wd);
    if (watch == null) {
      throw Errno.EINVAL;
    }
    forget(watch);
  }

  private void forget(Watch watch) {
    if (watches.remove(watch.wd) != null) {
      byInode.remove(watch.inode);
      watch.inode.unwatch(watch);
      queue(new Event(watch.wd, Poll.IN_IGNORED, 0, null));
      watch.inode.release();
    }
  }

  private void queue(Event event) {
    Event last = events.peekLast();
    if (last != null && event.repeats(last)) {
      return;
    }
    if (events.size() >= MAX_QUEUED) {
      if (events.size() > MAX_QUEUED) {
        return;
      }
      events.add(new Event(-1, Poll.IN_Q_OVERFLOW, 0, null));
    } else {
      events.add(event);
    }
    readable.wakeAll();
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    long done = 0;
    for (Event e = events.peek(); e != null && e.size() <= to.remaining(); e = events.peek()) {
      byte[] bytes = new byte[e.size()];
      MemorySegment record = MemorySegment.ofArray(bytes);
      record.set(INT, InotifyEvent.WD, e.wd);
      record.set(INT, InotifyEvent.MASK, e.mask);
      record.set(INT, InotifyEvent.COOKIE, e.cookie);
      record.set(INT, InotifyEvent.LEN, e.nameLength());
      if (e.name != null) {
        byte[] name = e.name.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(name, 0, bytes, InotifyEvent.NAME, name.length);
      }
      if (to.put(record, 0, bytes.length) < bytes.length) {
        return to.result(done);
      }
      events.remove();
      done += bytes.length;
    }
    if (done == 0) {
      if (!events.isEmpty()) {
        throw Errno.EINVAL;
      }
      return Errno.EAGAIN.negated();
    }
    return done;
  }

  @Override
  public long ioctl(Caller who, int command, long argument) throws Errno {
    if (command != Ioctl.FIONREAD) {
      throw Errno.ENOTTY;
    }
    int size = 0;
    for (Event e : events) {
      size += e.size();
    }
    who.memory().putInt(argument, size);
    return 0;
  }

  @Override
  public boolean takesTransferFlags(boolean writing) {
    return false;
  }

  @Override
  public int poll() {
    return events.isEmpty() ? 0 : Poll.EPOLLIN | Poll.EPOLLRDNORM;
  }

  @Override
  public boolean canSignal() {
    return true;
  }

  @Override
  public WaitQueue readable() {
    return readable;
  }

  @Override
  protected void closed() {
    for (Watch watch : new ArrayList<>(watches.values())) {
      watch.inode.unwatch(watch);
      watch.inode.release();
    }
    watches.clear();
    byInode.clear();
    events.clear();
  }

  @Override
  public String details() {
    StringBuilder text = new StringBuilder();
    for (Watch w : watches.values()) {
      text.append(
          "inotify wd:%x ino:%x sdev:%x mask:%x ignored_mask:0 \n"
              .formatted(w.wd, w.inode.number(), w.inode.superblock().device(), w.mask));
    }
    return text.toString();
  }
}
