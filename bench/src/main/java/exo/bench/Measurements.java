package exo.bench;

import exo.bench.jmh.ChannelMessages;
import exo.bench.jmh.LinuxMessages;
import exo.bench.jmh.RingMessages;
import java.util.ArrayList;
import java.util.List;

/** All that can be measured, in the order of the report. */
final class Measurements {
  private Measurements() {}

  static final List<Measurement> ALL = all();

  private static List<Measurement> all() {
    List<Measurement> all = new ArrayList<>(ofTheKernel());
    all.addAll(programs());
    for (String engine : List.of("host", "kvm")) {
      all.addAll(onEngine(engine));
    }
    return List.copyOf(all);
  }

  /** Engines on the bare processor, beside the host, qemu and Unicorn. */
  private static List<Measurement> onEngine(String engine) {
    Aim call = Aim.atMost(engine.equals("host") ? 10_000 : 30_000);
    return List.of(
        computing(engine, "integers", "multiply, rotate and add in registers", "10000"),
        computing(engine, "chase", "loads through 16 MB, each waiting for the last", "1000"),
        computing(engine, "matrix", "product of matrices of doubles", "500"),
        new OnEngine(
            engine,
            "parallel",
            "integers by two threads on two CPUs, by one thread",
            OnEngine.Form.SPEED_UP,
            List.of("compute", "integers", "60000"),
            Aim.atLeast(1.8)),
        primitive(engine, "getppid", "getppid in a guest's loop, a call", "50000", call),
        primitive(engine, "touch", "first touch in order, a page", "16384", Aim.atMost(8_000)),
        primitive(engine, "fork", "fork, exit and wait", "200", Aim.atMost(1_000_000)));
  }

  private static OnEngine computing(String engine, String kind, String what, String rounds) {
    List<String> command = List.of("compute", kind, rounds);
    OnEngine.Form form = OnEngine.Form.PART_OF_NATIVE;
    return new OnEngine(engine, kind, what + ", by native", form, command, Aim.atLeast(0.97));
  }

  private static OnEngine primitive(
      String engine, String name, String what, String times, Aim aim) {
    List<String> command = List.of("primitives", name, times);
    return new OnEngine(engine, name, what, OnEngine.Form.TIME, command, aim);
  }

  /** Programs of Debian; those that compute are to be twice as fast as qemu on the bare CPU. */
  private static List<Measurement> programs() {
    List<Measurement> all = new ArrayList<>();
    for (String engine : List.of("unicorn", "host", "kvm")) {
      boolean emulated = engine.equals("unicorn");
      Aim start = emulated ? Aim.atMost(3) : null;
      Aim compute = emulated ? Aim.atMost(3) : Aim.atMost(0.5);
      all.add(
          new WholeProgram(
              engine,
              "bash",
              "bash -c of 1,000 builtin commands",
              List.of("/bin/bash", "-c", "for ((i = 0; i < 1000; i++)); do [ $i = x ]; done; true"),
              start));
      all.add(
          new WholeProgram(
              engine,
              "python",
              "python3, started and ended",
              List.of("/usr/bin/python3", "-c", "pass"),
              start));
      all.add(
          new WholeProgram(
              engine,
              "cc1",
              "gcc's compiler on hello.c",
              List.of(
                  COMPILER,
                  "-quiet",
                  "-imultiarch",
                  TUPLE,
                  "-O2",
                  WholeProgram.SOURCE,
                  "-o",
                  "/dev/null"),
              start));
      all.add(
          new WholeProgram(
              engine,
              "xz",
              "xz of 10 MB of text",
              List.of("/usr/bin/xz", "-k", "-c", WholeProgram.TEXT),
              emulated ? null : compute));
      all.add(
          new WholeProgram(
              engine,
              "sqlite",
              "sqlite3, 100,000 inserts",
              List.of("/usr/bin/sqlite3", ":memory:", INSERTS),
              emulated ? null : compute));
    }
    return all;
  }

  /** Where Debian has what belongs to this kind of machine. */
  private static final String TUPLE = "x86_64-linux-gnu";

  private static final String COMPILER = "/usr/lib/gcc/" + TUPLE + "/12/cc1";

  private static final String INSERTS =
      "create table t(a integer primary key, b text);"
          + "with recursive c(x) as (select 1 union all select x + 1 from c where x < 100000)"
          + " insert into t select x, hex(x * 7919) from c;"
          + "create index i on t(b); select count(*), max(b) from t;";

  private static List<Measurement> ofTheKernel() {
    return List.of(
        Operation.inGuest(
            "guest.getppid",
            "getppid in a guest's loop, a call",
            "GuestSystemCall.getppid",
            0,
            Aim.atMost(200)),
        Operation.inGuest(
            "guest.touch",
            "first touch of anonymous memory in order, a page",
            "GuestFirstTouch.firstTouch",
            0,
            Aim.atMost(2000)),
        Operation.inGuest(
            "guest.read",
            "read of 64 KiB from tmpfs into the guest",
            "GuestRead.read",
            65536,
            Aim.atLeast(5)),
        new CommandStart(),
        new CommandMemory(),
        new Work("sha", "SHA-256, integers in registers", 600_000),
        new Work("sieve", "sieve of 8 MB, strided stores", 30),
        new Work("fib", "fib(38), calls and returns", 38),
        new Work("matrix", "product of matrices, doubles", 150),
        new Work("chase", "pointer chase in 16 MB, cache misses", 40_000_000),
        new Primitive("fork", "fork, exit and wait, 1 MiB touched", 300, Aim.atMost(150_000)),
        new Primitive("exec", "fork, exec of a small program, wait", 100, Aim.atMost(1_000_000)),
        new Primitive("pipe", "a byte through pipes there and back", 20_000, Aim.atMost(3_000)),
        new Primitive("futex", "futex wake and wait there and back", 20_000, Aim.atMost(2_000)),
        new Primitive("stat", "stat of a file four levels deep", 100_000, Aim.atMost(1_000)),
        new Primitive("open", "open and close of that file", 100_000, Aim.atMost(1_500)),
        new Primitive("getdents", "10,000 entries listed", 30, Aim.atMost(1_000_000)),
        new Primitive("yield", "sched_yield between two threads", 50_000, Aim.atMost(400)),
        new Primitive("read", "a byte of /dev/zero", 100_000, null),
        new Primitive("write", "a byte to /dev/null", 100_000, null),
        new Primitive("mmap", "mmap, touch and munmap of a page", 20_000, null),
        new Primitive("brk", "brk up by a page, touch, brk down", 20_000, null),
        new Primitive("thread", "a thread made, run and joined", 5_000, null),
        new Primitive("ring", "40 bytes between guests, no call", 500_000, Aim.atMost(150)),
        new Primitive("switch", "sched_yield between two processes", 50_000, Aim.atMost(1_200)),
        new Primitive("wake", "a sleep's end to running, idle CPU", 1_000, Aim.atMost(5_000)),
        Operation.direct(
            "guest.start",
            "a small program in a running machine, started and ended",
            "GuestSystemCall.startAndEnd"),
        Operation.direct("machine.boot", "a machine, booted and closed", "Boot.bootAndClose"),
        Operation.inBlocks(
            "machine.prompt",
            "a computer, from power-on to the shell's prompt, and closed",
            "Boot.bootToPrompt",
            1,
            Aim.atMost(300_000_000)),
        Operation.inBlocks(
            "sched.decide",
            "the next of 1,000 runnable, taken and put back",
            "Scheduling.decide",
            1,
            Aim.atMost(50 / REFERENCE_GHZ)),
        Operation.inBlocks(
            "sched.yield",
            "from one of two tasks to the other, scheduler alone",
            "Scheduling.yield",
            1,
            Aim.atMost(300 / REFERENCE_GHZ)),
        Operation.direct("kernel.frame", "a frame, taken and given back", "Frames.allocAndRelease"),
        Operation.direct(
            "kernel.zeroed",
            "a frame of zeros, taken and given back",
            "Frames.allocZeroedAndRelease"),
        Operation.direct("kernel.map", "a page, mapped and unmapped", "Pages.mapAndUnmap"),
        Operation.direct(
            "kernel.translate", "an address, by four levels of tables", "Pages.translate"),
        Operation.direct(
            "kernel.dispatch",
            "getppid, from the registers to its handler and back",
            "KernelCode.dispatch"),
        Operation.direct("kernel.walk", "a path of four known directories", "KernelCode.walk"),
        ring("one", "40 bytes, ring of one to one", "inlineOne", 25),
        ring("many", "40 bytes, ring of many to many", "inlineMany", 100),
        ring("one.batch", "40 bytes in batches of 64, one to one", "batchOne", 10),
        ring("many.batch", "40 bytes in batches of 64, many to many", "batchMany", 35),
        ring("full", "40 bytes, with times, credits, coalescing, statistics", "allOn", 100),
        ring("full.batch", "the same in batches of 64", "batchAllOn", 20),
        new PingPong(Aim.atMost(1.1)),
        channel("zerocopy.4k", "4 KiB by handle, acquired, sent, released", "pass4K", 100),
        channel("zerocopy.64k", "64 KiB by handle, acquired, sent, released", "pass64K", 100),
        channel("zerocopy.1m", "1 MiB by handle, acquired, sent, released", "pass1M", 100),
        channel("multicast", "40 bytes to four, received by all", "multicast", 0),
        channel("anycast", "40 bytes to one of four in turn", "anycast", 0),
        channel("call", "request and reply of a call", "call", 0),
        queue("agrona.one", "40 bytes, Agrona OneToOneRingBuffer", "agronaOne"),
        queue("agrona.batch", "the same, 64 written, then read at once", "agronaOneBatch"),
        queue("agrona.many", "40 bytes, Agrona ManyToOneRingBuffer", "agronaMany"),
        queue("jctools.one", "40 bytes, JCTools SpscArrayQueue", "jctoolsOne"),
        queue("jctools.many", "40 bytes, JCTools MpmcArrayQueue", "jctoolsMany"),
        queue("disruptor", "40 bytes, Disruptor, polled", "disruptor"),
        linux("pipe", "40 bytes, pipe, by FFM", "pipe"),
        linux("pipe.jnr", "40 bytes, pipe, by JNR-FFI", "pipeByJnr"),
        linux("pipe.4k", "4 KiB, pipe, by FFM", "pipe4K"),
        linux("pipe.64k", "64 KiB, pipe, by FFM", "pipe64K"),
        linux("pipe.64k.jnr", "64 KiB, pipe, by JNR-FFI", "pipe64KByJnr"),
        linux("pipe.1m", "1 MiB, pipe of that size, by FFM", "pipe1M"),
        linux("socket", "40 bytes, UNIX socket, by FFM", "unixSocket"),
        linux("socket.jnr", "40 bytes, UNIX socket, by JNR-FFI", "unixSocketByJnr"),
        linux("eventfd", "8 bytes, eventfd, by FFM", "eventfd"),
        linux("eventfd.jnr", "8 bytes, eventfd, by JNR-FFI", "eventfdByJnr"),
        linux("mq", "40 bytes, POSIX message queue, by FFM", "queue"),
        linux("mq.jnr", "40 bytes, POSIX message queue, by JNR-FFI", "queueByJnr"),
        linux("futex", "futex wake of nobody, by FFM", "futexWake"),
        linux("futex.jnr", "futex wake of nobody, by JNR-FFI", "futexWakeByJnr"),
        linux("multicast", "40 bytes to four pipes, by FFM", "toFourPipes"),
        linux("multicast.jnr", "40 bytes to four pipes, by JNR-FFI", "toFourPipesByJnr"),
        linux("anycast", "40 bytes to one of four pipes, by FFM", "toOneOfFourPipes"),
        linux("anycast.jnr", "40 bytes to one of four pipes, by JNR-FFI", "toOneOfFourPipesByJnr"),
        linux("call", "request and reply by UNIX sockets, by FFM", "callBySockets"),
        linux("call.jnr", "request and reply by UNIX sockets, by JNR-FFI", "callBySocketsByJnr"));
  }

  /** The clock that cycles are counted by on the machine that the aims are of, in GHz. */
  private static final double REFERENCE_GHZ = 2.6;

  private static Operation ring(String id, String what, String method, int cycles) {
    Aim aim = Aim.atMost(cycles / REFERENCE_GHZ);
    return Operation.inBlocks(
        "ring." + id, what, "RingMessages." + method, RingMessages.BLOCK, aim);
  }

  /**
   * The same of what is built of rings.
   *
   * @param cycles the aim, or 0 for none
   */
  private static Operation channel(String id, String what, String method, int cycles) {
    Aim aim = cycles == 0 ? null : Aim.atMost(cycles / REFERENCE_GHZ);
    return Operation.inBlocks(
        "ring." + id, what, "ChannelMessages." + method, ChannelMessages.BLOCK, aim);
  }

  private static Operation linux(String id, String what, String method) {
    return Operation.inBlocks(
        "linux." + id, what, "LinuxMessages." + method, LinuxMessages.BLOCK, null);
  }

  private static Operation queue(String id, String what, String method) {
    return Operation.inBlocks(
        "queue." + id, what, "QueueMessages." + method, RingMessages.BLOCK, null);
  }
}
