package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Ipc;
import exo.kernel.abi.layout.IpcPerm;
import exo.kernel.abi.layout.Sembuf;
import exo.kernel.abi.layout.SemidDs;
import exo.kernel.abi.layout.Seminfo;
import exo.kernel.abi.layout.Timespec;
import exo.kernel.sched.WaitQueue;
import exo.kernel.sysvipc.IpcObject;
import exo.kernel.sysvipc.Semaphore;
import exo.kernel.sysvipc.SemaphoreSet;
import exo.kernel.sysvipc.SemaphoreSet.Operation;
import exo.kernel.sysvipc.SysvIpc;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.uaccess.UserTime;

/** System V semaphores. Source: semget(2), semop(2), semctl(2). */
final class SemaphoreCalls {
  private static final long EINTR = Errno.EINTR.negated();

  // Which of the task's kept values is the deadline of semtimedop.
  private static final int DEADLINE = 0;

  /** What a wait keeps: the set stays known when it is removed meanwhile. */
  private record Waiting(SemaphoreSet set, Operation[] operations) {}

  private SemaphoreCalls() {}

  /** Linux {@code semget(2)}. */
  static long semget(Task task, long key, long count, long flags) throws Errno {
    SysvIpc ipc = task.kernel().ipc();
    int k = (int) key;
    int n = (int) count;
    int f = (int) flags;
    if (n < 0 || n > Ipc.SEMMSL) {
      throw Errno.EINVAL;
    }
    return ipc.sets()
        .get(
            task,
            k,
            f,
            found -> {
              if (n > found.count()) {
                throw Errno.EINVAL;
              }
            },
            () -> ipc.newSet(k, f, task, n));
  }

  /** Linux {@code semop(2)}. */
  static long semop(Task task, long id, long va, long count) throws Errno {
    return semtimedop(task, id, va, count, 0);
  }

  /** Linux {@code semtimedop(2)}. */
  static long semtimedop(Task task, long id, long va, long count, long timeout) throws Errno {
    Waiting w = (Waiting) task.call().kept();
    if (w == null) {
      w = begin(task, (int) id, va, count, timeout);
      task.call().keep(w);
    } else if (w.set.isRemoved()) {
      throw Errno.EIDRM;
    }
    WaitQueue queue =
        w.set.operate(w.operations, task.group().pid(), task.group().semaphoreUndo(task.kernel()));
    if (queue == null) {
      return 0;
    }
    long deadline = task.call().keptLong(DEADLINE);
    if (deadline != Task.NO_DEADLINE && task.kernel().clock().monotonicNanos() >= deadline) {
      throw Errno.EAGAIN;
    }
    task.waitOn(queue);
    return task.park(deadline, EINTR);
  }

  private static Waiting begin(Task task, int id, long va, long count, long timeout) throws Errno {
    UserMemory m = task.memory();
    long n = count & 0xffff_ffffL;
    if (timeout != 0) {
      m.read(timeout, Timespec.SIZE);
    }
    if (n > Ipc.SEMOPM) {
      throw Errno.E2BIG;
    }
    if (n < 1) {
      throw Errno.EINVAL;
    }
    Operation[] operations = new Operation[(int) n];
    boolean alters = false;
    int highest = 0;
    for (int i = 0; i < n; i++) {
      long at = va + (long) i * Sembuf.SIZE;
      int number = Short.toUnsignedInt(m.getShort(at + Sembuf.SEM_NUM));
      int amount = m.getShort(at + Sembuf.SEM_OP);
      operations[i] = new Operation(number, amount, m.getShort(at + Sembuf.SEM_FLG));
      alters |= amount != 0;
      highest = Math.max(highest, number);
    }
    if (id < 0) {
      throw Errno.EINVAL;
    }
    long wait = timeout == 0 ? -1 : UserTime.timespec(m, timeout);
    SemaphoreSet set = task.kernel().ipc().sets().of(id);
    if (highest >= set.count()) {
      throw Errno.EFBIG;
    }
    set.check(task, alters ? IpcObject.WRITE : IpcObject.READ);
    task.call().keepLong(DEADLINE, Times.deadline(task, wait));
    return new Waiting(set, operations);
  }

  /** Linux {@code semctl(2)}. */
  static long semctl(Task task, long id, long number, long command, long arg) throws Errno {
    int i = (int) id;
    int c = (int) command;
    if (i < 0) {
      throw Errno.EINVAL;
    }
    SysvIpc ipc = task.kernel().ipc();
    UserMemory m = task.memory();
    return switch (c) {
      case Ipc.IPC_INFO, Ipc.SEM_INFO -> {
        putInfo(m, arg, ipc, c == Ipc.SEM_INFO);
        yield ipc.sets().highestIndex();
      }
      case Ipc.IPC_STAT, Ipc.SEM_STAT, Ipc.SEM_STAT_ANY -> {
        SemaphoreSet s = c == Ipc.IPC_STAT ? ipc.sets().of(i) : ipc.sets().at(i);
        if (c != Ipc.SEM_STAT_ANY) {
          s.check(task, IpcObject.READ);
        }
        put(m, arg, s);
        yield c == Ipc.IPC_STAT ? 0 : s.id();
      }
      case Ipc.IPC_SET -> {
        int uid = m.getInt(arg + IpcPerm.UID);
        int gid = m.getInt(arg + IpcPerm.GID);
        int mode = m.getInt(arg + IpcPerm.MODE);
        SemaphoreSet s = ipc.sets().of(i);
        s.checkOwner(task);
        s.change(uid, gid, mode, ipc.now());
        yield 0;
      }
      case Ipc.IPC_RMID -> {
        SemaphoreSet s = ipc.sets().of(i);
        s.checkOwner(task);
        ipc.sets().remove(s);
        yield 0;
      }
      case Ipc.SETVAL -> {
        int value = (int) arg;
        if (value < 0 || value > Ipc.SEMVMX) {
          throw Errno.ERANGE;
        }
        SemaphoreSet s = ipc.sets().of(i);
        checkNumber(s, (int) number);
        s.check(task, IpcObject.WRITE);
        s.set((int) number, new int[] {value}, task.group().pid());
        yield 0;
      }
      case Ipc.GETALL, Ipc.SETALL -> all(task, ipc.sets().of(i), c, arg);
      case Ipc.GETVAL, Ipc.GETPID, Ipc.GETNCNT, Ipc.GETZCNT -> {
        SemaphoreSet s = ipc.sets().of(i);
        s.check(task, IpcObject.READ);
        checkNumber(s, (int) number);
        Semaphore one = s.semaphore((int) number);
        yield switch (c) {
          case Ipc.GETVAL -> one.value();
          case Ipc.GETPID -> one.lastPid();
          case Ipc.GETNCNT -> Semaphore.count(one.growth());
          default -> Semaphore.count(one.zero());
        };
      }
      default -> throw Errno.EINVAL;
    };
  }

  private static void checkNumber(SemaphoreSet s, int number) throws Errno {
    if (number < 0 || number >= s.count()) {
      throw Errno.EINVAL;
    }
  }

  private static long all(Task task, SemaphoreSet s, int command, long va) throws Errno {
    UserMemory m = task.memory();
    boolean sets = command == Ipc.SETALL;
    s.check(task, sets ? IpcObject.WRITE : IpcObject.READ);
    int[] values = new int[s.count()];
    for (int i = 0; i < values.length; i++) {
      long at = va + (long) i * Short.BYTES;
      if (sets) {
        values[i] = Short.toUnsignedInt(m.getShort(at));
      } else {
        m.putShort(at, (short) s.semaphore(i).value());
      }
    }
    if (sets) {
      s.set(0, values, task.group().pid());
    }
    return 0;
  }

  private static void put(UserMemory m, long va, SemaphoreSet s) throws Errno {
    if (m.zero(va, SemidDs.SIZE) != SemidDs.SIZE) {
      throw Errno.EFAULT;
    }
    s.put(m, va + SemidDs.SEM_PERM);
    m.putLong(va + SemidDs.SEM_OTIME, s.operationTime());
    m.putLong(va + SemidDs.SEM_CTIME, s.changeTime());
    m.putLong(va + SemidDs.SEM_NSEMS, s.count());
  }

  private static void putInfo(UserMemory m, long va, SysvIpc ipc, boolean inUse) throws Errno {
    int semaphores = 0;
    for (SemaphoreSet s : ipc.sets().all()) {
      semaphores += s.count();
    }
    m.putInt(va + Seminfo.SEMMAP, Ipc.SEMMNS);
    m.putInt(va + Seminfo.SEMMNI, Ipc.SEMMNI);
    m.putInt(va + Seminfo.SEMMNS, Ipc.SEMMNS);
    m.putInt(va + Seminfo.SEMMNU, Ipc.SEMMNS);
    m.putInt(va + Seminfo.SEMMSL, Ipc.SEMMSL);
    m.putInt(va + Seminfo.SEMOPM, Ipc.SEMOPM);
    m.putInt(va + Seminfo.SEMUME, Ipc.SEMOPM);
    m.putInt(va + Seminfo.SEMUSZ, inUse ? ipc.sets().all().size() : UNDO_SIZE);
    m.putInt(va + Seminfo.SEMVMX, Ipc.SEMVMX);
    m.putInt(va + Seminfo.SEMAEM, inUse ? semaphores : Ipc.SEMVMX);
  }

  /** What Linux says an undo structure takes. */
  private static final int UNDO_SIZE = 20;
}
