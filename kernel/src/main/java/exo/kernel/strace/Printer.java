package exo.kernel.strace;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Stat;
import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.ValueSet;
import exo.kernel.uaccess.UserMemory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Numbers, names, strings and bytes of user memory, appended to a text. */
final class Printer {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  /** Some billion years, as far as the calendar goes. */
  private static final long LAST_DATE = 1L << 54;

  final StringBuilder out = new StringBuilder();
  final UserMemory memory;
  private final Names names;

  Printer(UserMemory memory, Names names) {
    this.memory = memory;
    this.names = names;
  }

  Printer text(String s) {
    out.append(s);
    return this;
  }

  Printer decimal(int value) {
    out.append(value);
    return this;
  }

  Printer decimal(long value) {
    out.append(value);
    return this;
  }

  Printer unsigned(long value) {
    out.append(Long.toUnsignedString(value));
    return this;
  }

  /** Zero is plain 0. */
  Printer hex(long value) {
    out.append(value == 0 ? "0" : "0x" + Long.toHexString(value));
    return this;
  }

  Printer pointer(long va) {
    out.append(va == 0 ? "NULL" : "0x" + Long.toHexString(va));
    return this;
  }

  /** Permissions: a zero and two digits at least. */
  Printer mode(long mode) {
    String digits = Long.toOctalString(mode);
    out.append('0').append("0".repeat(Math.max(0, 2 - digits.length()))).append(digits);
    return this;
  }

  /** {@code S_IFREG|S_ISUID|0755}. */
  Printer fileMode(int mode) {
    String kind =
        switch (mode & Stat.S_IFMT) {
          case Stat.S_IFREG -> "S_IFREG|";
          case Stat.S_IFDIR -> "S_IFDIR|";
          case Stat.S_IFLNK -> "S_IFLNK|";
          case Stat.S_IFCHR -> "S_IFCHR|";
          case Stat.S_IFBLK -> "S_IFBLK|";
          case Stat.S_IFIFO -> "S_IFIFO|";
          case Stat.S_IFSOCK -> "S_IFSOCK|";
          default -> "";
        };
    if (kind.isEmpty()) {
      return mode(mode & 0xffff);
    }
    text(kind);
    text((mode & Stat.S_ISUID) != 0 ? "S_ISUID|" : "");
    text((mode & Stat.S_ISGID) != 0 ? "S_ISGID|" : "");
    text((mode & Stat.S_ISVTX) != 0 ? "S_ISVTX|" : "");
    return mode(mode & 0777);
  }

  Printer device(long device) {
    long major = (device >>> 8 & 0xfff) | (device >>> 32 & 0xffff_f000L);
    long minor = (device & 0xff) | (device >>> 12 & 0xffff_ff00L);
    return text("makedev(").hex(major).text(", ").hex(minor).text(")");
  }

  Printer flags(FlagSet set, long value) {
    names.flags(out, set, value);
    return this;
  }

  /** Names of the flags there are, after what else is in the same number; answers the rest. */
  long names(FlagSet set, long value) {
    return names.names(out, set, value);
  }

  Printer value(ValueSet set, int value) {
    names.value(out, set, value);
    return this;
  }

  @Nullable String name(ValueSet set, int value) {
    return names.name(set, value);
  }

  Printer descriptorOfDirectory(int fd) {
    return fd == Fcntl.AT_FDCWD ? text("AT_FDCWD") : decimal(fd);
  }

  /** Access mode and flags of an open file. */
  Printer openFlags(long flags) {
    text(
        switch ((int) flags & Fcntl.O_ACCMODE) {
          case Fcntl.O_RDONLY -> "O_RDONLY";
          case Fcntl.O_WRONLY -> "O_WRONLY";
          case Fcntl.O_RDWR -> "O_RDWR";
          default -> "O_ACCMODE";
        });
    long rest = flags & ~Fcntl.O_ACCMODE;
    if (rest != 0) {
      text("|");
      int before = out.length();
      rest = names(FlagSet.OPEN, rest);
      if (rest != 0) {
        Names.separate(out, before);
        hex(rest);
      }
    }
    return this;
  }

  /** {@code 2026-01-31T12:00:00+0000}. */
  Printer date(long seconds) {
    return date(seconds, "");
  }

  /** The same with a fraction, {@code ".000000002"}. */
  Printer date(long seconds, String fraction) {
    if (seconds > LAST_DATE || seconds < -LAST_DATE) {
      return text("?");
    }
    out.append(DATE.format(Instant.ofEpochSecond(seconds))).append(fraction).append("+0000");
    return this;
  }

  /** User memory whole, or null where it cannot be read. */
  byte @Nullable [] bytes(long va, int len) {
    if (len < 0) {
      return null;
    }
    try {
      return memory.read(va, len);
    } catch (Errno unreadable) {
      return null;
    }
  }

  /** A long in user memory, or {@code otherwise} where there is none. */
  long wordOr(long va, long otherwise) {
    try {
      return memory.getLong(va);
    } catch (Errno unreadable) {
      return otherwise;
    }
  }

  /** Bytes of a buffer as a string, cut at {@link Quote#MAX}; the address if it cannot be read. */
  Printer buffer(long va, long len) {
    byte[] b = len < 0 || va == 0 ? null : bytes(va, (int) Math.min(len, Quote.MAX));
    if (b == null) {
      return pointer(va);
    }
    return quoted(b, len > Quote.MAX);
  }

  /** Bytes of a buffer, all in hexadecimal. */
  Printer hexBuffer(long va, long len) {
    byte[] b = len < 0 || va == 0 ? null : bytes(va, (int) Math.min(len, Quote.MAX));
    if (b == null) {
      return pointer(va);
    }
    Quote.hex(out, b, 0, b.length);
    return text(len > Quote.MAX ? "..." : "");
  }

  Printer quoted(byte[] bytes, boolean cut) {
    Quote.octal(out, bytes, 0, bytes.length);
    return text(cut ? "..." : "");
  }

  /** Bytes up to the first NUL, and no more than {@code max} of them. */
  Printer quotedString(byte[] bytes, int from, int max) {
    int len = 0;
    while (len < max && bytes[from + len] != 0) {
      len++;
    }
    Quote.octal(out, bytes, from, len);
    return this;
  }

  Printer path(long va) {
    return string(va, Fs.PATH_MAX - 1);
  }

  Printer string(long va) {
    return string(va, Quote.MAX);
  }

  /** A NUL-terminated string, cut at {@code max}; the address if it cannot be read. */
  Printer string(long va, int max) {
    if (va == 0) {
      return text("NULL");
    }
    try {
      String s = memory.readCString(va, max);
      byte[] b = s != null ? s.getBytes(StandardCharsets.ISO_8859_1) : memory.read(va, max);
      return quoted(b, s == null);
    } catch (Errno unreadable) {
      return pointer(va);
    }
  }
}
