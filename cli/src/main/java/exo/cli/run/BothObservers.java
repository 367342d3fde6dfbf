package exo.cli.run;

import exo.kernel.signal.SignalInfo;
import exo.kernel.task.SyscallObserver;
import exo.kernel.task.Task;

/** Two who watch the same machine; neither answers calls. */
record BothObservers(SyscallObserver first, SyscallObserver second) implements SyscallObserver {
  @Override
  public void started(Task task) {
    first.started(task);
    second.started(task);
  }

  @Override
  public long enter(Task task, int number) {
    first.enter(task, number);
    return second.enter(task, number);
  }

  @Override
  public void leave(Task task, int number, long result) {
    first.leave(task, number, result);
    second.leave(task, number, result);
  }

  @Override
  public void signal(Task task, SignalInfo info) {
    first.signal(task, info);
    second.signal(task, info);
  }

  @Override
  public void exited(Task task, int waitStatus) {
    first.exited(task, waitStatus);
    second.exited(task, waitStatus);
  }
}
