package exo.kernel.task;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All processes and threads by number. Owned by the kernel lock. */
public final class Processes {
  /** Highest pid plus one, as /proc/sys/kernel/pid_max. */
  public static final int PID_MAX = 4_194_304;

  private final Map<Integer, Task> tasks = new LinkedHashMap<>();
  private final Map<Integer, ThreadGroup> groups = new LinkedHashMap<>();
  private int last;
  private long started;

  /** A number that no thread, process, process group or session bears. */
  public int allocate() {
    do {
      last = last + 1 >= PID_MAX ? 300 : last + 1;
    } while (isTaken(last));
    started++;
    return last;
  }

  private boolean isTaken(int id) {
    if (tasks.containsKey(id) || groups.containsKey(id)) {
      return true;
    }
    if (groups.size() < 2) {
      return false;
    }
    for (ThreadGroup g : groups.values()) {
      if (g.processGroup() == id || g.session() == id) {
        return true;
      }
    }
    return false;
  }

  public void add(Task task) {
    tasks.put(task.tid(), task);
    task.group().tasks().add(task);
    if (task.tid() == task.group().pid()) {
      task.group().leader(task);
    }
  }

  public void add(ThreadGroup group) {
    groups.put(group.pid(), group);
  }

  void remove(Task task) {
    tasks.remove(task.tid());
  }

  /** execve(2) of a thread that is left alone: it bears the number of the process from now on. */
  void lead(Task task) {
    if (task.tid() != task.group().pid()) {
      tasks.remove(task.tid());
      task.becomeLeader();
      tasks.put(task.tid(), task);
      task.group().leader(task);
    }
  }

  /** A zombie was waited for: its number is free again. */
  public void remove(ThreadGroup group) {
    groups.remove(group.pid());
  }

  /** A living thread. */
  public @Nullable Task task(int tid) {
    return tasks.get(tid);
  }

  /** A living thread, or the leader of a process that nobody waited for yet. */
  public @Nullable Task taskOrZombie(int tid) {
    Task task = tasks.get(tid);
    ThreadGroup group = task == null ? groups.get(tid) : null;
    return group == null ? task : group.leader();
  }

  public @Nullable ThreadGroup group(int pid) {
    return groups.get(pid);
  }

  /** Every process, zombies included, in the order they began. */
  public Collection<ThreadGroup> groups() {
    return groups.values();
  }

  public int taskCount() {
    return tasks.size();
  }

  /** Threads started since boot: "processes" of /proc/stat. */
  public long started() {
    return started;
  }

  /** The pid given last: the final field of /proc/loadavg. */
  public int lastPid() {
    return last;
  }
}
