package exo.fuzz.engine;

import exo.fuzz.program.Call;
import exo.fuzz.run.NeverNative;
import exo.kernel.syscall.Support;
import exo.kernel.syscall.SyscallEntry;
import exo.kernel.syscall.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which calls programs are made of. */
public final class CallSelection {
  /** They end or replace the executor; {@code child} and {@code thread} stand for them. */
  private static final Set<String> STEER =
      Set.of(
          "exit",
          "exit_group",
          "execve",
          "execveat",
          "fork",
          "vfork",
          "clone",
          "clone3",
          "rt_sigreturn",
          "restart_syscall",
          "reboot",
          "pause",
          "seccomp",
          "ptrace");

  private CallSelection() {}

  /**
   * The calls to make programs of.
   *
   * @param names the only ones wanted; empty for all
   * @param oracle whether each program is to be run on the machine itself too
   * @throws IllegalArgumentException with the name that cannot be had
   */
  public static List<SyscallEntry> select(List<String> names, boolean oracle) {
    List<SyscallEntry> chosen = new ArrayList<>();
    for (SyscallEntry e : SyscallTable.entries()) {
      boolean may =
          e.support() != Support.ABSENT
              && !STEER.contains(e.name())
              && !(oracle && NeverNative.contains(new Call(e.name(), List.of())));
      if (may && (names.isEmpty() || names.contains(e.name()))) {
        chosen.add(e);
      }
    }
    for (String name : names) {
      if (chosen.stream().noneMatch(e -> e.name().equals(name))) {
        throw new IllegalArgumentException(
            SyscallTable.entry(name) == null
                ? "Linux has no system call " + name
                : name + " is not generated" + (oracle ? " with Linux as the oracle" : ""));
      }
    }
    return List.copyOf(chosen);
  }
}
