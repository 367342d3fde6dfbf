package exo.kernel.strace;

import static exo.mem.layout.LittleEndian.getInt;
import static exo.mem.layout.LittleEndian.getLong;
import static exo.mem.layout.LittleEndian.getShort;

import exo.kernel.abi.Stat;
import exo.kernel.abi.layout.Dirent64;
import exo.kernel.abi.layout.StatLayout;
import exo.kernel.abi.layout.StatfsLayout;
import exo.kernel.abi.layout.StatxLayout;
import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.NamedValue;
import exo.kernel.syscall.ValueSet;
import org.jspecify.annotations.Nullable;

/** What is known of a file or a file system. */
final class FileText {
  private FileText() {}

  /** Kind and mode, then the device of a device or the size of anything else. */
  static void stat(Printer p, byte[] s) {
    int mode = getInt(s, StatLayout.ST_MODE);
    p.text("{st_mode=").fileMode(mode);
    int kind = mode & Stat.S_IFMT;
    if (kind == Stat.S_IFCHR || kind == Stat.S_IFBLK) {
      p.text(", st_rdev=").device(getLong(s, StatLayout.ST_RDEV));
    } else {
      p.text(", st_size=").decimal(getLong(s, StatLayout.ST_SIZE));
    }
    p.text(", ...}");
  }

  static void statx(Printer p, byte[] s) {
    p.text("{stx_mask=");
    p.flags(FlagSet.STATX_MASK, getInt(s, StatxLayout.STX_MASK) & 0xffff_ffffL);
    p.text(", stx_attributes=");
    p.flags(FlagSet.STATX_ATTRIBUTES, getLong(s, StatxLayout.STX_ATTRIBUTES));
    p.text(", stx_mode=").fileMode(getShort(s, StatxLayout.STX_MODE) & 0xffff);
    p.text(", stx_size=").unsigned(getLong(s, StatxLayout.STX_SIZE)).text(", ...}");
  }

  static void statfs(Printer p, byte[] s) {
    long type = getLong(s, StatfsLayout.F_TYPE);
    String name = name(type);
    p.text("{f_type=").text(name == null ? "0x" + Long.toHexString(type) : name);
    p.text(", f_bsize=").unsigned(getLong(s, StatfsLayout.F_BSIZE));
    p.text(", f_blocks=").unsigned(getLong(s, StatfsLayout.F_BLOCKS));
    p.text(", f_bfree=").unsigned(getLong(s, StatfsLayout.F_BFREE));
    p.text(", f_bavail=").unsigned(getLong(s, StatfsLayout.F_BAVAIL));
    p.text(", f_files=").unsigned(getLong(s, StatfsLayout.F_FILES));
    p.text(", f_ffree=").unsigned(getLong(s, StatfsLayout.F_FFREE));
    p.text(", f_fsid={val=[").hex(getInt(s, StatfsLayout.F_FSID) & 0xffff_ffffL).text(", ");
    p.hex(getInt(s, StatfsLayout.F_FSID + 4) & 0xffff_ffffL);
    p.text("]}, f_namelen=").unsigned(getLong(s, StatfsLayout.F_NAMELEN));
    p.text(", f_frsize=").unsigned(getLong(s, StatfsLayout.F_FRSIZE));
    p.text(", f_flags=").flags(FlagSet.FILE_SYSTEM, getLong(s, StatfsLayout.F_FLAGS)).text("}");
  }

  private static @Nullable String name(long type) {
    for (NamedValue magic : ValueSet.FILE_SYSTEM.all()) {
      if (magic.value() == type) {
        return magic.name();
      }
    }
    return null;
  }

  /**
   * How many records stand in the {@code len} bytes of a directory that were written. The length of
   * a record stands at the same place in getdents and getdents64.
   */
  static int entries(Printer p, long va, long len) {
    int count = 0;
    long at = 0;
    while (at < len) {
      byte[] record = p.bytes(va + at + Dirent64.D_RECLEN, 2);
      if (record == null || getShort(record, 0) <= 0) {
        break;
      }
      at += getShort(record, 0);
      count++;
    }
    return count;
  }
}
