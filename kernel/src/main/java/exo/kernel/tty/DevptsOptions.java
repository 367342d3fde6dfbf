package exo.kernel.tty;

import exo.kernel.abi.Errno;

/**
 * Options of a devpts mount. Source: mount(8).
 *
 * @param uid of new terminals, or -1 for that of the process that makes one
 * @param gid likewise
 * @param mode of new terminals
 * @param ptmxMode of the {@code ptmx} in it
 * @param max terminals at once
 */
record DevptsOptions(int uid, int gid, int mode, int ptmxMode, int max) {
  static final int MAX = 1 << 20;
  static final DevptsOptions DEFAULT = new DevptsOptions(-1, -1, 0600, 0, MAX);

  /** Reads the options of mount(2) over these. */
  DevptsOptions parse(String text) throws Errno {
    DevptsOptions o = this;
    for (String option : text.split(",", -1)) {
      int equals = option.indexOf('=');
      String key = equals < 0 ? option : option.substring(0, equals);
      String value = equals < 0 ? "" : option.substring(equals + 1);
      o =
          switch (key) {
            case "" -> o;
            case "newinstance" -> o;
            case "uid" -> new DevptsOptions(number(value, 10), o.gid, o.mode, o.ptmxMode, o.max);
            case "gid" -> new DevptsOptions(o.uid, number(value, 10), o.mode, o.ptmxMode, o.max);
            case "mode" ->
                new DevptsOptions(o.uid, o.gid, number(value, 8) & 0777, o.ptmxMode, o.max);
            case "ptmxmode" ->
                new DevptsOptions(o.uid, o.gid, o.mode, number(value, 8) & 0777, o.max);
            case "max" -> new DevptsOptions(o.uid, o.gid, o.mode, o.ptmxMode, number(value, 10));
            default -> throw Errno.EINVAL;
          };
    }
    return o;
  }

  private static int number(String text, int radix) throws Errno {
    try {
      return Integer.parseUnsignedInt(text, radix);
    } catch (NumberFormatException e) {
      throw Errno.EINVAL;
    }
  }

  /** As {@code /proc/mounts} shows them. */
  String text() {
    StringBuilder s = new StringBuilder();
    if (uid != -1) {
      s.append(",uid=").append(uid);
    }
    if (gid != -1) {
      s.append(",gid=").append(gid);
    }
    s.append(String.format(java.util.Locale.ROOT, ",mode=%03o,ptmxmode=%03o", mode, ptmxMode));
    return max == MAX ? s.toString() : s.append(",max=").append(max).toString();
  }
}
