package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Socket;
import exo.kernel.abi.layout.Cmsghdr;
import exo.kernel.abi.layout.Msghdr;
import exo.kernel.abi.layout.Ucred;
import exo.kernel.net.Message;
import exo.kernel.net.OptionData;
import exo.kernel.net.PeerCredentials;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.OpenFile;
import java.util.Arrays;

/** Control messages in and out: cmsg(3), unix(7). */
final class ControlMessages {
  /** Most files of one message: SCM_MAX_FD. */
  private static final int MAX_FILES = 253;

  /** Most bytes of control messages: net.core.optmem_max. */
  private static final int MAX_SIZE = 1 << 17;

  private ControlMessages() {}

  private static int aligned(int len) {
    return len + 7 & ~7;
  }

  /**
   * Takes what a sender gives. Files get a reference each, of the message.
   *
   * @throws Errno EINVAL, EBADF, EPERM, ENOBUFS, ESRCH
   */
  static void parse(Task task, long va, long length, int domain, Message m) throws Errno {
    if (length == 0) {
      return;
    }
    if (length > MAX_SIZE) {
      throw Errno.ENOBUFS;
    }
    byte[] b = task.memory().read(va, (int) length);
    int at = 0;
    while (at + Cmsghdr.SIZE <= b.length) {
      long len = OptionData.longAt(b, at + Cmsghdr.CMSG_LEN);
      if (len < Cmsghdr.SIZE || len > b.length - at) {
        throw Errno.EINVAL;
      }
      int level = OptionData.intAt(b, at + Cmsghdr.CMSG_LEVEL);
      int type = OptionData.intAt(b, at + Cmsghdr.CMSG_TYPE);
      byte[] data = Arrays.copyOfRange(b, at + Cmsghdr.SIZE, at + (int) len);
      if (level == Socket.SOL_SOCKET) {
        one(task, type, data, domain, m);
      } else {
        m.controls().add(new Message.Control(level, type, data));
      }
      at += aligned((int) len);
    }
  }

  private static void one(Task task, int type, byte[] data, int domain, Message m) throws Errno {
    boolean unix = domain == Socket.AF_UNIX || domain == Socket.AF_NETLINK;
    switch (type) {
      case Socket.SCM_RIGHTS -> {
        if (unix) {
          rights(task, data, m);
        } else {
          return;
        }
      }
      case Socket.SCM_CREDENTIALS -> {
        if (unix) {
          m.credentials = credentials(task, data);
        }
      }
      default -> throw Errno.EINVAL;
    }
  }

  private static void rights(Task task, byte[] data, Message m) throws Errno {
    int count = data.length / Integer.BYTES;
    int had = m.files.length;
    if (had + count > MAX_FILES) {
      throw Errno.EINVAL;
    }
    OpenFile[] files = Arrays.copyOf(m.files, had + count);
    for (int i = 0; i < count; i++) {
      int fd = OptionData.intAt(data, i * Integer.BYTES);
      OpenFile file = task.files().peek(fd);
      if (file == null) {
        for (int j = had; j < had + i; j++) {
          files[j].release();
        }
        throw Errno.EBADF;
      }
      files[had + i] = file.retain();
    }
    m.files = files;
  }

  private static PeerCredentials credentials(Task task, byte[] data) throws Errno {
    if (data.length != Ucred.SIZE) {
      throw Errno.EINVAL;
    }
    int pid = OptionData.intAt(data, Ucred.PID);
    int uid = OptionData.intAt(data, Ucred.UID);
    int gid = OptionData.intAt(data, Ucred.GID);
    var c = task.credentials();
    boolean mine =
        (pid == task.group().pid() || c.hasCapability(Capability.CAP_SYS_ADMIN))
            && (uid == c.uid()
                || uid == c.euid()
                || uid == c.suid()
                || c.hasCapability(Capability.CAP_SETUID))
            && (gid == c.gid()
                || gid == c.egid()
                || gid == c.sgid()
                || c.hasCapability(Capability.CAP_SETGID));
    if (!mine) {
      throw Errno.EPERM;
    }
    if (task.kernel().processes().group(pid) == null) {
      throw Errno.ESRCH;
    }
    return new PeerCredentials(pid, uid, gid);
  }

  /**
   * Writes what a receiver gets into the room that its msghdr names, and how much that is. Files
   * that do not fit are closed, and MSG_CTRUNC says so.
   */
  static void write(Task task, long header, Message m) throws Errno {
    UserMemory memory = task.memory();
    long va = memory.getLong(header + Msghdr.MSG_CONTROL);
    long room = va == 0 ? 0 : memory.getLong(header + Msghdr.MSG_CONTROLLEN);
    Writer w = new Writer(memory, va, room, m);
    for (Message.Control c : m.controls()) {
      w.put(c.level(), c.type(), c.data());
    }
    PeerCredentials p = m.credentials;
    if (p != null) {
      byte[] data = new byte[Ucred.SIZE];
      OptionData.put(data, Ucred.PID, p.pid());
      OptionData.put(data, Ucred.UID, p.uid());
      OptionData.put(data, Ucred.GID, p.gid());
      w.put(Socket.SOL_SOCKET, Socket.SCM_CREDENTIALS, data);
    }
    if (m.files.length > 0) {
      w.files(task);
    }
    memory.putLong(header + Msghdr.MSG_CONTROLLEN, w.used);
  }

  /** Fills the room for control messages from its beginning. */
  private static final class Writer {
    private final UserMemory memory;
    private final long va;
    private final long room;
    private final Message m;
    private long used;

    Writer(UserMemory memory, long va, long room, Message m) {
      this.memory = memory;
      this.va = va;
      this.room = room;
      this.m = m;
    }

    void put(int level, int type, byte[] data) throws Errno {
      long left = room - used;
      if (left < Cmsghdr.SIZE) {
        m.answered |= Socket.MSG_CTRUNC;
        return;
      }
      int len = Cmsghdr.SIZE + data.length;
      if (len > left) {
        m.answered |= Socket.MSG_CTRUNC;
        len = (int) left;
      }
      header(level, type, len);
      memory.write(va + used + Cmsghdr.SIZE, data, 0, len - Cmsghdr.SIZE);
      used += Math.min(aligned(len), left);
    }

    private void header(int level, int type, int len) throws Errno {
      long at = va + used;
      memory.putLong(at + Cmsghdr.CMSG_LEN, len);
      memory.putInt(at + Cmsghdr.CMSG_LEVEL, level);
      memory.putInt(at + Cmsghdr.CMSG_TYPE, type);
    }

    void files(Task task) throws Errno {
      OpenFile[] files = m.takeFiles();
      long left = room - used;
      int fit = left < Cmsghdr.SIZE ? 0 : (int) Math.min(files.length, (left - Cmsghdr.SIZE) / 4);
      boolean cloexec = (m.flags & Socket.MSG_CMSG_CLOEXEC) != 0;
      int given = 0;
      try {
        while (given < fit) {
          int fd = task.files().add(files[given], cloexec, DescriptorCalls.limit(task));
          memory.putInt(va + used + Cmsghdr.SIZE + 4L * given++, fd);
        }
      } catch (Errno noMore) {
        // What was given stays given; the rest is cut off, as Linux does without an error.
        m.answered |= Socket.MSG_CTRUNC;
      }
      if (given < files.length) {
        m.answered |= Socket.MSG_CTRUNC;
      }
      for (int i = given; i < files.length; i++) {
        files[i].release();
      }
      if (given > 0) {
        int len = Cmsghdr.SIZE + 4 * given;
        header(Socket.SOL_SOCKET, Socket.SCM_RIGHTS, len);
        used += Math.min(aligned(len), left);
      }
    }
  }
}
