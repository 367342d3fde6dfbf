package exo.kernel.fs.tarfs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Writes archives block by block, sound ones and others. */
final class TarBuilder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An entry with contents; the header can be changed before its checksum is made. */
  TarBuilder add(char type, String name, String link, byte[] contents, Consumer<byte[]> change) {
    byte[] h = new byte[512];
    put(h, 0, name);
    put(h, 100, "0000644");
    put(h, 108, "0000001");
    put(h, 116, "0000002");
    put(h, 124, "%011o".formatted(contents.length));
    put(h, 136, "00000000007");
    h[156] = (byte) type;
    put(h, 157, link);
    put(h, 257, "ustar\00000");
    change.accept(h);
    checksum(h);
    out.writeBytes(h);
    out.writeBytes(Arrays.copyOf(contents, contents.length + 511 & -512));
    return this;
  }

  TarBuilder add(char type, String name, String link) {
    return add(type, name, link, new byte[0], h -> {});
  }

  TarBuilder file(String name, String contents) {
    return add('0', name, "", contents.getBytes(StandardCharsets.ISO_8859_1), h -> {});
  }

  TarBuilder extended(char type, String records) {
    return add(type, "extended", "", records.getBytes(StandardCharsets.ISO_8859_1), h -> {});
  }

  /** One pax record, with its length. */
  static String record(String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int length = rest.length() + 1;
    while (Integer.toString(length).length() + rest.length() != length) {
      length++;
    }
    return length + rest;
  }

  static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  static void checksum(byte[] h) {
    Arrays.fill(h, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : h) {
      sum += b & 0xff;
    }
    put(h, 148, "%06o\0 ".formatted(sum));
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /** With the two empty blocks that end it. */
  InputStream end() {
    return new ByteArrayInputStream(Arrays.copyOf(bytes(), out.size() + 1024));
  }
}
