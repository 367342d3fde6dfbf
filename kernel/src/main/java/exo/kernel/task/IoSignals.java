package exo.kernel.task;

import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Signals;
import exo.kernel.abi.Stat;
import exo.kernel.sched.WaitQueue;
import exo.kernel.signal.SignalInfo;
import exo.kernel.vfs.CloseListener;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.InodeWatcher;
import exo.kernel.vfs.IoOwner;
import exo.kernel.vfs.OpenFile;
import org.jspecify.annotations.Nullable;

/**
 * The signals that an open file sends its owner: when it becomes ready, with O_ASYNC, and when
 * something happens in a directory, with F_NOTIFY. Made when either is asked for first, and there
 * until the file is closed. Owned by the kernel lock. Source: fcntl(2).
 */
public final class IoSignals implements WaitQueue.Observer, InodeWatcher, CloseListener {
  private static final int READS = Poll.POLLIN | Poll.POLLRDNORM;
  private static final int WRITES = Poll.POLLOUT | Poll.POLLWRNORM | Poll.POLLWRBAND;

  private final Processes processes;
  private final OpenFile file;
  private @Nullable WaitQueue readable;
  private @Nullable WaitQueue writable;
  private int descriptor;
  private int wanted;
  private int wantedBy;
  private int movedOut;

  private IoSignals(Processes processes, OpenFile file) {
    this.processes = processes;
    this.file = file;
  }

  private static IoSignals of(Task task, OpenFile file) {
    if (file.ioSignals() instanceof IoSignals there) {
      return there;
    }
    IoSignals made = new IoSignals(task.kernel().processes(), file);
    file.ioSignals(made);
    file.onClose(made);
    return made;
  }

  /**
   * The flags of a file were set: begins or ends what O_ASYNC says.
   *
   * @param fd that they were set by, which si_fd tells
   */
  public static void flagsSet(Task task, OpenFile file, int fd) {
    if (!file.canSignal()) {
      // open(2) keeps the flag of any file, and it means nothing.
      return;
    }
    if (file.has(OpenFile.O_ASYNC)) {
      of(task, file).begin(fd);
    } else if (file.ioSignals() instanceof IoSignals there) {
      there.end();
    }
  }

  private void begin(int fd) {
    if (readable == null) {
      WaitQueue in = file.readable();
      WaitQueue out = file.writable();
      readable = in;
      writable = out;
      descriptor = fd;
      in.observe(this);
      if (out != in) {
        out.observe(this);
      }
    }
  }

  private void end() {
    if (readable != null) {
      readable.unobserve(this);
      readable = null;
    }
    if (writable != null) {
      writable.unobserve(this);
      writable = null;
    }
  }

  /**
   * F_NOTIFY.
   *
   * @param events DN_*, added to those that are wanted already; none to end it
   */
  public static void notify(Task task, OpenFile file, int fd, int events) {
    IoSignals signals = of(task, file);
    if ((events & ~Fcntl.DN_MULTISHOT) == 0) {
      signals.unwatch();
      return;
    }
    if (signals.wanted == 0) {
      file.inode().watch(signals);
    }
    signals.wanted |= events;
    signals.wantedBy = fd;
    if (file.owner().id() == 0) {
      var c = task.credentials();
      int pid = task.group().pid();
      file.owner(new IoOwner(Fcntl.F_OWNER_PID, pid, c.uid(), c.euid(), file.owner().signal()));
    }
  }

  private void unwatch() {
    if (wanted != 0) {
      wanted = 0;
      file.inode().unwatch(this);
    }
  }

  @Override
  public void notified(WaitQueue queue) {
    int ready = file.poll();
    boolean over = (ready & (Poll.POLLHUP | Poll.POLLERR)) != 0;
    if (queue != readable) {
      if (!over && (ready & Poll.POLLOUT) != 0) {
        send(descriptor, Signals.POLL_OUT, WRITES);
      }
    } else if (over && isSocket()) {
      send(descriptor, Signals.POLL_HUP, Poll.POLLHUP | Poll.POLLERR);
    } else if (over || (ready & Poll.POLLIN) != 0) {
      send(descriptor, Signals.POLL_IN, READS);
    }
  }

  private boolean isSocket() {
    return (file.inode().mode() & Stat.S_IFMT) == Stat.S_IFSOCK;
  }

  @Override
  public void happened(Inode inode, int event, int cookie, @Nullable String name) {
    int what = 0;
    if ((event & Poll.IN_ACCESS) != 0) {
      what |= Fcntl.DN_ACCESS;
    }
    if ((event & Poll.IN_MODIFY) != 0) {
      what |= Fcntl.DN_MODIFY;
    }
    if ((event & Poll.IN_ATTRIB) != 0) {
      what |= Fcntl.DN_ATTRIB;
    }
    if ((event & (Poll.IN_CREATE | Poll.IN_MOVED_TO)) != 0) {
      what |= Fcntl.DN_CREATE;
    }
    if ((event & (Poll.IN_DELETE | Poll.IN_MOVED_FROM)) != 0) {
      what |= Fcntl.DN_DELETE;
    }
    // A rename within the directory is told as its second half comes.
    if ((event & Poll.IN_MOVED_TO) != 0 && cookie == movedOut) {
      what |= Fcntl.DN_RENAME;
    }
    movedOut = (event & Poll.IN_MOVED_FROM) != 0 ? cookie : 0;
    if ((what & wanted) != 0) {
      if ((wanted & Fcntl.DN_MULTISHOT) == 0) {
        unwatch();
      }
      send(wantedBy, Signals.POLL_MSG, READS | Poll.POLLMSG);
    }
  }

  private void send(int fd, int code, int band) {
    IoOwner owner = file.owner();
    SignalInfo info =
        owner.signal() == 0
            ? SignalInfo.kernel(Signals.SIGIO)
            : new SignalInfo(owner.signal(), code, band, 0, fd);
    SignalSending.toOwner(processes, owner, info);
  }

  @Override
  public void closed(OpenFile of) {
    end();
    unwatch();
  }
}
