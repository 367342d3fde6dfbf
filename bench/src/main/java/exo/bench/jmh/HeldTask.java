package exo.bench.jmh;

import exo.kernel.Machine;
import exo.kernel.Program;
import exo.kernel.signal.SignalInfo;
import exo.kernel.task.SyscallObserver;
import exo.kernel.task.Task;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A task of a real machine whose program computes and asks for nothing, so that kernel code can be
 * called with it, under the kernel lock, as a CPU would call it. While the lock is held the program
 * stands still: the next tick takes it out of guest code, and it waits for the lock.
 */
final class HeldTask implements AutoCloseable {
  private final Machine machine;
  private final Task task;

  private HeldTask(Machine machine, Task task) {
    this.machine = machine;
    this.task = task;
  }

  static HeldTask start() throws Exception {
    CompletableFuture<Task> seen = new CompletableFuture<>();
    Machine machine = Machine.builder().seed(1).observer(new Catcher(seen)).build();
    machine.writeFile("/puppet", GuestMachine.read("puppet"), 0755);
    machine.start(Program.of("/puppet", "spin"));
    Task task = seen.get(10, TimeUnit.SECONDS);
    task.kernel().lock().lock();
    try {
      task.kernel().observer(null);
    } finally {
      task.kernel().lock().unlock();
    }
    return new HeldTask(machine, task);
  }

  private record Catcher(CompletableFuture<Task> seen) implements SyscallObserver {
    @Override
    public void started(Task task) {
      seen.complete(task);
    }

    @Override
    public long enter(Task task, int number) {
      return PROCEED;
    }

    @Override
    public void leave(Task task, int number, long result) {}

    @Override
    public void signal(Task task, SignalInfo info) {}

    @Override
    public void exited(Task task, int waitStatus) {}
  }

  Machine machine() {
    return machine;
  }

  Task task() {
    return task;
  }

  @Override
  public void close() {
    machine.close();
  }
}
