package exo.kernel.net.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A message under construction: a header, a body, attributes, each on a multiple of four. */
final class NetlinkMessage {
  static final int HEADER = 16;

  private ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

  NetlinkMessage(int type, int flags, int sequence, int port) {
    bytes.putInt(0).putShort((short) type).putShort((short) flags).putInt(sequence).putInt(port);
  }

  private void room(int more) {
    if (bytes.remaining() < more) {
      ByteBuffer longer =
          ByteBuffer.allocate(Math.max(bytes.capacity() * 2, bytes.position() + more))
              .order(ByteOrder.LITTLE_ENDIAN);
      longer.put(bytes.flip());
      bytes = longer;
    }
  }

  NetlinkMessage u8(int value) {
    room(1);
    bytes.put((byte) value);
    return this;
  }

  NetlinkMessage u16(int value) {
    room(2);
    bytes.putShort((short) value);
    return this;
  }

  NetlinkMessage u32(int value) {
    room(4);
    bytes.putInt(value);
    return this;
  }

  NetlinkMessage raw(byte[] value) {
    room(value.length);
    bytes.put(value);
    return this;
  }

  NetlinkMessage attribute(int type, byte[] value) {
    u16(4 + value.length).u16(type).raw(value);
    while (bytes.position() % 4 != 0) {
      u8(0);
    }
    return this;
  }

  NetlinkMessage attribute(int type, int value) {
    return u16(8).u16(type).u32(value);
  }

  NetlinkMessage attribute8(int type, int value) {
    return attribute(type, new byte[] {(byte) value});
  }

  NetlinkMessage attribute(int type, String value) {
    byte[] text = value.getBytes(StandardCharsets.ISO_8859_1);
    return attribute(type, Arrays.copyOf(text, text.length + 1));
  }

  byte[] finish() {
    bytes.putInt(0, bytes.position());
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
