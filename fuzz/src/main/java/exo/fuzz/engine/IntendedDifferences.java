package exo.fuzz.engine;

import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramText;
import exo.fuzz.run.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What Exo does otherwise than Linux on purpose, or what the container makes Linux do; each with
 * its reason. The page docs/fuzzing.md shows the list.
 */
public final class IntendedDifferences {
  /**
   * One of them.
   *
   * @param title a pattern of {@link Difference#title}, which it matches as a whole
   * @param call a pattern that stands somewhere in the text of the call
   * @param program a pattern that stands somewhere in the text of the program
   */
  public record Intended(Pattern title, Pattern call, Pattern program, String reason) {}

  private static final List<Intended> ALL = list();

  private IntendedDifferences() {}

  private static List<Intended> list() {
    List<Intended> all = new ArrayList<>();
    add(all, ".*: Linux EPERM, Exo ENOSYS", "", "the container's filter answers before Linux does");
    add(
        all,
        "prctl PR_[GS]ET_SECCOMP: .*",
        "",
        "the container's filter is in force on the Linux side");
    add(
        all,
        "set(re|res|fs)?[ug]id.*: Linux EINVAL, Exo EPERM",
        "",
        "the container has one user and one group; other numbers do not exist there");
    add(
        all,
        "(f|l)?chown(at)?: Linux EINVAL, Exo E(PERM|OPNOTSUPP)",
        "",
        "the container has one user and one group; other numbers do not exist there");
    add(
        all,
        "(sem|msg|shm)ctl IPC_SET: Linux EINVAL, Exo succeeds",
        "",
        "the container has one user and one group; other numbers do not exist there");
    add(
        all,
        "(clock_|timer_).*: Linux .*, Exo .*",
        "_ALARM",
        "the alarm clocks need a device that the machine of the oracle may not have");
    add(
        all,
        "memfd_create: Linux .*, Exo ENOSYS",
        "MFD_HUGETLB",
        "there are no huge pages, as without CONFIG_HUGETLBFS");
    add(
        all,
        ".*xattr.*: Linux .*, Exo EOPNOTSUPP",
        "system.posix_acl",
        "built without CONFIG_TMPFS_POSIX_ACL");
    add(
        all,
        "fcntl (F_SETLEASE|F_GETLEASE|F_NOTIFY): .*",
        "",
        "there are no leases and no F_NOTIFY: programs fall back on rereading, and inotify is there");
    add(all, "prctl PR_TASK_PERF_EVENTS_.*", "", "built without CONFIG_PERF_EVENTS");
    add(
        all,
        "sched_get_priority_(min|max): .*",
        "SCHED_EXT",
        "built without CONFIG_SCHED_CLASS_EXT");
    add(
        all,
        "renameat2: Linux .*, Exo EINVAL",
        "RENAME_WHITEOUT",
        "whiteouts are for overlays, which make their own here");
    add(
        all,
        "socketpair.*",
        "AF_(?!UNIX|INET)",
        "address families that this kernel is built without");
    add(
        all,
        "(setpriority|getpriority|ioprio_set|ioprio_get): .*",
        "_USER",
        "the container's own processes have the same user, and are niced as whoever started it");
    add(
        all,
        "sched_setaffinity: Linux succeeds, Exo EINVAL",
        "",
        "the two machines do not have the same number of processors");
    add(
        all,
        ".*: Linux ends by signal (14|26|27), Exo .*",
        "",
        "a timer of an instant: on Exo time stands still while a program of the fuzzer runs");
    add(
        all,
        ".*: Linux .*, Exo (never came so far|ends by (signal (14|26|27)|exit 0)|signal (26|27))",
        "",
        "setitimer\\((ITIMER_VIRTUAL|ITIMER_PROF)|_CPUTIME_ID",
        "timers of processor time: Linux looks at them when a tick hits the program, Exo at once");
    add(
        all,
        "(process_)?madvise: Linux .*, Exo EINVAL",
        "MADV_GUARD_",
        "guard pages came with Linux 6.13; this kernel is as 6.1");
    add(
        all,
        "shmget: Linux EPERM, Exo EINVAL",
        "",
        "there are no huge pages, as without CONFIG_HUGETLBFS");
    add(
        all,
        "(shmget|mmap|mremap): Linux succeeds, Exo ENOMEM",
        "0x[0-9a-f]{8}",
        "Linux promises no more than the machine has, and the fuzzer's machine has 256 MiB");
    add(
        all,
        "mmap: Linux .*, Exo EPERM",
        "mmap\\((0x[0-9a-f]{1,4}|[0-9]{1,5}),",
        "vm.mmap_min_addr is 65536, as Debian sets it; other distributions have less");
    add(
        all,
        "mmap: Linux EPERM, Exo ENOMEM",
        "mmap\\((-|0xfffffffffffff)",
        "an address in the last page of all counts as 0 there");
    add(
        all,
        "inotify_init1?: Linux EMFILE, Exo .*",
        "",
        "Linux takes instances back some time after their program has ended");
    add(
        all,
        ".*",
        "",
        "r[0-9]+ = times\\(",
        "a machine that was just booted has counted fewer ticks, which then serve as a descriptor");
    add(
        all,
        ".*",
        "",
        "madvise\\((0|0x[0-9a-f]{1,8}), 0x[0-9a-f]{9,}, MADV_",
        "the program throws away the memory of the executor, which then does anything");
    add(
        all,
        "p?poll.*: result|p?select.*: (result|output)|epoll_.*: result",
        "",
        "vmsplice\\(",
        "pages are copied here, and take fewer of a pipe's slots");
    add(
        all,
        "pkey_alloc: Linux ENOSPC, Exo EINVAL",
        "",
        "without keys in the processor Linux loses those it takes, until there are none");
    add(
        all,
        "name_to_handle_at: Linux .*, Exo EOPNOTSUPP",
        "",
        "no file system here gives handles, as many of Linux's own do not");
    add(
        all,
        "prctl PR_SET_(TSC|SYSCALL_USER_DISPATCH): .*",
        "",
        "instructions and addresses that trap when asked to are not built");
    add(all, "kcmp: result", "", "Linux orders files by where they lie in its memory");
    add(
        all,
        "madvise: Linux EINVAL, Exo (ENOMEM|ends by SIGSEGV)",
        "",
        "the range has pages in it that Linux maps for its clock, which nothing may be done to");
    add(
        all,
        "arch_prctl ARCH_GET_XCOMP_.*: output",
        "",
        "which registers XSAVE knows is the processor's, and the engine's differs from the host's");
    return List.copyOf(all);
  }

  private static void add(List<Intended> all, String title, String call, String reason) {
    add(all, title, call, "", reason);
  }

  private static void add(
      List<Intended> all, String title, String call, String program, String reason) {
    all.add(
        new Intended(
            Pattern.compile(title), Pattern.compile(call), Pattern.compile(program), reason));
  }

  /** All, in the order they are looked at. */
  public static List<Intended> all() {
    return ALL;
  }

  /** Whether a difference is one of them. */
  static boolean covers(Difference d, Program program) {
    String call = d.call() < 0 ? "" : ProgramText.print(program.calls().get(d.call()));
    return ALL.stream()
        .anyMatch(
            i ->
                i.title().matcher(d.title()).matches()
                    && i.call().matcher(call).find()
                    && i.program().matcher(program.toString()).find());
  }
}
