package exo.bench.jmh;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.syscall.SyscallDispatcher;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.PathWalk;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Kernel code called directly, without a CPU engine around it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelCode {
  private static final long GETPPID = 110;

  private HeldTask held;
  private SyscallDispatcher dispatcher;
  private PathWalk walk;

  @Setup
  public void start() throws Exception {
    held = HeldTask.start();
    held.machine().makeDirectories("/a/bb/ccc/dddd");
    dispatcher = new SyscallDispatcher(held.task().kernel());
    walk = new PathWalk();
  }

  @Setup(Level.Iteration)
  public void lock() {
    held.task().kernel().lock().lock();
  }

  @TearDown(Level.Iteration)
  public void unlock() {
    held.task().kernel().lock().unlock();
  }

  @TearDown
  public void close() {
    held.close();
  }

  /** From the registers to the handler and back. */
  @Benchmark
  public long dispatch() {
    held.task().state().origRax(GETPPID);
    return dispatcher.dispatch(held.task());
  }

  /** Four directories, all of them known already. */
  @Benchmark
  public Inode walk() throws Errno {
    return walk.resolve(held.task(), Fcntl.AT_FDCWD, "/a/bb/ccc/dddd", PathWalk.FOLLOW);
  }
}
