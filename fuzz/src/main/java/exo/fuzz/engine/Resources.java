package exo.fuzz.engine;

import exo.fuzz.program.Arg;
import exo.fuzz.program.Call;
import exo.fuzz.program.Pointer;
import exo.fuzz.program.Program;
import exo.fuzz.program.Value;
import exo.kernel.syscall.ResultKind;
import exo.kernel.syscall.SyscallEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What calls bring forth that others take. */
final class Resources {
  /** Kinds of what is brought forth. */
  enum Kind {
    DESCRIPTOR,
    PROCESS,
    ADDRESS,
    TIMER,
    KEY
  }

  /** Calls whose result is a descriptor. */
  private static final Set<String> DESCRIPTORS =
      Set.of(
          "open",
          "openat",
          "openat2",
          "creat",
          "dup",
          "dup2",
          "dup3",
          "epoll_create",
          "epoll_create1",
          "eventfd",
          "eventfd2",
          "memfd_create",
          "timerfd_create",
          "signalfd",
          "signalfd4",
          "inotify_init",
          "inotify_init1",
          "socket",
          "accept",
          "accept4",
          "pidfd_open",
          "pidfd_getfd",
          "mq_open",
          "open_by_handle_at",
          "userfaultfd",
          "fanotify_init");

  /** Calls whose pointer receives two descriptors. */
  private static final Set<String> PAIRS = Set.of("pipe", "pipe2", "socketpair");

  private static final Set<String> KEYS = Set.of("shmget", "semget", "msgget", "inotify_add_watch");
  private static final Set<Long> DUPLICATIONS = Set.of(0L, 1030L);

  private Resources() {}

  /** The names of calls that bring a descriptor forth. */
  static Set<String> producers() {
    Set<String> all = new java.util.TreeSet<>(DESCRIPTORS);
    all.addAll(PAIRS);
    return all;
  }

  /** Offsets in what a call's pointer receives where descriptors or timers stand. */
  static List<Integer> parts(String name) {
    if (PAIRS.contains(name)) {
      return List.of(0, 4);
    }
    return name.equals("timer_create") ? List.of(0) : List.of();
  }

  /** All of a kind that calls before {@code index} bring forth. */
  static List<Value> before(Program program, int index, Kind kind) {
    List<Value> found = new ArrayList<>();
    for (int i = 0; i < index; i++) {
      Call call = program.calls().get(i);
      if (of(call) == kind) {
        found.add(new Value.Result(i, -1, -1));
      }
      int parts = PAIRS.contains(call.name()) && kind == Kind.DESCRIPTOR ? 2 : 0;
      parts = call.name().equals("timer_create") && kind == Kind.TIMER ? 1 : parts;
      if (call.args().stream().anyMatch(Resources::hasParts)) {
        for (int p = 0; p < parts; p++) {
          found.add(new Value.Result(i, p, -1));
        }
      }
    }
    return found;
  }

  private static boolean hasParts(Arg arg) {
    return arg instanceof Pointer p && !p.parts().isEmpty();
  }

  /** What a call's result is. */
  private static @org.jspecify.annotations.Nullable Kind of(Call call) {
    if (call.name().equals(Call.CHILD)) {
      return Kind.PROCESS;
    }
    SyscallEntry entry = call.entry();
    if (entry == null) {
      return null;
    }
    if (DESCRIPTORS.contains(call.name())
        || call.name().equals("fcntl") && DUPLICATIONS.contains(call.raw()[1])) {
      return Kind.DESCRIPTOR;
    }
    if (KEYS.contains(call.name())) {
      return Kind.KEY;
    }
    return entry.result() == ResultKind.ADDRESS ? Kind.ADDRESS : null;
  }
}
