package exo.kernel.procfs;

import exo.kernel.task.ThreadGroup;

/** An inode that stands for a process: {@code /proc/PID}, which pidfd_send_signal(2) takes too. */
public interface NamesProcess {
  /** The process, which may be gone. */
  ThreadGroup process();
}
