package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Mman;
import exo.kernel.fs.anon.EventCounter;
import exo.kernel.mm.AddressSpace;
import exo.kernel.mm.Mmap;
import exo.kernel.mm.Munmap;
import exo.kernel.task.AioContext;
import exo.kernel.task.Restart;
import exo.kernel.task.Task;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.uaccess.UserTime;
import exo.kernel.vfs.OpenFile;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/**
 * Linux's own asynchronous I/O. As with most files on Linux, operations are done when they are
 * submitted; their results wait to be collected. Source: io_submit(2) and what it refers to.
 */
final class AioCalls {
  private static final int PREAD = 0;
  private static final int PWRITE = 1;
  private static final int FSYNC = 2;
  private static final int FDSYNC = 3;
  private static final int PREADV = 7;
  private static final int PWRITEV = 8;

  // struct iocb.
  private static final int DATA = 0;
  private static final int OPCODE = 16;
  private static final int DESCRIPTOR = 20;
  private static final int BUFFER = 24;
  private static final int LENGTH = 32;
  private static final int OFFSET = 40;
  private static final int RESERVED = 48;
  private static final int FLAGS = 56;
  private static final int EVENT_DESCRIPTOR = 60;
  private static final int HAS_EVENT_DESCRIPTOR = 1;

  private static final int EVENT_SIZE = 32;
  private static final int MOST_EVENTS = 65_536;

  // Which of the task's kept values count operations done and hold the deadline.
  private static final int SUBMITTED = 3;
  private static final int DEADLINE = 0;

  private static final long EAGAIN = Errno.EAGAIN.negated();

  private AioCalls() {}

  private static AioContext find(Task task, long id) throws Errno {
    AioContext context = task.group().aioContexts().get(id);
    if (context == null) {
      throw Errno.EINVAL;
    }
    return context;
  }

  /** Linux {@code io_setup(2)}. The context is known by a page of its own, which stays zero. */
  static long io_setup(Task task, long count, long id) throws Errno {
    int n = (int) count;
    if (task.memory().getLong(id) != 0 || n == 0) {
      throw Errno.EINVAL;
    }
    if (Integer.compareUnsigned(n, MOST_EVENTS) > 0) {
      throw Errno.EAGAIN;
    }
    int flags = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS;
    int rights = Mman.PROT_READ | Mman.PROT_WRITE;
    long page = Mmap.map(task.space(), 0, AddressSpace.PAGE_SIZE, rights, flags, null, 0);
    task.group().aioContexts().put(page, new AioContext(n));
    task.memory().putLong(id, page);
    return 0;
  }

  /** Linux {@code io_destroy(2)}. */
  static long io_destroy(Task task, long id) throws Errno {
    find(task, id).destroy();
    Map<Long, AioContext> contexts = task.group().aioContexts();
    contexts.remove(id);
    Munmap.unmap(task.space(), id, AddressSpace.PAGE_SIZE);
    return 0;
  }

  /** Linux {@code io_submit(2)}. */
  static long io_submit(Task task, long id, long count, long operations) throws Errno {
    if (count < 0) {
      throw Errno.EINVAL;
    }
    AioContext context = find(task, id);
    int done = (int) task.call().keptLong(SUBMITTED);
    while (done < count) {
      long answer;
      try {
        long va = task.memory().getLong(operations + (long) done * Long.BYTES);
        answer = submit(task, context, va);
      } catch (Errno e) {
        answer = e.negated();
      }
      if (answer == Task.BLOCKED) {
        task.call().keepLong(SUBMITTED, done);
        return answer;
      }
      if (answer < 0) {
        return done > 0 ? done : answer;
      }
      done++;
    }
    return done;
  }

  /** Does one operation; its own errors are results, 0 is answered when it is done. */
  private static long submit(Task task, AioContext context, long va) throws Errno {
    UserMemory m = task.memory();
    if (m.getLong(va + RESERVED) != 0) {
      throw Errno.EINVAL;
    }
    int flags = m.getInt(va + FLAGS);
    int opcode = m.getShort(va + OPCODE);
    long length = m.getLong(va + LENGTH);
    if (length < 0) {
      throw Errno.EINVAL;
    }
    if (context.isFull()) {
      throw Errno.EAGAIN;
    }
    OpenFile file = task.files().get(m.getInt(va + DESCRIPTOR));
    EventCounter told = null;
    if ((flags & HAS_EVENT_DESCRIPTOR) != 0) {
      if (!(task.files().get(m.getInt(va + EVENT_DESCRIPTOR)) instanceof EventCounter counter)) {
        throw Errno.EINVAL;
      }
      told = counter;
    }
    long result = perform(task, file, opcode, va, length);
    if (result == EAGAIN && !file.isNonBlocking() && file.canWait()) {
      boolean reads = opcode == PREAD || opcode == PREADV;
      task.waitOn(reads ? file.readable() : file.writable());
      return task.park(Task.NO_DEADLINE, Errno.EINTR.negated());
    }
    context.add(new AioContext.Event(m.getLong(va + DATA), va, result));
    if (told != null) {
      told.write(IoBuffer.kernel(MemorySegment.ofArray(new long[] {1})), task);
    }
    return 0;
  }

  private static long perform(Task task, OpenFile file, int opcode, long va, long length)
      throws Errno {
    UserMemory m = task.memory();
    long buffer = m.getLong(va + BUFFER);
    long off = m.getLong(va + OFFSET);
    boolean reads = opcode == PREAD || opcode == PREADV;
    switch (opcode) {
      case FSYNC, FDSYNC -> {
        file.sync(opcode == FDSYNC);
        return 0;
      }
      case PREAD, PWRITE, PREADV, PWRITEV -> {
        if (reads ? !file.isReadable() : !file.isWritable()) {
          throw Errno.EBADF;
        }
      }
      default -> throw Errno.EINVAL;
    }
    boolean vector = opcode == PREADV || opcode == PWRITEV;
    IoBuffer io = vector ? Vectors.load(task, buffer, length, 0) : task.io().ofUser(buffer, length);
    try {
      if (reads) {
        return file.isPositional() ? file.pread(io, off) : file.read(io);
      }
      return file.isPositional() ? file.pwrite(io, off, task) : file.write(io, task);
    } catch (Errno e) {
      return e.negated();
    }
  }

  /** Linux {@code io_cancel(2)}: nothing is ever under way. */
  static long io_cancel(Task task, long id, long operation, long result) throws Errno {
    task.memory().getInt(operation + Long.BYTES);
    find(task, id);
    throw Errno.EINVAL;
  }

  /** Linux {@code io_getevents(2)}. */
  static long io_getevents(Task task, long id, long least, long most, long events, long timeout)
      throws Errno {
    takeDeadline(task, timeout);
    return collect(task, id, least, most, events, Errno.EINTR.negated());
  }

  /** Linux {@code io_pgetevents(2)}. */
  static long io_pgetevents(
      Task task, long id, long least, long most, long events, long timeout, long mask)
      throws Errno {
    if (!task.call().isResumed()) {
      takeDeadline(task, timeout);
      if (mask != 0) {
        long set = task.memory().getLong(mask);
        TemporaryMask.set(task, set, task.memory().getLong(mask + Long.BYTES));
      }
    }
    long answer;
    try {
      answer = collect(task, id, least, most, events, Restart.NOHAND);
    } catch (Errno e) {
      answer = e.negated();
    }
    if (answer != Task.BLOCKED && answer != Restart.NOHAND) {
      TemporaryMask.restore(task);
    }
    return answer;
  }

  private static void takeDeadline(Task task, long timeout) throws Errno {
    if (!task.call().isResumed()) {
      long nanos = timeout == 0 ? -1 : UserTime.timespec(task.memory(), timeout);
      task.call().keepLong(DEADLINE, Times.deadline(task, nanos));
    }
  }

  private static long collect(
      Task task, long id, long least, long most, long events, long interrupted) throws Errno {
    AioContext context = task.call().kept() instanceof AioContext kept ? kept : find(task, id);
    task.call().keep(context);
    if (least < 0 || most < least) {
      throw Errno.EINVAL;
    }
    if (context.size() < least && !context.isDestroyed()) {
      long deadline = task.call().keptLong(DEADLINE);
      if (task.kernel().clock().monotonicNanos() < deadline) {
        task.waitOn(context.readable());
        long answer = task.park(deadline, interrupted);
        if (answer == Task.BLOCKED || context.size() == 0) {
          return answer;
        }
      }
    }
    UserMemory m = task.memory();
    int n = 0;
    while (n < most && context.size() > 0) {
      AioContext.Event e = context.take();
      long va = events + (long) n * EVENT_SIZE;
      m.putLong(va, e.data());
      m.putLong(va + 8, e.operation());
      m.putLong(va + 16, e.result());
      m.putLong(va + 24, 0);
      n++;
    }
    return n;
  }
}
