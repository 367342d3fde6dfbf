package exo.kernel.task;

import exo.cpu.CpuState;
import org.jspecify.annotations.Nullable;

/** What a kernel bug's message says of the task at hand. */
final class TaskReport {
  private static final String[] NAMES = {
    "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13",
    "r14", "r15"
  };

  private TaskReport() {}

  static String of(@Nullable Task task, @Nullable Throwable cause) {
    StringBuilder out = new StringBuilder("internal error");
    if (cause != null) {
      out.append(": ").append(cause);
    }
    if (task == null) {
      return out.append(" (no task on the CPU)").toString();
    }
    CpuState s = task.state();
    out.append("\ntask ").append(task.tid()).append(" \"").append(task.name()).append('"');
    if (task.call().isUnderWay()) {
      out.append(" in system call ").append(s.origRax());
    }
    out.append(String.format("%nrip %016x rflags %x", s.rip(), s.rflags()));
    for (int i = 0; i < 16; i++) {
      out.append(i % 4 == 0 ? System.lineSeparator() : " ");
      out.append(String.format("%-3s %016x", NAMES[i], s.gpr(i)));
    }
    return out.toString();
  }
}
