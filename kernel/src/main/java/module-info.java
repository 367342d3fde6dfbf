/** A Linux-compatible kernel in plain Java: it calls no native code of its own. */
module exo.kernel {
  requires transitive exo.cpu;
  requires static transitive org.jspecify;

  // The door for programs that embed Exo.
  exports exo.kernel;
  exports exo.kernel.abi;
  exports exo.kernel.ipc;
  exports exo.kernel.time;

  // What an observer of system calls is handed, and what describes the calls.
  exports exo.kernel.futex;
  exports exo.kernel.mm;
  exports exo.kernel.sched;
  exports exo.kernel.signal;
  exports exo.kernel.strace;
  exports exo.kernel.syscall;
  exports exo.kernel.task;
  exports exo.kernel.uaccess;
  exports exo.kernel.vfs;
}
