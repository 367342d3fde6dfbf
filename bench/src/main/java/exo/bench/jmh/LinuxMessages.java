package exo.bench.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import jnr.constants.platform.AddressFamily;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The same messages through Linux itself, written and read by one thread, in blocks; each way once
 * through FFM and once through JNR-FFI.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("restricted")
@Fork(jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class LinuxMessages {
  /** Operations in a sample. */
  public static final int BLOCK = 64;

  private static final int SIZE = 40;
  private static final int LARGEST = 1 << 20;
  private static final int SOCK_SEQPACKET = 5;
  private static final int F_SETPIPE_SZ = 1031;
  private static final int O_RDWR_CREAT_EXCL = 0302;
  private static final int SYS_FUTEX = 202;
  private static final int FUTEX_WAKE = 1;
  private static final int PIPES = 4;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout ADDRESS = ValueLayout.ADDRESS;
  private static final MethodHandle PIPE = link("pipe", FunctionDescriptor.of(INT, ADDRESS));
  private static final MethodHandle FCNTL =
      link("fcntl", FunctionDescriptor.of(INT, INT, INT, INT), Linker.Option.firstVariadicArg(2));
  private static final MethodHandle EVENTFD = link("eventfd", FunctionDescriptor.of(INT, INT, INT));
  private static final MethodHandle SOCKETPAIR =
      link("socketpair", FunctionDescriptor.of(INT, INT, INT, INT, ADDRESS));
  private static final MethodHandle MQ_OPEN =
      link(
          "mq_open",
          FunctionDescriptor.of(INT, ADDRESS, INT, INT, ADDRESS),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle MQ_UNLINK =
      link("mq_unlink", FunctionDescriptor.of(INT, ADDRESS));
  private static final MethodHandle MQ_SEND =
      link("mq_send", FunctionDescriptor.of(INT, INT, ADDRESS, LONG, INT));
  private static final MethodHandle MQ_RECEIVE =
      link("mq_receive", FunctionDescriptor.of(LONG, INT, ADDRESS, LONG, ADDRESS));
  private static final MethodHandle SYSCALL =
      link(
          "syscall",
          FunctionDescriptor.of(LONG, LONG, ADDRESS, INT, INT),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle WRITE =
      link("write", FunctionDescriptor.of(LONG, INT, ADDRESS, LONG));
  private static final MethodHandle READ =
      link("read", FunctionDescriptor.of(LONG, INT, ADDRESS, LONG));
  private static final MethodHandle CLOSE = link("close", FunctionDescriptor.of(INT, INT));

  /** What JNR-FFI binds. */
  public interface C {
    long write(int fd, Pointer bytes, long size);

    long read(int fd, Pointer bytes, long size);

    int mq_send(int queue, Pointer bytes, long size, int priority);

    long mq_receive(int queue, Pointer bytes, long size, @Nullable Pointer priority);

    long syscall(long number, Pointer word, int operation, int count);
  }

  private final MemorySegment bytes = Arena.global().allocate(LARGEST, 64);
  private final int[][] pipes = new int[PIPES][];
  private int[] sockets;
  private int event;
  private int queue;
  private C jnr;
  private Pointer jnrBytes;

  private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
  }

  @Setup
  public void open() throws Throwable {
    for (int i = 0; i < PIPES; i++) {
      require((int) PIPE.invokeExact(bytes), "pipe");
      pipes[i] = pair();
    }
    require((int) FCNTL.invokeExact(pipes[0][1], F_SETPIPE_SZ, LARGEST), "a pipe of 1 MiB");
    int unix = AddressFamily.AF_UNIX.intValue();
    require((int) SOCKETPAIR.invokeExact(unix, SOCK_SEQPACKET, 0, bytes), "socketpair");
    sockets = pair();
    event = require((int) EVENTFD.invokeExact(0, 0), "eventfd");
    openQueue();
    bytes.set(LONG, 0, 1);
    jnr = LibraryLoader.create(C.class).load("c");
    jnrBytes = Runtime.getRuntime(jnr).getMemoryManager().allocateDirect(LARGEST);
    jnrBytes.putLong(0, 1);
  }

  private void openQueue() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom("/exo-bench-" + ProcessHandle.current().pid());
      // struct mq_attr: flags, most messages, size of one, messages now.
      MemorySegment shape = arena.allocate(64, 8);
      shape.set(LONG, 8, 8);
      shape.set(LONG, 16, SIZE);
      queue = require((int) MQ_OPEN.invokeExact(name, O_RDWR_CREAT_EXCL, 0600, shape), "mq_open");
      require((int) MQ_UNLINK.invokeExact(name), "mq_unlink");
    }
  }

  private int[] pair() {
    return new int[] {bytes.get(INT, 0), bytes.get(INT, 4)};
  }

  private static int require(int answer, String what) {
    if (answer < 0) {
      throw new IllegalStateException("the host refused " + what);
    }
    return answer;
  }

  @TearDown
  public void close() throws Throwable {
    for (int[] pipe : pipes) {
      closeBoth(pipe);
    }
    closeBoth(sockets);
    closeBoth(new int[] {event, queue});
  }

  private static void closeBoth(int[] fds) throws Throwable {
    for (int fd : fds) {
      require((int) CLOSE.invokeExact(fd), "close");
    }
  }

  private long through(int in, int out, long size) throws Throwable {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += (long) WRITE.invokeExact(in, bytes, size);
      sum += (long) READ.invokeExact(out, bytes, size);
    }
    return sum;
  }

  private long throughByJnr(int in, int out, long size) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += jnr.write(in, jnrBytes, size);
      sum += jnr.read(out, jnrBytes, size);
    }
    return sum;
  }

  @Benchmark
  public long pipe() throws Throwable {
    return through(pipes[0][1], pipes[0][0], SIZE);
  }

  @Benchmark
  public long pipe4K() throws Throwable {
    return through(pipes[0][1], pipes[0][0], 4 << 10);
  }

  @Benchmark
  public long pipe64K() throws Throwable {
    return through(pipes[0][1], pipes[0][0], 64 << 10);
  }

  @Benchmark
  public long pipe1M() throws Throwable {
    return through(pipes[0][1], pipes[0][0], LARGEST);
  }

  @Benchmark
  public long pipeByJnr() {
    return throughByJnr(pipes[0][1], pipes[0][0], SIZE);
  }

  @Benchmark
  public long pipe64KByJnr() {
    return throughByJnr(pipes[0][1], pipes[0][0], 64 << 10);
  }

  @Benchmark
  public long unixSocket() throws Throwable {
    return through(sockets[1], sockets[0], SIZE);
  }

  @Benchmark
  public long unixSocketByJnr() {
    return throughByJnr(sockets[1], sockets[0], SIZE);
  }

  /** Eight bytes: what a counter carries. */
  @Benchmark
  public long eventfd() throws Throwable {
    return through(event, event, Long.BYTES);
  }

  @Benchmark
  public long eventfdByJnr() {
    return throughByJnr(event, event, Long.BYTES);
  }

  @Benchmark
  public long queue() throws Throwable {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += (int) MQ_SEND.invokeExact(queue, bytes, (long) SIZE, 1);
      sum += (long) MQ_RECEIVE.invokeExact(queue, bytes, (long) SIZE, MemorySegment.NULL);
    }
    return sum;
  }

  @Benchmark
  public long queueByJnr() {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += jnr.mq_send(queue, jnrBytes, SIZE, 1);
      sum += jnr.mq_receive(queue, jnrBytes, SIZE, null);
    }
    return sum;
  }

  /** A wake of nobody: what a message over shared memory costs when its receiver may sleep. */
  @Benchmark
  public long futexWake() throws Throwable {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += (long) SYSCALL.invokeExact((long) SYS_FUTEX, bytes, FUTEX_WAKE, 1);
    }
    return sum;
  }

  /** A message to four, each with a pipe of its own. */
  @Benchmark
  public long toFourPipes() throws Throwable {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      for (int[] pipe : pipes) {
        sum += (long) WRITE.invokeExact(pipe[1], bytes, (long) SIZE);
      }
      for (int[] pipe : pipes) {
        sum += (long) READ.invokeExact(pipe[0], bytes, (long) SIZE);
      }
    }
    return sum;
  }

  /** A request and its reply. */
  @Benchmark
  public long callBySockets() throws Throwable {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += (long) WRITE.invokeExact(sockets[0], bytes, (long) SIZE);
      sum += (long) READ.invokeExact(sockets[1], bytes, (long) SIZE);
      sum += (long) WRITE.invokeExact(sockets[1], bytes, (long) SIZE);
      sum += (long) READ.invokeExact(sockets[0], bytes, (long) SIZE);
    }
    return sum;
  }

  @Benchmark
  public long futexWakeByJnr() {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += jnr.syscall(SYS_FUTEX, jnrBytes, FUTEX_WAKE, 1);
    }
    return sum;
  }

  @Benchmark
  public long toFourPipesByJnr() {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      for (int[] pipe : pipes) {
        sum += jnr.write(pipe[1], jnrBytes, SIZE);
      }
      for (int[] pipe : pipes) {
        sum += jnr.read(pipe[0], jnrBytes, SIZE);
      }
    }
    return sum;
  }

  /** A message to one of four in turn. */
  @Benchmark
  public long toOneOfFourPipes() throws Throwable {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      int[] pipe = pipes[i % PIPES];
      sum += (long) WRITE.invokeExact(pipe[1], bytes, (long) SIZE);
      sum += (long) READ.invokeExact(pipe[0], bytes, (long) SIZE);
    }
    return sum;
  }

  @Benchmark
  public long toOneOfFourPipesByJnr() {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      int[] pipe = pipes[i % PIPES];
      sum += jnr.write(pipe[1], jnrBytes, SIZE);
      sum += jnr.read(pipe[0], jnrBytes, SIZE);
    }
    return sum;
  }

  @Benchmark
  public long callBySocketsByJnr() {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += jnr.write(sockets[0], jnrBytes, SIZE);
      sum += jnr.read(sockets[1], jnrBytes, SIZE);
      sum += jnr.write(sockets[1], jnrBytes, SIZE);
      sum += jnr.read(sockets[0], jnrBytes, SIZE);
    }
    return sum;
  }
}
