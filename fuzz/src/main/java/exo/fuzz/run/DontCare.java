package exo.fuzz.run;

import exo.fuzz.program.Call;
import exo.fuzz.program.Pointer;
import exo.kernel.syscall.ArgKind;
import exo.kernel.syscall.ResultKind;
import exo.kernel.syscall.StructKind;
import exo.kernel.syscall.SyscallEntry;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * What no two machines have alike, and so is not compared: times, inode and device numbers, chance,
 * counts of use, and the addresses and process numbers that calls answer with.
 */
final class DontCare {
  /** Calls whose result is a process, time or chance. */
  private static final Set<String> RESULT =
      Set.of(
          "getpid",
          "getppid",
          "gettid",
          "getpgrp",
          "getpgid",
          "getsid",
          "setsid",
          "set_tid_address",
          "wait4",
          "time",
          "times",
          "clone",
          "child",
          "thread",
          "getcpu",
          "sched_getaffinity",
          "brk",
          "shmat",
          "syslog",
          "mmap",
          "mremap");

  /** Calls whose outputs are chance, addresses, or tell of the machine itself. */
  private static final Set<String> CHANCE =
      Set.of("getrandom", "getdents", "getdents64", "uname", "io_setup", "syslog");

  private DontCare() {}

  /** Whether only success is compared. */
  static boolean result(Call call) {
    SyscallEntry entry = call.entry();
    return RESULT.contains(call.name())
        || entry != null && entry.result(call.raw()) == ResultKind.ADDRESS
        || call.name().equals("fcntl") && isOwner(call);
  }

  private static boolean isOwner(Call call) {
    long command = call.raw()[1];
    return command == 9 || command == 8;
  }

  /** Bytes of a call's outputs, all in a row, that are not compared. */
  static BitSet output(Call call) {
    BitSet mask = new BitSet();
    SyscallEntry entry = call.entry();
    List<ArgKind> kinds = entry == null ? List.of() : entry.args(call.raw());
    int at = 0;
    for (int i = 0; i < call.args().size(); i++) {
      if (call.args().get(i) instanceof Pointer p && p.out() > 0) {
        if (CHANCE.contains(call.name())) {
          mask.set(at, at + p.out());
        } else if (i < kinds.size()) {
          mask(mask, at, p.out(), kinds.get(i), call);
        }
        at += p.out();
      }
    }
    return mask;
  }

  private static void mask(BitSet mask, int at, int length, ArgKind kind, Call call) {
    switch (kind) {
      case ArgKind.Struct s -> struct(mask, at, length, s.struct(), call);
      case ArgKind.Array a -> struct(mask, at, length, a.element(), call);
      case ArgKind.Special s
          when s == ArgKind.Special.DIRECTORY_ENTRIES
              || s == ArgKind.Special.CPU_SET_OUT
              || s == ArgKind.Special.RESIDENCE
              || s == ArgKind.Special.REMAINING_TIME ->
          mask.set(at, at + length);
      default -> {}
    }
  }

  private static void struct(BitSet mask, int at, int length, StructKind kind, Call call) {
    switch (kind) {
      case STAT -> {
        mask.set(at, at + 16); // device, inode
        mask.set(at + 56, at + 120); // blocks and times
      }
      case STATX -> {
        mask.set(at); // Linux 6.13 and newer tell of times only who asks for them
        mask.set(at + 4, at + 8); // block size, attributes
        mask.set(at + 8, at + 16);
        mask.set(at + 32, at + 40); // inode
        mask.set(at + 48, at + 256); // blocks, times, devices, mounts
      }
      case STATFS -> mask.set(at + 8, at + 120);
      case TIMESPEC, TIMEVAL, TIMEZONE, TIMEX, RUSAGE, SYSINFO, UTSNAME, TMS, TIME_T, PID_T ->
          mask.set(at, at + length);
      case ITIMERVAL, ITIMERSPEC -> mask.set(at + 8, at + length);
      case PTR -> mask.set(at, at + length);
      case SIGINFO -> {
        mask.set(at + 16, at + 20); // pid
        mask.set(at + 32, at + 48);
      }
      case SCHED_ATTR -> mask.set(at + 24, at + 32); // a slice that the number of CPUs decides
      case SHMID -> mask.set(at + 56, at + 88); // times, pids
      case SEMID -> mask.set(at + 48, at + 80);
      case MSQID -> {
        mask.set(at + 48, at + 72);
        mask.set(at + 96, at + 104);
      }
      case FILE_HANDLE -> mask.set(at, at + length);
      case OWNER -> mask.set(at + 4, at + 8);
      case FLOCK -> mask.set(at + 24, at + 32); // pid and padding
      case U32 -> {
        if (call.name().equals("getcpu")) {
          mask.set(at, at + length);
        }
      }
      case S32 -> {
        if (call.name().equals("name_to_handle_at")) {
          mask.set(at, at + length);
        }
      }
      default -> {}
    }
    mask.clear(at + length, Math.max(at + length, mask.length()));
  }
}
