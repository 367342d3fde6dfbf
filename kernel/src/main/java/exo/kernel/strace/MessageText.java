package exo.kernel.strace;

import static exo.mem.layout.LittleEndian.getInt;
import static exo.mem.layout.LittleEndian.getLong;

import exo.kernel.abi.Socket;
import exo.kernel.abi.layout.Cmsghdr;
import exo.kernel.abi.layout.Iovec;
import exo.kernel.abi.layout.Mmsghdr;
import exo.kernel.abi.layout.Msghdr;
import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.ValueSet;
import java.util.Arrays;

/** Vectors of buffers, and the messages of sendmsg(2) and recvmsg(2). */
final class MessageText {
  private static final int LONGEST_CONTROL = 4096;

  private MessageText() {}

  /**
   * {@code [{iov_base="...", iov_len=4}]}.
   *
   * @param bytes how many of the bytes are of interest, from the first buffer on; negative shows
   *     addresses
   */
  static void vector(Printer p, long va, long count, long bytes) {
    if (va == 0 || count < 0) {
      p.pointer(va);
      return;
    }
    int start = p.out.length();
    p.text("[");
    long left = bytes;
    for (long i = 0; i < count; i++) {
      if (i == Quote.MAX) {
        p.text(", ...");
        break;
      }
      byte[] s = p.bytes(va + i * Iovec.SIZE, Iovec.SIZE);
      if (s == null) {
        if (i == 0) {
          p.out.setLength(start);
          p.pointer(va);
          return;
        }
        p.text(", ... /* 0x").text(Long.toHexString(va + i * Iovec.SIZE)).text(" */");
        break;
      }
      long base = getLong(s, Iovec.IOV_BASE);
      long len = getLong(s, Iovec.IOV_LEN);
      p.text(i == 0 ? "{iov_base=" : ", {iov_base=");
      if (bytes < 0) {
        p.pointer(base);
      } else {
        long here = Math.min(left, Math.max(len, 0));
        p.buffer(base, here);
        left -= here;
      }
      p.text(", iov_len=").unsigned(len).text("}");
    }
    p.text("]");
  }

  /** A message that is sent. */
  static void sent(Printer p, long va) {
    byte[] s = va == 0 ? null : p.bytes(va, Msghdr.SIZE);
    if (s == null) {
      p.pointer(va);
    } else {
      message(p, s, Long.MAX_VALUE, getInt(s, Msghdr.MSG_NAMELEN));
    }
  }

  /**
   * A message that was received.
   *
   * @param nameRoom msg_namelen as it was before the call
   */
  static void received(Printer p, long va, long result, int nameRoom) {
    byte[] s = va == 0 ? null : p.bytes(va, Msghdr.SIZE);
    if (s == null) {
      p.pointer(va);
    } else if (result < 0) {
      p.text("{msg_namelen=").decimal(nameRoom).text("}");
    } else {
      message(p, s, result, nameRoom);
    }
  }

  /** Messages in a row, each with how many of its bytes were sent or received. */
  static void several(Printer p, long va, long count, long done, boolean sent) {
    p.text("[");
    for (long i = 0; i < Math.min(count, Quote.MAX); i++) {
      byte[] s = p.bytes(va + i * Mmsghdr.SIZE, Mmsghdr.SIZE);
      if (s == null) {
        p.pointer(va + i * Mmsghdr.SIZE);
        break;
      }
      p.text(i == 0 ? "{msg_hdr=" : ", {msg_hdr=");
      int len = getInt(s, Mmsghdr.MSG_LEN);
      message(p, s, sent ? Long.MAX_VALUE : len, getInt(s, Msghdr.MSG_NAMELEN));
      if (i < done) {
        p.text(", msg_len=").decimal(len);
      }
      p.text("}");
    }
    p.text("]");
  }

  private static void message(Printer p, byte[] s, long bytes, int nameRoom) {
    int nameLength = getInt(s, Msghdr.MSG_NAMELEN);
    p.text("{msg_name=");
    SocketText.address(p, getLong(s, Msghdr.MSG_NAME), Math.min(nameRoom, nameLength));
    p.text(", msg_namelen=").decimal(nameRoom);
    if (nameRoom != nameLength) {
      p.text(" => ").decimal(nameLength);
    }
    long count = getLong(s, Msghdr.MSG_IOVLEN);
    p.text(", msg_iov=");
    vector(p, getLong(s, Msghdr.MSG_IOV), count, bytes);
    p.text(", msg_iovlen=").unsigned(count);
    long controlLength = getLong(s, Msghdr.MSG_CONTROLLEN);
    if (controlLength > 0) {
      p.text(", msg_control=");
      control(p, getLong(s, Msghdr.MSG_CONTROL), controlLength);
    }
    p.text(", msg_controllen=").unsigned(controlLength);
    p.text(", msg_flags=").flags(FlagSet.MESSAGE, getInt(s, Msghdr.MSG_FLAGS) & 0xffff_ffffL);
    p.text("}");
  }

  private static void control(Printer p, long va, long len) {
    byte[] s = va == 0 || len > LONGEST_CONTROL ? null : p.bytes(va, (int) len);
    if (s == null || len < Cmsghdr.SIZE) {
      p.pointer(va);
      return;
    }
    p.text("[");
    int at = 0;
    while (at + Cmsghdr.SIZE <= s.length) {
      long length = getLong(s, at + Cmsghdr.CMSG_LEN);
      int level = getInt(s, at + Cmsghdr.CMSG_LEVEL);
      int type = getInt(s, at + Cmsghdr.CMSG_TYPE);
      p.text(at == 0 ? "{cmsg_len=" : ", {cmsg_len=").unsigned(length).text(", cmsg_level=");
      SocketText.level(p, level);
      p.text(", cmsg_type=");
      if (level == Socket.SOL_SOCKET) {
        p.value(ValueSet.CONTROL_MESSAGE, type);
      } else {
        p.hex(type & 0xffff_ffffL);
      }
      int end = (int) Math.min(Math.max(length, Cmsghdr.SIZE), s.length - at) + at;
      data(p, s, level, type, at + Cmsghdr.SIZE, end);
      p.text("}");
      at = end + 7 & ~7;
    }
    p.text("]");
  }

  private static void data(Printer p, byte[] s, int level, int type, int from, int to) {
    if (from >= to) {
      return;
    }
    p.text(", cmsg_data=");
    if (level == Socket.SOL_SOCKET && type == Socket.SCM_RIGHTS) {
      p.text("[");
      for (int i = from; i + 4 <= to; i += 4) {
        p.text(i == from ? "" : ", ").decimal(getInt(s, i));
      }
      p.text("]");
    } else if (level == Socket.SOL_SOCKET && type == Socket.SCM_CREDENTIALS && to - from >= 12) {
      SocketText.credentials(p, s, from);
    } else {
      p.quoted(Arrays.copyOfRange(s, from, to), false);
    }
  }
}
