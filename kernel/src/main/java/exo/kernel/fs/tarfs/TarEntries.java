package exo.kernel.fs.tarfs;

import exo.kernel.abi.Fs;
import exo.kernel.abi.Stat;
import exo.kernel.vfs.DeviceNumber;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts an entry together from its header and what extended headers said about it. */
final class TarEntries {
  private static final String XATTR = "SCHILY.xattr.";
  private static final long SECOND = 1_000_000_000;
  private static final long MAX_SECONDS = Long.MAX_VALUE / SECOND;

  /** As Linux's limits for device numbers. */
  private static final long MAX_MAJOR = 0xfff;

  private static final long MAX_MINOR = 0xf_ffff;

  /** One less than the id that means none. */
  private static final long MAX_ID = 0xffff_fffeL;

  private final TarHeader header;
  private final long at;
  private final PaxRecords pax;

  private TarEntries(TarHeader header, long at, PaxRecords pax) {
    this.header = header;
    this.at = at;
    this.pax = pax;
  }

  static TarEntry of(
      TarHeader header,
      long at,
      PaxRecords pax,
      @Nullable String longName,
      @Nullable String longLink)
      throws TarException {
    return new TarEntries(header, at, pax).entry(longName, longLink);
  }

  private TarEntry entry(@Nullable String longName, @Nullable String longLink) throws TarException {
    String name = name("path", longName, header.name());
    int kind = kind(name);
    boolean links = kind == 0 || kind == Stat.S_IFLNK;
    boolean isDevice = kind == Stat.S_IFCHR || kind == Stat.S_IFBLK;
    return new TarEntry(
        at,
        name,
        kind | (int) (header.mode() & 07777),
        id("uid", header.uid()),
        id("gid", header.gid()),
        kind == Stat.S_IFREG || (kind == 0 && pax.hasLocal()) ? size() : 0,
        mtime(),
        links ? name("linkpath", longLink, header.link()) : "",
        isDevice ? device() : 0,
        xattrs());
  }

  private String name(String key, @Nullable String extended, String own) throws TarException {
    String said = pax.get(key);
    String name = said != null ? said : extended != null ? extended : own;
    if (name.isEmpty()) {
      throw new TarException(at, "an empty name");
    }
    if (name.length() >= Fs.PATH_MAX) {
      throw new TarException(at, "a name of " + name.length() + " bytes");
    }
    if (name.indexOf(0) >= 0) {
      throw new TarException(at, "a zero byte in the name " + TarException.quote(name));
    }
    return name;
  }

  /** One of S_IF*, or 0 for a hard link. */
  private int kind(String name) throws TarException {
    int type = header.type();
    return switch (type) {
      // Before there was a type for directories, a slash told them.
      case 0, '0', '7' -> name.endsWith("/") ? Stat.S_IFDIR : Stat.S_IFREG;
      case '1' -> 0;
      case '2' -> Stat.S_IFLNK;
      case '3' -> Stat.S_IFCHR;
      case '4' -> Stat.S_IFBLK;
      case '5', 'D' -> Stat.S_IFDIR;
      case '6' -> Stat.S_IFIFO;
      default ->
          throw new TarException(
              at,
              "%s is of a kind that is not known: 0x%02x"
                  .formatted(TarException.quote(name), type));
    };
  }

  private int id(String key, long own) throws TarException {
    long id = whole(key, own);
    if (id < 0 || id > MAX_ID) {
      throw new TarException(at, "a " + key + " of " + id);
    }
    return (int) id;
  }

  private long size() throws TarException {
    long size = whole("size", header.size());
    if (size < 0) {
      throw new TarException(at, "a size of " + size);
    }
    return size;
  }

  private long whole(String key, long own) throws TarException {
    String said = pax.get(key);
    if (said == null) {
      return own;
    }
    try {
      return Long.parseLong(said);
    } catch (NumberFormatException e) {
      throw noNumber(key, said);
    }
  }

  /** Nanoseconds; what does not fit is the last or first time that does, as in a file system. */
  private long mtime() throws TarException {
    String said = pax.get("mtime");
    if (said == null) {
      return Math.clamp(header.mtime(), -MAX_SECONDS, MAX_SECONDS) * SECOND;
    }
    // A sign, digits, a fraction: exponents would let a few characters stand for many digits.
    if (!said.matches("-?\\d{1,20}(\\.\\d{0,30})?")) {
      throw noNumber("mtime", said);
    }
    BigDecimal most = BigDecimal.valueOf(MAX_SECONDS);
    BigDecimal time = new BigDecimal(said).min(most).max(most.negate());
    return time.movePointRight(9).setScale(0, RoundingMode.FLOOR).longValueExact();
  }

  private TarException noNumber(String key, String value) {
    return new TarException(at, key + " is no number: " + TarException.quote(value));
  }

  private long device() throws TarException {
    long major = header.deviceMajor();
    long minor = header.deviceMinor();
    if (major < 0 || major > MAX_MAJOR || minor < 0 || minor > MAX_MINOR) {
      throw new TarException(at, "a device number of " + major + ":" + minor);
    }
    return DeviceNumber.of((int) major, (int) minor);
  }

  /** Those that a tmpfs can keep: no access control lists. */
  private Map<String, byte[]> xattrs() {
    Map<String, byte[]> found = new TreeMap<>();
    pax.forEach(
        XATTR,
        (key, value) -> {
          String name = key.substring(XATTR.length());
          if (name.matches("(user|trusted|security)\\..+")) {
            found.put(name, value.getBytes(StandardCharsets.ISO_8859_1));
          }
        });
    return found;
  }
}
