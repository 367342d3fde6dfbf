package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Time;
import exo.kernel.abi.layout.MqAttr;
import exo.kernel.abi.layout.Sigevent;
import exo.kernel.mqueue.QueueFile;
import exo.kernel.mqueue.QueueInode;
import exo.kernel.mqueue.QueueSuperblock;
import exo.kernel.signal.Signal;
import exo.kernel.signal.SignalInfo;
import exo.kernel.task.ResourceLimits;
import exo.kernel.task.Restart;
import exo.kernel.task.SignalSending;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.OpenFile;
import org.jspecify.annotations.Nullable;

/** POSIX message queues. Source: mq_overview(7) and the pages it names. */
final class QueueCalls {
  private static final int LONGEST_PRIORITY = 32_768;
  private static final int SIGEV_SIGNAL = 0;
  private static final int SIGEV_NONE = 1;
  private static final int SIGEV_THREAD = 2;
  private static final int SI_MESGQ = -3;

  // Which of the task's kept values is when to give up, in CLOCK_MONOTONIC.
  private static final int DEADLINE = 0;

  private QueueCalls() {}

  /** Linux {@code mq_open(2)}. */
  static long mq_open(Task task, long name, long flags, long mode, long attributes) throws Errno {
    UserMemory m = task.memory();
    int f = (int) flags;
    long messages = QueueSuperblock.MAX_MESSAGES;
    long size = QueueSuperblock.MAX_MESSAGE_SIZE;
    if (attributes != 0) {
      messages = m.getLong(attributes + MqAttr.MQ_MAXMSG);
      size = m.getLong(attributes + MqAttr.MQ_MSGSIZE);
      m.read(attributes, MqAttr.SIZE);
    }
    long limit = task.group().limits().bound(ResourceLimits.MSGQUEUE);
    DescriptorCalls.requireFree(task);
    QueueSuperblock.Wanted wanted = new QueueSuperblock.Wanted((int) mode, messages, size, limit);
    OpenFile file = task.kernel().messageQueues().open(task, UserPath.read(task, name), f, wanted);
    return DescriptorCalls.add(task, file, true);
  }

  /** Linux {@code mq_unlink(2)}. */
  static long mq_unlink(Task task, long name) throws Errno {
    task.kernel().messageQueues().unlink(task, UserPath.read(task, name));
    return 0;
  }

  private static QueueFile file(Task task, long fd) throws Errno {
    if (Transfer.file(task, fd) instanceof QueueFile file) {
      return file;
    }
    throw Errno.EBADF;
  }

  /** Takes the timeout at the first round: a time of CLOCK_REALTIME. */
  private static void takeDeadline(Task task, long va) throws Errno {
    if (task.call().isResumed()) {
      return;
    }
    task.call().keepLong(DEADLINE, Times.deadline(task, Time.CLOCK_REALTIME, va));
  }

  private static long await(Task task, QueueFile file, exo.kernel.sched.WaitQueue queue)
      throws Errno {
    if (file.isNonBlocking()) {
      throw Errno.EAGAIN;
    }
    long deadline = task.call().keptLong(DEADLINE);
    if (deadline != Task.NO_DEADLINE && task.kernel().clock().monotonicNanos() >= deadline) {
      throw Errno.ETIMEDOUT;
    }
    task.waitOn(queue);
    return task.park(deadline, Restart.SYS);
  }

  /** Linux {@code mq_timedsend(2)}. */
  static long mq_timedsend(Task task, long fd, long va, long size, long priority, long timeout)
      throws Errno {
    takeDeadline(task, timeout);
    int p = (int) priority;
    if (p < 0 || p >= LONGEST_PRIORITY) {
      throw Errno.EINVAL;
    }
    QueueFile file = file(task, fd);
    if (!file.isWritable()) {
      throw Errno.EBADF;
    }
    QueueInode queue = file.queue();
    if (Long.compareUnsigned(size, queue.messageSize()) > 0) {
      throw Errno.EMSGSIZE;
    }
    byte[] text = task.memory().read(va, (int) size);
    boolean empty = queue.count() == 0;
    boolean waitedFor = !file.readable().isEmpty();
    if (!queue.send(text, p)) {
      return await(task, file, file.writable());
    }
    tell(task, queue.takeNotification(empty, waitedFor));
    return 0;
  }

  private static void tell(Task sender, QueueInode.@Nullable Notification n) {
    if (n == null || n.signal() == 0) {
      return;
    }
    ThreadGroup group = sender.kernel().processes().group(n.pid());
    if (group != null) {
      SignalSending.toGroup(
          group,
          new SignalInfo(
              n.signal(), SI_MESGQ, sender.group().pid(), sender.credentials().uid(), n.value()));
    }
  }

  /** Linux {@code mq_timedreceive(2)}. */
  static long mq_timedreceive(Task task, long fd, long va, long size, long priority, long timeout)
      throws Errno {
    takeDeadline(task, timeout);
    QueueFile file = file(task, fd);
    if (!file.isReadable()) {
      throw Errno.EBADF;
    }
    QueueInode queue = file.queue();
    if (Long.compareUnsigned(size, queue.messageSize()) < 0) {
      throw Errno.EMSGSIZE;
    }
    int p = queue.nextPriority();
    if (p < 0) {
      return await(task, file, file.readable());
    }
    byte[] text = queue.receive();
    if (priority != 0) {
      task.memory().putInt(priority, p);
    }
    task.memory().write(va, text);
    return text.length;
  }

  /** Linux {@code mq_notify(2)}. */
  static long mq_notify(Task task, long fd, long event) throws Errno {
    UserMemory m = task.memory();
    QueueInode.Notification wanted = null;
    if (event != 0) {
      m.read(event, Sigevent.SIZE);
      int kind = m.getInt(event + Sigevent.SIGEV_NOTIFY);
      int signal = m.getInt(event + Sigevent.SIGEV_SIGNO);
      if (kind != SIGEV_NONE && kind != SIGEV_SIGNAL && kind != SIGEV_THREAD) {
        throw Errno.EINVAL;
      }
      if (kind == SIGEV_SIGNAL && signal != 0 && !Signal.isValid(signal)) {
        throw Errno.EINVAL;
      }
      if (kind == SIGEV_THREAD) {
        // It names a netlink socket, of which there are none for this.
        throw Errno.EBADF;
      }
      long value = m.getLong(event + Sigevent.SIGEV_VALUE);
      wanted =
          new QueueInode.Notification(task.group().pid(), kind == SIGEV_SIGNAL ? signal : 0, value);
    }
    QueueInode queue = file(task, fd).queue();
    QueueInode.Notification old = queue.notification();
    if (old != null && task.kernel().processes().group(old.pid()) == null) {
      old = null;
    }
    if (wanted == null) {
      if (old == null || old.pid() == task.group().pid()) {
        queue.notification(null);
      }
      return 0;
    }
    if (old != null) {
      throw Errno.EBUSY;
    }
    queue.notification(wanted);
    return 0;
  }

  /** Linux {@code mq_getsetattr(2)}. */
  static long mq_getsetattr(Task task, long fd, long wanted, long old) throws Errno {
    UserMemory m = task.memory();
    long flags = 0;
    if (wanted != 0) {
      flags = m.getLong(wanted + MqAttr.MQ_FLAGS);
      if ((flags & ~Fcntl.O_NONBLOCK) != 0) {
        throw Errno.EINVAL;
      }
    }
    QueueFile file = file(task, fd);
    int before = file.flags();
    if (wanted != 0) {
      file.setFlags((before & ~Fcntl.O_NONBLOCK) | (int) flags);
    }
    if (old != 0) {
      if (m.zero(old, MqAttr.SIZE) != MqAttr.SIZE) {
        throw Errno.EFAULT;
      }
      m.putLong(old + MqAttr.MQ_FLAGS, before & Fcntl.O_NONBLOCK);
      m.putLong(old + MqAttr.MQ_MAXMSG, file.queue().maxMessages());
      m.putLong(old + MqAttr.MQ_MSGSIZE, file.queue().messageSize());
      m.putLong(old + MqAttr.MQ_CURMSGS, file.queue().count());
    }
    return 0;
  }
}
