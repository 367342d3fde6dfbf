package exo.kernel.example;

import exo.kernel.abi.Errno;
import exo.kernel.signal.SignalInfo;
import exo.kernel.syscall.SyscallEntry;
import exo.kernel.syscall.SyscallTable;
import exo.kernel.task.SyscallObserver;
import exo.kernel.task.Task;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts the system calls of a machine by name, and lets one of them fail. */
public final class CallCounter implements SyscallObserver {
  private final SortedMap<String, Integer> counts = new TreeMap<>();
  private final String failing;
  private final Errno error;

  /**
   * @param failing the name of the call that always fails
   */
  public CallCounter(String failing, Errno error) {
    this.failing = failing;
    this.error = error;
  }

  @Override
  public long enter(Task task, int number) {
    SyscallEntry entry = SyscallTable.entry(number);
    String name = entry == null ? "call " + number : entry.name();
    counts.merge(name, 1, Integer::sum);
    return name.equals(failing) ? error.negated() : PROCEED;
  }

  @Override
  public void leave(Task task, int number, long result) {}

  @Override
  public void signal(Task task, SignalInfo info) {}

  @Override
  public void exited(Task task, int waitStatus) {}

  /** To be read after the machine has ended its programs. */
  public SortedMap<String, Integer> counts() {
    return counts;
  }
}
