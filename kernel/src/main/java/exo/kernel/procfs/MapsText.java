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
      Residency r = Residency.of(area);
      field(out, "Size", area.pages() * 4096);
      out.append("KernelPageSize:        4 kB\nMMUPageSize:           4 kB\n");
      field(out, "Rss", r.resident());
      field(out, "Pss", r.proportional());
      field(out, "Shared_Clean", r.sharedClean());
      field(out, "Shared_Dirty", r.sharedDirty());
      field(out, "Private_Clean", r.privateClean());
      field(out, "Private_Dirty", r.privateDirty());
      field(out, "Referenced", r.referenced());
      boolean locked = (area.flags() & VmaFlags.LOCKED) != 0;
      field(out, "Locked", locked ? r.resident() : 0);
    }
  }

  static void rollup(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    if (task == null || !task.isAlive() || task.space().areaCount() == 0) {
      return;
    }
    AddressSpace space = task.space();
    long[] sums = new long[ROLLUP.length];
    for (int i = 0; i < space.areaCount(); i++) {
      Vma area = space.area(i);
      Residency r = Residency.of(area);
      long locked = (area.flags() & VmaFlags.LOCKED) != 0 ? r.resident() : 0;
      long[] parts = {
        r.resident(),
        r.proportional(),
        r.sharedClean(),
        r.sharedDirty(),
        r.privateClean(),
        r.privateDirty(),
        r.referenced(),
        r.anonymous(),
        locked
      };
      for (int p = 0; p < parts.length; p++) {
        sums[p] += parts[p];
      }
    }
    long end = space.area(space.areaCount() - 1).end();
    out.append(String.format(Locale.ROOT, "%08x-%08x ---p ", space.area(0).start(), end));
    out.append("00000000 00:00 0");
    while (out.length() < NAME_COLUMN) {
      out.append(' ');
    }
    out.append("[rollup]\n");
    for (int p = 0; p < sums.length; p++) {
      field(out, ROLLUP[p], sums[p]);
    }
  }

  private static final String[] ROLLUP = {
    "Rss",
    "Pss",
    "Shared_Clean",
    "Shared_Dirty",
    "Private_Clean",
    "Private_Dirty",
    "Referenced",
    "Anonymous",
    "Locked"
  };

  private static void field(StringBuilder out, String name, long bytes) {
    out.append(String.format(Locale.ROOT, "%-16s%8d kB\n", name + ":", bytes / 1024));
  }
}
