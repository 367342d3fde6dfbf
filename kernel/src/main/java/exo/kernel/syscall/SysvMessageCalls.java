package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Ipc;
import exo.kernel.abi.layout.IpcPerm;
import exo.kernel.abi.layout.Msginfo;
import exo.kernel.abi.layout.MsqidDs;
import exo.kernel.sysvipc.IpcObject;
import exo.kernel.sysvipc.MessageQueue;
import exo.kernel.sysvipc.MessageQueue.Message;
import exo.kernel.sysvipc.SysvIpc;
import exo.kernel.task.Restart;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;

/** System V message queues. Source: msgget(2), msgop(2), msgctl(2). */
final class SysvMessageCalls {
  private static final long ENOMSG = Errno.ENOMSG.negated();
  private static final long EAGAIN = Errno.EAGAIN.negated();
  private static final int TYPE_SIZE = Long.BYTES;

  private SysvMessageCalls() {}

  /** Linux {@code msgget(2)}. */
  static long msgget(Task task, long key, long flags) throws Errno {
    SysvIpc ipc = task.kernel().ipc();
    int k = (int) key;
    int f = (int) flags;
    return ipc.queues().get(task, k, f, found -> {}, () -> ipc.newQueue(k, f, task));
  }

  /** What a sender that waits keeps. */
  private record Sending(MessageQueue queue, Message message) {}

  /** Linux {@code msgsnd(2)}. */
  static long msgsnd(Task task, long id, long va, long size, long flags) throws Errno {
    Sending s = (Sending) task.call().kept();
    if (s == null) {
      UserMemory m = task.memory();
      long type = m.getLong(va);
      if (size < 0 || size > Ipc.MSGMAX || (int) id < 0 || type < 1) {
        throw Errno.EINVAL;
      }
      byte[] text = m.read(va + TYPE_SIZE, (int) size);
      MessageQueue queue = task.kernel().ipc().queues().of((int) id);
      s = new Sending(queue, new Message(type, text));
      task.call().keep(s);
    }
    if (s.queue.isRemoved()) {
      throw Errno.EIDRM;
    }
    s.queue.check(task, IpcObject.WRITE);
    if (s.queue.send(s.message, task.group().pid())) {
      return 0;
    }
    if (((int) flags & Ipc.IPC_NOWAIT) != 0) {
      return EAGAIN;
    }
    task.waitOn(s.queue.writable());
    return task.park(Task.NO_DEADLINE, Restart.NOHAND);
  }

  /** Linux {@code msgrcv(2)}. */
  static long msgrcv(Task task, long id, long va, long size, long type, long flags) throws Errno {
    int f = (int) flags;
    MessageQueue queue = (MessageQueue) task.call().kept();
    if (queue == null) {
      if ((int) id < 0 || size < 0) {
        throw Errno.EINVAL;
      }
      boolean copies = (f & Ipc.MSG_COPY) != 0;
      if (copies && ((f & Ipc.MSG_EXCEPT) != 0 || (f & Ipc.IPC_NOWAIT) == 0)) {
        throw Errno.EINVAL;
      }
      if (copies) {
        // Linux makes the room for the copy out of what is there.
        task.memory().read(va, (int) Math.min(size, Ipc.MSGMAX));
      }
      queue = task.kernel().ipc().queues().of((int) id);
      task.call().keep(queue);
    }
    if (queue.isRemoved()) {
      throw Errno.EIDRM;
    }
    queue.check(task, IpcObject.READ);
    boolean copy = (f & Ipc.MSG_COPY) != 0;
    Message found = copy ? queue.at(type) : queue.find(type, (f & Ipc.MSG_EXCEPT) != 0);
    if (found == null) {
      if ((f & Ipc.IPC_NOWAIT) != 0) {
        return ENOMSG;
      }
      task.waitOn(queue.readable());
      return task.park(Task.NO_DEADLINE, Restart.NOHAND);
    }
    int length = found.text().length;
    if (length > size && (f & Ipc.MSG_NOERROR) == 0) {
      throw Errno.E2BIG;
    }
    length = (int) Math.min(length, size);
    if (!copy) {
      queue.take(found, task.group().pid());
    }
    task.memory().putLong(va, found.type());
    task.memory().write(va + TYPE_SIZE, found.text(), 0, length);
    return length;
  }

  /** Linux {@code msgctl(2)}. */
  static long msgctl(Task task, long id, long command, long va) throws Errno {
    int i = (int) id;
    int c = (int) command;
    if (i < 0 || c < 0) {
      throw Errno.EINVAL;
    }
    SysvIpc ipc = task.kernel().ipc();
    UserMemory m = task.memory();
    switch (c) {
      case Ipc.IPC_INFO, Ipc.MSG_INFO -> {
        putInfo(m, va, ipc, c == Ipc.MSG_INFO);
        return ipc.queues().highestIndex();
      }
      case Ipc.IPC_STAT, Ipc.MSG_STAT, Ipc.MSG_STAT_ANY -> {
        MessageQueue q = c == Ipc.IPC_STAT ? ipc.queues().of(i) : ipc.queues().at(i);
        if (c != Ipc.MSG_STAT_ANY) {
          q.check(task, IpcObject.READ);
        }
        put(m, va, q);
        return c == Ipc.IPC_STAT ? 0 : q.id();
      }
      case Ipc.IPC_SET -> {
        int uid = m.getInt(va + IpcPerm.UID);
        int gid = m.getInt(va + IpcPerm.GID);
        int mode = m.getInt(va + IpcPerm.MODE);
        long bytes = m.getLong(va + MsqidDs.MSG_QBYTES);
        MessageQueue q = ipc.queues().of(i);
        q.checkOwner(task);
        if (bytes > Ipc.MSGMNB && !task.credentials().hasCapability(Capability.CAP_SYS_RESOURCE)) {
          throw Errno.EPERM;
        }
        q.change(uid, gid, mode, ipc.now());
        q.maxBytes(bytes);
      }
      case Ipc.IPC_RMID -> {
        MessageQueue q = ipc.queues().of(i);
        q.checkOwner(task);
        ipc.queues().remove(q);
      }
      default -> throw Errno.EINVAL;
    }
    return 0;
  }

  private static void put(UserMemory m, long va, MessageQueue q) throws Errno {
    if (m.zero(va, MsqidDs.SIZE) != MsqidDs.SIZE) {
      throw Errno.EFAULT;
    }
    q.put(m, va + MsqidDs.MSG_PERM);
    m.putLong(va + MsqidDs.MSG_STIME, q.sendTime());
    m.putLong(va + MsqidDs.MSG_RTIME, q.receiveTime());
    m.putLong(va + MsqidDs.MSG_CTIME, q.changeTime());
    m.putLong(va + MsqidDs.MSG_CBYTES, q.bytes());
    m.putLong(va + MsqidDs.MSG_QNUM, q.count());
    m.putLong(va + MsqidDs.MSG_QBYTES, q.maxBytes());
    m.putInt(va + MsqidDs.MSG_LSPID, q.lastSender());
    m.putInt(va + MsqidDs.MSG_LRPID, q.lastReceiver());
  }

  private static void putInfo(UserMemory m, long va, SysvIpc ipc, boolean inUse) throws Errno {
    int messages = 0;
    long bytes = 0;
    for (MessageQueue q : ipc.queues().all()) {
      messages += q.count();
      bytes += q.bytes();
    }
    m.putInt(va + Msginfo.MSGPOOL, inUse ? ipc.queues().all().size() : POOL);
    m.putInt(va + Msginfo.MSGMAP, inUse ? messages : Ipc.MSGMNB);
    m.putInt(va + Msginfo.MSGMAX, Ipc.MSGMAX);
    m.putInt(va + Msginfo.MSGMNB, Ipc.MSGMNB);
    m.putInt(va + Msginfo.MSGMNI, Ipc.MSGMNI);
    m.putInt(va + Msginfo.MSGSSZ, SEGMENT_SIZE);
    m.putInt(va + Msginfo.MSGTQL, inUse ? (int) bytes : Ipc.MSGMNB);
    m.putInt(va + Msginfo.MSGSEG, SEGMENTS);
  }

  // Figures that mean nothing any more, as Linux gives them.
  private static final int POOL = Ipc.MSGMNI * Ipc.MSGMNB / 1024;
  private static final int SEGMENT_SIZE = 16;
  private static final int SEGMENTS = 0xffff;
}
