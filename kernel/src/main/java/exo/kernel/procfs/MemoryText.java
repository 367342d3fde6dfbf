package exo.kernel.procfs;

import exo.kernel.abi.Errno;
import exo.kernel.mm.ProgramLayout;
import exo.kernel.task.KernelServices;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Files that show bytes of the process's own memory. */
final class MemoryText {
  private static final int MAX = 1 << 20;

  private MemoryText() {}

  static void commandLine(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    if (task != null && task.isAlive()) {
      ProgramLayout l = task.space().layout();
      copy(out, task, l.argStart, l.argEnd);
    }
  }

  static void environment(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    if (task != null && task.isAlive()) {
      ProgramLayout l = task.space().layout();
      copy(out, task, l.envStart, l.envEnd);
    }
  }

  private static void copy(StringBuilder out, Task task, long from, long to) {
    byte[] bytes = new byte[Math.clamp(to - from, 0, MAX)];
    long got = task.memory().copyIn(from, MemorySegment.ofArray(bytes), 0, bytes.length);
    out.append(new String(bytes, 0, (int) got, StandardCharsets.ISO_8859_1));
  }

  static void auxv(StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel)
      throws Errno {
    ProcessFiles.living(task);
    for (long word : group.image().auxv()) {
      for (int i = 0; i < 8; i++) {
        out.append((char) (word >>> (i * 8) & 0xff));
      }
    }
  }
}
