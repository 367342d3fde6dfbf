package exo.kernel.strace;

import exo.cpu.CpuState;
import exo.kernel.abi.Auxv;
import exo.kernel.abi.Errno;
import exo.kernel.abi.KernelBug;
import exo.kernel.abi.Signals;
import exo.kernel.abi.layout.Siginfo;
import exo.kernel.signal.SignalInfo;
import exo.kernel.task.SyscallObserver;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.mem.layout.LittleEndian;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes what a machine's programs do as strace does. One a machine, under its kernel lock. */
public final class StraceObserver implements SyscallObserver {
  private static final int EXECVE = 59;
  private static final int EXIT = 60;

  private final StraceFormatter formatter = new StraceFormatter();
  private final StraceLog log;

  /** The process of every thread that was seen and is not known to be gone. */
  private final Map<Integer, Integer> processes = new HashMap<>();

  /**
   * @param sink takes pieces of text as they come, not only whole lines; it must not wait
   * @param prefix how a line says whose it is
   */
  public StraceObserver(Consumer<String> sink, StraceLog.Prefix prefix) {
    log = new StraceLog(sink, prefix);
  }

  /** strace shows the execve of the program it starts; here nobody made that call. */
  @Override
  public void started(Task task) {
    long stack = task.state().rsp();
    try {
      long argv = stack + Long.BYTES;
      long environment = argv + Long.BYTES * (task.memory().getLong(stack) + 1);
      long[] raw = {fileName(task.memory(), environment), argv, environment, 0, 0, 0};
      processes.put(task.tid(), task.group().pid());
      log.begin(task.tid(), formatter.call(task.memory(), EXECVE, raw, stack));
      log.end(task.tid(), 0);
    } catch (Errno e) {
      throw new KernelBug("a new program's stack cannot be read", e);
    }
  }

  /** AT_EXECFN of the auxiliary vector, which follows the environment. */
  private static long fileName(UserMemory memory, long environment) throws Errno {
    long at = environment;
    while (memory.getLong(at) != 0) {
      at += Long.BYTES;
    }
    at += Long.BYTES;
    for (long key = memory.getLong(at); key != Auxv.AT_NULL; key = memory.getLong(at)) {
      if (key == Auxv.AT_EXECFN) {
        return memory.getLong(at + Long.BYTES);
      }
      at += 2 * Long.BYTES;
    }
    return 0;
  }

  @Override
  public long enter(Task task, int number) {
    CpuState s = task.state();
    long[] raw = {s.rdi(), s.rsi(), s.rdx(), s.r10(), s.r8(), s.r9()};
    processes.put(task.tid(), task.group().pid());
    log.begin(task.tid(), formatter.call(task.memory(), number, raw, s.rsp()));
    if (number == EXIT && task.group().tasks().size() > 1) {
      // The process goes on, so nobody will tell of the end of this thread.
      gone(task.tid());
      log.line(task.tid(), formatter.ended(task.memory(), ((int) raw[0] & 0xff) << 8));
    }
    return PROCEED;
  }

  @Override
  public void leave(Task task, int number, long result) {
    log.end(task.tid(), result == Task.REGISTERS_SET ? task.state().rax() : result);
  }

  @Override
  public void signal(Task task, SignalInfo info) {
    log.line(task.tid(), formatter.signal(task.memory(), bytes(info)));
  }

  @Override
  public void exited(Task task, int waitStatus) {
    int pid = task.group().pid();
    List<Integer> threads = new ArrayList<>();
    for (Map.Entry<Integer, Integer> e : processes.entrySet()) {
      if (e.getValue() == pid) {
        threads.add(e.getKey());
      }
    }
    threads.forEach(this::gone);
    log.line(pid, formatter.ended(task.memory(), waitStatus));
    log.gone(pid);
  }

  private void gone(int tid) {
    processes.remove(tid);
    log.gone(tid);
  }

  /** The siginfo_t a handler would be given. */
  private static byte[] bytes(SignalInfo info) {
    byte[] s = new byte[Siginfo.SIZE];
    LittleEndian.putInt(s, Siginfo.SI_SIGNO, info.number());
    LittleEndian.putInt(s, Siginfo.SI_CODE, info.code());
    if (info.code() <= 0 || info.number() == Signals.SIGCHLD) {
      LittleEndian.putInt(s, Siginfo.SI_PID, info.pid());
      LittleEndian.putInt(s, Siginfo.SI_UID, info.uid());
      LittleEndian.putLong(s, Siginfo.SI_VALUE, info.value());
    } else {
      LittleEndian.putLong(s, Siginfo.SI_ADDR, info.value());
    }
    return s;
  }
}
