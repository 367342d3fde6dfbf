package exo.kernel.fs.tmpfs;

import exo.kernel.abi.Errno;

/**
 * The options of a tmpfs mount. Source: tmpfs(5).
 *
 * @param pages most pages of contents
 * @param inodes most inodes
 * @param mode permissions of the root
 */
public record TmpfsOptions(long pages, long inodes, int mode, int uid, int gid) {
  private static final int DEFAULT_MODE = 01777;

  /** Half of RAM, as many inodes as that has pages; a root that everybody may write to. */
  public static TmpfsOptions defaults(long ramFrames) {
    return new TmpfsOptions(ramFrames / 2, ramFrames / 2, DEFAULT_MODE, 0, 0);
  }

  public TmpfsOptions withMode(int newMode) {
    return new TmpfsOptions(pages, inodes, newMode, uid, gid);
  }

  public TmpfsOptions withPages(long newPages) {
    return new TmpfsOptions(newPages, inodes, mode, uid, gid);
  }

  /**
   * Reads the options of mount(2), comma-separated.
   *
   * @param base what holds where nothing is said
   * @throws Errno EINVAL
   */
  static TmpfsOptions parse(String text, TmpfsOptions base, long ramFrames) throws Errno {
    TmpfsOptions o = base;
    for (String option : text.split(",", -1)) {
      if (option.isEmpty()) {
        continue;
      }
      int equals = option.indexOf('=');
      if (equals < 0) {
        throw Errno.EINVAL;
      }
      o = o.with(option.substring(0, equals), option.substring(equals + 1), ramFrames);
    }
    return o;
  }

  private TmpfsOptions with(String key, String value, long ramFrames) throws Errno {
    return switch (key) {
      case "size" -> {
        long bytes = value.endsWith("%") ? percent(value, ramFrames) : number(value, 10);
        long wanted = (bytes + 4095) / 4096;
        yield withPages(wanted == 0 ? Long.MAX_VALUE >> 12 : wanted);
      }
      case "nr_blocks" -> withPages(limit(number(value, 10)));
      case "nr_inodes" -> new TmpfsOptions(pages, limit(number(value, 10)), mode, uid, gid);
      case "mode" -> withMode((int) number(value, 8) & 07777);
      case "uid" -> new TmpfsOptions(pages, inodes, mode, (int) number(value, 10), gid);
      case "gid" -> new TmpfsOptions(pages, inodes, mode, uid, (int) number(value, 10));
      default -> throw Errno.EINVAL;
    };
  }

  /** 0 means without limit. */
  private static long limit(long n) {
    return n == 0 ? Long.MAX_VALUE >> 12 : n;
  }

  private static long percent(String value, long ramFrames) throws Errno {
    return ramFrames * 4096 / 100 * number(value.substring(0, value.length() - 1), 10);
  }

  /** A number with k, m or g behind it, in bytes or whatever is counted. */
  private static long number(String value, int radix) throws Errno {
    int shift =
        switch (value.isEmpty() ? ' ' : value.charAt(value.length() - 1)) {
          case 'k', 'K' -> 10;
          case 'm', 'M' -> 20;
          case 'g', 'G' -> 30;
          default -> 0;
        };
    String digits = shift == 0 ? value : value.substring(0, value.length() - 1);
    try {
      long n = Long.parseLong(digits, radix);
      if (n < 0 || n > Long.MAX_VALUE >> (shift + 12)) {
        throw Errno.EINVAL;
      }
      return n << shift;
    } catch (NumberFormatException e) {
      throw Errno.EINVAL;
    }
  }
}
