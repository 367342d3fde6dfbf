package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Socket;
import exo.kernel.abi.layout.Mmsghdr;
import exo.kernel.abi.layout.Msghdr;
import exo.kernel.net.Message;
import exo.kernel.net.SocketAddress;
import exo.kernel.net.SocketFile;
import exo.kernel.task.Task;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.uaccess.UserTime;
import org.jspecify.annotations.Nullable;

/** Messages to and from sockets. Source: send(2), recv(2), sendmmsg(2), recvmmsg(2). */
final class MessageCalls {
  private static final int MSG_CMSG_COMPAT = 0x8000_0000;

  // Which of the task's kept values counts the messages of sendmmsg(2) and recvmmsg(2), and which
  // is the end of the latter's patience. Those before are of one message's transfer.
  private static final int MESSAGES = 2;
  private static final int DEADLINE = 3;

  private MessageCalls() {}

  private static Message begin(Task task, SocketFile file, int flags) {
    return task.kernel().network().message().begin(flags, SocketIo.waits(file, flags));
  }

  private static void checkBuffer(long va, long len) throws Errno {
    if (!UserMemory.inRange(va, Math.min(len < 0 ? Long.MAX_VALUE : len, IoBuffer.MAX_TOTAL))) {
      throw Errno.EFAULT;
    }
  }

  /** Linux {@code sendto(2)}. */
  static long sendto(
      Task task, long fd, long buffer, long length, long flags, long address, long addressLength)
      throws Errno {
    checkBuffer(buffer, length);
    SocketFile file = SocketCalls.socketOf(task, fd);
    Message m = begin(task, file, (int) flags);
    if (address != 0) {
      m.name = SocketCalls.address(task.memory(), address, addressLength);
    }
    long done = Transfer.done(task);
    long len = length < 0 ? IoBuffer.MAX_TOTAL : Math.min(length, IoBuffer.MAX_TOTAL);
    return SocketIo.send(task, file, task.io().ofUser(buffer + done, len - done), m);
  }

  /** Linux {@code recvfrom(2)}. */
  static long recvfrom(
      Task task, long fd, long buffer, long length, long flags, long address, long addressLength)
      throws Errno {
    checkBuffer(buffer, length);
    SocketFile file = SocketCalls.socketOf(task, fd);
    Message m = begin(task, file, (int) flags);
    long done = Transfer.done(task);
    long len = length < 0 ? IoBuffer.MAX_TOTAL : Math.min(length, IoBuffer.MAX_TOTAL);
    long n = SocketIo.receive(task, file, task.io().ofUser(buffer + done, len - done), m);
    m.dropFiles();
    if (n >= 0 && address != 0) {
      SocketAddress from = m.from;
      if (from != null) {
        SocketCalls.putAddress(task.memory(), from, address, addressLength);
      } else {
        task.memory().putInt(addressLength, 0);
      }
    }
    return n;
  }

  /** The flag by which Linux tells itself of a 32-bit caller is nobody else's. */
  private static void checkFlags(long flags) throws Errno {
    if (((int) flags & MSG_CMSG_COMPAT) != 0) {
      throw Errno.EINVAL;
    }
  }

  /** Linux {@code sendmsg(2)}. */
  static long sendmsg(Task task, long fd, long header, long flags) throws Errno {
    checkFlags(flags);
    return sendOne(task, SocketCalls.socketOf(task, fd), header, (int) flags);
  }

  private static long sendOne(Task task, SocketFile file, long header, int flags) throws Errno {
    UserMemory u = task.memory();
    Message m = begin(task, file, flags);
    m.name = nameToSendTo(u, header);
    long control = u.getLong(header + Msghdr.MSG_CONTROL);
    long controlLength = u.getLong(header + Msghdr.MSG_CONTROLLEN);
    if (controlLength < 0 || controlLength > Integer.MAX_VALUE) {
      throw Errno.ENOBUFS;
    }
    IoBuffer from = load(task, header);
    try {
      if (Transfer.done(task) == 0) {
        ControlMessages.parse(task, control, controlLength, file.socket().domain(), m);
      }
      return SocketIo.send(task, file, from, m);
    } finally {
      m.dropFiles();
    }
  }

  private static IoBuffer load(Task task, long header) throws Errno {
    UserMemory u = task.memory();
    long count = u.getLong(header + Msghdr.MSG_IOVLEN);
    if (count < 0 || count > Vectors.MAX_SPANS) {
      throw Errno.EMSGSIZE;
    }
    return Vectors.load(task, u.getLong(header + Msghdr.MSG_IOV), count, Transfer.done(task));
  }

  private static byte @Nullable [] nameToSendTo(UserMemory u, long header) throws Errno {
    long name = u.getLong(header + Msghdr.MSG_NAME);
    int len = u.getInt(header + Msghdr.MSG_NAMELEN);
    if (len < 0) {
      throw Errno.EINVAL;
    }
    if (name == 0 || len == 0) {
      return null;
    }
    return u.read(name, Math.min(len, SocketAddress.MAX_SIZE));
  }

  /** Linux {@code recvmsg(2)}. */
  static long recvmsg(Task task, long fd, long header, long flags) throws Errno {
    checkFlags(flags);
    return receiveOne(task, SocketCalls.socketOf(task, fd), header, (int) flags);
  }

  private static long receiveOne(Task task, SocketFile file, long header, int flags) throws Errno {
    UserMemory u = task.memory();
    Message m = begin(task, file, flags);
    if (u.getInt(header + Msghdr.MSG_NAMELEN) < 0) {
      throw Errno.EINVAL;
    }
    IoBuffer to = load(task, header);
    try {
      long n = SocketIo.receive(task, file, to, m);
      if (n >= 0) {
        answer(task, header, m);
      }
      return n;
    } finally {
      m.dropFiles();
    }
  }

  private static void answer(Task task, long header, Message m) throws Errno {
    UserMemory u = task.memory();
    long name = u.getLong(header + Msghdr.MSG_NAME);
    if (name != 0) {
      SocketAddress from = m.from;
      if (from != null) {
        SocketCalls.putAddress(u, from, name, header + Msghdr.MSG_NAMELEN);
      } else {
        u.putInt(header + Msghdr.MSG_NAMELEN, 0);
      }
    }
    ControlMessages.write(task, header, m);
    int kept = m.flags & (Socket.MSG_CMSG_CLOEXEC);
    u.putInt(header + Msghdr.MSG_FLAGS, m.answered | kept);
  }

  /** Linux {@code sendmmsg(2)}. */
  static long sendmmsg(Task task, long fd, long vector, long count, long flags) throws Errno {
    checkFlags(flags);
    SocketFile file = SocketCalls.socketOf(task, fd);
    long most = Math.min(Integer.toUnsignedLong((int) count), Vectors.MAX_SPANS);
    long sent = task.call().keptLong(MESSAGES);
    while (sent < most) {
      long header = vector + sent * Mmsghdr.SIZE;
      long n;
      try {
        n = sendOne(task, file, header, (int) flags);
        if (n == Task.BLOCKED) {
          task.call().keepLong(MESSAGES, sent);
          return n;
        }
        if (n >= 0) {
          task.memory().putInt(header + Mmsghdr.MSG_LEN, (int) n);
        }
      } catch (Errno e) {
        n = e.negated();
      }
      if (n < 0) {
        return sent > 0 ? sent : n;
      }
      begunAnew(task);
      sent++;
    }
    return sent;
  }

  /** The next message is a transfer of its own. */
  private static void begunAnew(Task task) {
    task.call().keepLong(0, 0);
    task.call().keepLong(1, 0);
  }

  /** Linux {@code recvmmsg(2)}. The timeout is looked at between messages only, as documented. */
  static long recvmmsg(Task task, long fd, long vector, long count, long flags, long timeout)
      throws Errno {
    checkFlags(flags);
    if (timeout != 0 && !task.call().isResumed()) {
      long nanos = UserTime.timespec(task.memory(), timeout);
      task.call().keepLong(DEADLINE, Times.deadline(task, nanos));
    }
    SocketFile file = SocketCalls.socketOf(task, fd);
    long most = Math.min(Integer.toUnsignedLong((int) count), Vectors.MAX_SPANS);
    long got = task.call().keptLong(MESSAGES);
    int f = (int) flags & ~Socket.MSG_WAITFORONE;
    while (got < most) {
      boolean noMoreWaiting = got > 0 && ((int) flags & Socket.MSG_WAITFORONE) != 0;
      long header = vector + got * Mmsghdr.SIZE;
      long n;
      try {
        n = receiveOne(task, file, header, noMoreWaiting ? f | Socket.MSG_DONTWAIT : f);
        if (n == Task.BLOCKED) {
          task.call().keepLong(MESSAGES, got);
          return n;
        }
        if (n >= 0) {
          task.memory().putInt(header + Mmsghdr.MSG_LEN, (int) n);
        }
      } catch (Errno e) {
        n = e.negated();
      }
      if (n < 0) {
        return got > 0 ? got : n;
      }
      begunAnew(task);
      got++;
      if (timeout != 0) {
        long left = task.call().keptLong(DEADLINE) - task.kernel().clock().monotonicNanos();
        UserTime.putTimespec(task.memory(), timeout, Math.max(left, 0));
        if (left <= 0) {
          break;
        }
      }
    }
    return got;
  }
}
