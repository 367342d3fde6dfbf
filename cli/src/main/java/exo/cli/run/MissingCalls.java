package exo.cli.run;

import exo.kernel.abi.Errno;
import exo.kernel.signal.SignalInfo;
import exo.kernel.syscall.SyscallEntry;
import exo.kernel.syscall.SyscallTable;
import exo.kernel.task.SyscallObserver;
import exo.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the system calls that were asked for and answered ENOSYS. */
final class MissingCalls implements SyscallObserver {
  private final Map<Integer, Integer> counts = new TreeMap<>();

  @Override
  public long enter(Task task, int number) {
    return PROCEED;
  }

  @Override
  public void leave(Task task, int number, long result) {
    if (result == Errno.ENOSYS.negated()) {
      synchronized (counts) {
        counts.merge(number, 1, Integer::sum);
      }
    }
  }

  @Override
  public void signal(Task task, SignalInfo info) {}

  @Override
  public void exited(Task task, int waitStatus) {}

  /** Their names, in the order of their numbers. */
  List<String> names() {
    synchronized (counts) {
      return counts.keySet().stream().map(MissingCalls::name).toList();
    }
  }

  /** A line of each for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    synchronized (counts) {
      counts.forEach(
          (number, count) ->
              lines.add(
                  "missing: "
                      + name(number)
                      + (count == 1 ? ", asked for once" : ", asked for " + count + " times")));
    }
    return lines;
  }

  private static String name(int number) {
    SyscallEntry entry = SyscallTable.entry(number);
    return entry == null ? "number " + number : entry.name();
  }
}
