package exo.bench.jmh;

import exo.kernel.GuestInput;
import exo.kernel.Machine;
import exo.kernel.Program;
import exo.kernel.signal.SignalInfo;
import exo.kernel.task.SyscallObserver;
import exo.kernel.task.Task;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A task of a real machine that stands still: its program waits for input that never comes, so that
 * kernel code can be called with it, under the kernel lock, as a CPU would call it.
 */
final class HeldTask implements AutoCloseable {
  private final Machine machine;
  private final Task task;
  private final CountDownLatch end;

  private HeldTask(Machine machine, Task task, CountDownLatch end) {
    this.machine = machine;
    this.task = task;
    this.end = end;
  }

  static HeldTask start() throws Exception {
    CompletableFuture<Task> seen = new CompletableFuture<>();
    CountDownLatch end = new CountDownLatch(1);
    Machine machine = Machine.builder().seed(1).observer(new Catcher(seen)).build();
    machine.writeFile("/puppet", GuestMachine.read("puppet"), 0755);
    GuestInput silence =
        buffer -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return -1;
        };
    machine.start(Program.of("/puppet", "cat").input(silence));
    Task task = seen.get(10, TimeUnit.SECONDS);
    task.kernel().lock().lock();
    try {
      task.kernel().observer(null);
    } finally {
      task.kernel().lock().unlock();
    }
    return new HeldTask(machine, task, end);
  }

  private record Catcher(CompletableFuture<Task> seen) implements SyscallObserver {
    @Override
    public long enter(Task task, int number) {
      seen.complete(task);
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
    end.countDown();
    machine.close();
  }
}
