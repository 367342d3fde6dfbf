package exo.bench.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The same 40 bytes through Linux itself, written and read by one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("restricted")
@Fork(jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class LinuxMessages {
  private static final int SIZE = 40;
  private static final int AF_UNIX = 1;
  private static final int SOCK_SEQPACKET = 5;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final MethodHandle PIPE =
      link("pipe", FunctionDescriptor.of(INT, ValueLayout.ADDRESS));
  private static final MethodHandle EVENTFD = link("eventfd", FunctionDescriptor.of(INT, INT, INT));
  private static final MethodHandle SOCKETPAIR =
      link("socketpair", FunctionDescriptor.of(INT, INT, INT, INT, ValueLayout.ADDRESS));
  private static final MethodHandle WRITE =
      link("write", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle READ =
      link("read", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle CLOSE = link("close", FunctionDescriptor.of(INT, INT));

  /** What JNR-FFI binds. */
  public interface C {
    long write(int fd, Pointer bytes, long size);

    long read(int fd, Pointer bytes, long size);
  }

  private final MemorySegment bytes = Arena.global().allocate(64, 8);
  private final int[] pipe = new int[2];
  private final int[] sockets = new int[2];
  private int event;
  private C jnr;
  private Pointer jnrBytes;

  private static MethodHandle link(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
  }

  @Setup
  public void open() throws Throwable {
    require((int) PIPE.invokeExact(bytes));
    pair(pipe);
    require((int) SOCKETPAIR.invokeExact(AF_UNIX, SOCK_SEQPACKET, 0, bytes));
    pair(sockets);
    event = require((int) EVENTFD.invokeExact(0, 0));
    bytes.set(LONG, 0, 1);
    jnr = LibraryLoader.create(C.class).load("c");
    jnrBytes = Runtime.getRuntime(jnr).getMemoryManager().allocateDirect(SIZE);
  }

  private void pair(int[] fds) {
    fds[0] = bytes.get(INT, 0);
    fds[1] = bytes.get(INT, 4);
  }

  private static int require(int answer) {
    if (answer < 0) {
      throw new IllegalStateException("the host refused a descriptor");
    }
    return answer;
  }

  @TearDown
  public void close() throws Throwable {
    for (int fd : new int[] {pipe[0], pipe[1], sockets[0], sockets[1], event}) {
      require((int) CLOSE.invokeExact(fd));
    }
  }

  @Benchmark
  public long pipe() throws Throwable {
    long written = (long) WRITE.invokeExact(pipe[1], bytes, (long) SIZE);
    return written + (long) READ.invokeExact(pipe[0], bytes, (long) SIZE);
  }

  @Benchmark
  public long pipeByJnr() {
    return jnr.write(pipe[1], jnrBytes, SIZE) + jnr.read(pipe[0], jnrBytes, SIZE);
  }

  @Benchmark
  public long unixSocket() throws Throwable {
    long written = (long) WRITE.invokeExact(sockets[1], bytes, (long) SIZE);
    return written + (long) READ.invokeExact(sockets[0], bytes, (long) SIZE);
  }

  /** Eight bytes: what a counter carries. */
  @Benchmark
  public long eventfd() throws Throwable {
    long written = (long) WRITE.invokeExact(event, bytes, (long) Long.BYTES);
    return written + (long) READ.invokeExact(event, bytes, (long) Long.BYTES);
  }
}
