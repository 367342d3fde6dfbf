package exo.fuzz.run;

import exo.cpu.CpuState;
import exo.fuzz.coverage.Edges;
import exo.fuzz.program.ProgramWords;
import exo.kernel.abi.Errno;
import exo.kernel.abi.KernelBug;
import exo.kernel.signal.SignalInfo;
import exo.kernel.task.SyscallObserver;
import exo.kernel.task.Task;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The executor's standard input and output in a machine. Its reads and writes are answered here, on
 * the CPU's own thread: to hand them to another would cost more than most programs. Guarded by the
 * kernel lock, but between batches.
 */
final class Channel implements SyscallObserver {
  private static final int READ = 0;
  private static final int WRITE = 1;
  private static final int BAD_ADDRESS = -14;

  private final List<Trace> traces = new ArrayList<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Shortage shortage = new Shortage();
  private List<Job> jobs = List.of();
  private int next;
  private ByteBuffer pending = ByteBuffer.allocate(0);
  private final List<Integer> freshEdges = new ArrayList<>();
  private int server = -1;

  /** Begins a batch. */
  void begin(List<Job> batch) {
    jobs = batch;
    shortage.begin();
    next = 0;
    pending = ByteBuffer.allocate(0);
    traces.clear();
    freshEdges.clear();
    written.reset();
    server = -1;
  }

  /** What has come back so far. */
  List<Trace> traces() {
    return traces;
  }

  /** Places of the kernel that each program reached as the first. */
  List<Integer> freshEdges() {
    return freshEdges;
  }

  /** What became of the allocations that were to fail. */
  Shortage shortage() {
    return shortage;
  }

  @Override
  public void started(Task task) {
    server = task.group().pid();
  }

  @Override
  public long enter(Task task, int number) {
    if (task.group().pid() != server) {
      shortage.call(task, number);
      return PROCEED;
    }
    CpuState s = task.state();
    if (number == READ && s.rdi() == 0) {
      return read(task, s.rsi(), (int) s.rdx());
    }
    if (number == WRITE && s.rdi() == 1) {
      return write(task, s.rsi(), (int) s.rdx());
    }
    return PROCEED;
  }

  private long read(Task task, long va, int length) {
    if (!pending.hasRemaining()) {
      if (next == jobs.size()) {
        return 0;
      }
      Job job = jobs.get(next++);
      shortage.next(job.failNth());
      byte[] words = ProgramWords.of(job.program());
      pending =
          ByteBuffer.allocate(4 + words.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(words.length)
              .put(words)
              .flip();
    }
    int moved = Math.min(length, pending.remaining());
    try {
      task.memory().write(va, pending.array(), pending.position(), moved);
    } catch (Errno e) {
      return BAD_ADDRESS;
    }
    pending.position(pending.position() + moved);
    return moved;
  }

  private long write(Task task, long va, int length) {
    byte[] bytes = new byte[length];
    try {
      task.memory().read(va, bytes, 0, length);
    } catch (Errno e) {
      return BAD_ADDRESS;
    }
    written.write(bytes, 0, length);
    if (written.size() >= 4) {
      ByteBuffer all = ByteBuffer.wrap(written.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
      int wanted = all.getInt();
      if (all.remaining() == wanted) {
        byte[] trace = new byte[wanted];
        all.get(trace);
        traces.add(Trace.of(trace));
        freshEdges.add(Edges.collect());
        shortage.traced();
        written.reset();
      } else if (all.remaining() > wanted) {
        throw new KernelBug("the executor wrote more than a trace");
      }
    }
    return length;
  }

  @Override
  public void leave(Task task, int number, long result) {}

  @Override
  public void signal(Task task, SignalInfo info) {}

  @Override
  public void exited(Task task, int waitStatus) {
    shortage.exited(task);
  }
}
