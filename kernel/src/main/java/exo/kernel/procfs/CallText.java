package exo.kernel.procfs;

import exo.cpu.CpuState;
import exo.kernel.abi.Errno;
import exo.kernel.task.KernelServices;
import exo.kernel.task.Task;
import exo.kernel.task.ThreadGroup;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code syscall} and {@code timerslack_ns} of a thread. Source: proc(5). */
final class CallText {
  private CallText() {}

  static void syscall(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel)
      throws Errno {
    Task t = ProcessFiles.living(task);
    if (t.runState() == Task.State.RUNNABLE && !t.call().isUnderWay()) {
      out.append("running\n");
      return;
    }
    CpuState s = t.state();
    if (t.call().isUnderWay()) {
      out.append(s.origRax());
      long[] arguments = {s.rdi(), s.rsi(), s.rdx(), s.r10(), s.r8(), s.r9()};
      for (long a : arguments) {
        out.append(String.format(Locale.ROOT, " 0x%x", a));
      }
    } else {
      out.append("-1");
    }
    out.append(String.format(Locale.ROOT, " 0x%x 0x%x\n", s.rsp(), s.rip()));
  }

  static void timerSlack(
      StringBuilder out, ThreadGroup group, @Nullable Task task, KernelServices kernel)
      throws Errno {
    out.append(ProcessFiles.living(task).extras().timerSlackNanos).append('\n');
  }
}
