package exo.kernel.procfs;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.task.KernelServices;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import org.jspecify.annotations.Nullable;

/** Who is killed when memory ends. Source: proc(5), oom_score and oom_score_adj. */
final class OomText {
  /** The range of oom_adj, from before there was oom_score_adj: its least means never. */
  private static final int OLD_NEVER = -17;

  private static final int OLD_MOST = 15;
  private static final int MOST = 1000;

  private OomText() {}

  static void score(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    long all = kernel.frames().statistics().total();
    long resident =
        group.tasks().isEmpty() ? 0 : group.tasks().getFirst().space().usage().resident();
    long badness = group.oom().badness(resident, all);
    long score = badness == Long.MIN_VALUE ? 0 : (MOST + badness * MOST / all) * 2 / 3;
    out.append(score).append('\n');
  }

  static void adjustment(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    out.append(group.oom().value()).append('\n');
  }

  static void oldAdjustment(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel) {
    int value = group.oom().value();
    int old = value == MOST ? OLD_MOST : value * -OLD_NEVER / MOST;
    out.append(Math.min(old, OLD_MOST)).append('\n');
  }

  static void adjust(KernelServices kernel, ThreadGroup group, String text) throws Errno {
    group.oom().set(number(text), mayLower(kernel));
  }

  static void adjustOldWay(KernelServices kernel, ThreadGroup group, String text) throws Errno {
    int old = number(text);
    if (old < OLD_NEVER || old > OLD_MOST) {
      throw Errno.EINVAL;
    }
    int value = old == OLD_MOST ? MOST : old * MOST / -OLD_NEVER;
    group.oom().setOldWay(value, mayLower(kernel));
  }

  private static int number(String text) throws Errno {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw Errno.EINVAL;
    }
  }

  private static boolean mayLower(KernelServices kernel) {
    Task caller = kernel.current();
    return caller == null || caller.credentials().hasCapability(Capability.CAP_SYS_RESOURCE);
  }
}
