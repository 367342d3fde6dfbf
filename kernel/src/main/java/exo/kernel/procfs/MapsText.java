package exo.kernel.procfs;

import exo.kernel.mm.AddressSpace;
import exo.kernel.mm.MappedName;
import exo.kernel.mm.ProgramLayout;
import exo.kernel.mm.Residency;
import exo.kernel.mm.Vma;
import exo.kernel.mm.VmaFlags;
import exo.kernel.task.KernelServices;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import exo.kernel.vfs.DeviceNumber;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code maps} and {@code smaps}. */
final class MapsText {
  /** Column at which the name stands. */
  private static final int NAME_COLUMN = 73;

  private MapsText() {}

  static void maps(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    if (task == null || !task.isAlive()) {
      return;
    }
    AddressSpace space = task.space();
    for (int i = 0; i < space.areaCount(); i++) {
      line(out, space, space.area(i));
    }
  }

  private static void line(StringBuilder out, AddressSpace space, Vma area) {
    MappedName name = area.name();
    long device = name == null ? 0 : name.device();
    int start = out.length();
    out.append(String.format(Locale.ROOT, "%08x-%08x ", area.start(), area.end()));
    out.append(area.rights()).append(' ');
    long offset = area.source() == null ? 0 : area.pageOffset() * 4096;
    out.append(
        String.format(
            Locale.ROOT,
            "%08x %02x:%02x %d ",
            offset,
            DeviceNumber.major(device),
            DeviceNumber.minor(device),
            name == null ? 0 : name.inode()));
    String text = name == null ? special(space, area) : name.path();
    if (!text.isEmpty()) {
      while (out.length() - start < NAME_COLUMN) {
        out.append(' ');
      }
      out.append(text.replace("\n", "\\012"));
    }
    out.append('\n');
  }

  private static String special(AddressSpace space, Vma area) {
    ProgramLayout l = space.layout();
    if (area.start() <= l.brk && area.end() > l.brkStart && l.brk > l.brkStart) {
      return "[heap]";
    }
    boolean stack = area.start() <= l.stackStart && l.stackStart < area.end();
    return stack ? "[stack]" : "";
  }

  static void smaps(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    if (task == null || !task.isAlive()) {
      return;
    }
    AddressSpace space = task.space();
    for (int i = 0; i < space.areaCount(); i++) {
      Vma area = space.area(i);
      line(out, space, area);
      field(out, "Size", area.pages() * 4096);
      field(out, "KernelPageSize", 4096);
      field(out, "MMUPageSize", 4096);
      Residency r = Residency.of(area);
      field(out, "Rss", r.resident());
      field(out, "Pss", r.proportional());
      field(out, "Pss_Dirty", r.proportionalDirty());
      rest(out, r);
      out.append("THPeligible:    0\n");
      flags(out, area.flags());
    }
  }

  /** The sum of all areas. */
  static void rollup(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    if (task == null || !task.isAlive() || task.space().areaCount() == 0) {
      return;
    }
    AddressSpace space = task.space();
    long end = space.area(space.areaCount() - 1).end();
    out.append(String.format(Locale.ROOT, "%08x-%08x ---p ", space.area(0).start(), end));
    out.append("00000000 00:00 0");
    while (out.length() < NAME_COLUMN) {
      out.append(' ');
    }
    out.append("[rollup]\n");
    Residency r = Residency.of(space);
    field(out, "Rss", r.resident());
    field(out, "Pss", r.proportional());
    field(out, "Pss_Dirty", r.proportionalDirty());
    field(out, "Pss_Anon", r.proportionalAnonymous());
    field(out, "Pss_File", r.proportionalFile());
    field(out, "Pss_Shmem", r.proportionalShared());
    rest(out, r);
  }

  /** What both have in common. There are no huge pages of any kind, and nothing is swapped. */
  private static void rest(StringBuilder out, Residency r) {
    field(out, "Shared_Clean", r.sharedClean());
    field(out, "Shared_Dirty", r.sharedDirty());
    field(out, "Private_Clean", r.privateClean());
    field(out, "Private_Dirty", r.privateDirty());
    field(out, "Referenced", r.referenced());
    field(out, "Anonymous", r.anonymous());
    for (String none : NEVER) {
      field(out, none, 0);
    }
    field(out, "Locked", r.locked());
  }

  private static final String[] NEVER = {
    "LazyFree",
    "AnonHugePages",
    "ShmemPmdMapped",
    "FilePmdMapped",
    "Shared_Hugetlb",
    "Private_Hugetlb",
    "Swap",
    "SwapPss"
  };

  /** VmFlags: two letters for each, in the order of Linux's bits. */
  private static void flags(StringBuilder out, int flags) {
    out.append("VmFlags:");
    for (int i = 0; i < FLAGS.length; i++) {
      if ((flags & FLAGS[i]) != 0) {
        out.append(' ').append(FLAG_NAMES, 2 * i, 2 * i + 2);
      }
    }
    out.append(" \n");
  }

  private static final int[] FLAGS = {
    VmaFlags.READ,
    VmaFlags.WRITE,
    VmaFlags.EXEC,
    VmaFlags.SHARED,
    VmaFlags.MAY_READ,
    VmaFlags.MAY_WRITE,
    VmaFlags.MAY_EXEC,
    VmaFlags.GROWS_DOWN,
    VmaFlags.LOCKED,
    VmaFlags.SEQUENTIAL,
    VmaFlags.RANDOM,
    VmaFlags.DONT_FORK,
    VmaFlags.DONT_EXPAND,
    VmaFlags.ACCOUNTED,
    VmaFlags.NO_RESERVE,
    VmaFlags.WIPE_ON_FORK,
    VmaFlags.DONT_DUMP,
    VmaFlags.HUGE,
    VmaFlags.NO_HUGE,
    VmaFlags.MERGEABLE
  };

  private static final String FLAG_NAMES = "rdwrexshmrmwmegdlosrrrdcdeacnrwfddhgnhmg";

  private static void field(StringBuilder out, String name, long bytes) {
    out.append(String.format(Locale.ROOT, "%-16s%8d kB\n", name + ":", bytes / 1024));
  }
}
