package exo.fuzz.engine;

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
   */
  public record Intended(Pattern title, String reason) {}

  private static final List<Intended> ALL = list();

  private IntendedDifferences() {}

  private static List<Intended> list() {
    List<Intended> all = new ArrayList<>();
    add(all, ".*: Linux EPERM, Exo ENOSYS", "the container's filter answers before Linux does");
    add(
        all,
        "prctl PR_GET_SECCOMP: result",
        "the container's filter is in force on the Linux side");
    add(
        all,
        "(prctl PR_SET_SECCOMP|seccomp).*",
        "the container's filter is in force on the Linux side");
    add(
        all,
        "set(re|res|fs)?[ug]id.*: Linux EINVAL, Exo EPERM",
        "the container has one user and one group; other numbers do not exist there");
    add(
        all,
        "(f|l)?chown(at)?: Linux EINVAL, Exo EPERM",
        "the container has one user and one group; other numbers do not exist there");
    add(
        all,
        "(clock_.*|timer_create|timerfd_create).*: Linux (EINVAL|EPERM|EFAULT), Exo (EFAULT|EOPNOTSUPP|succeeds)",
        "the alarm clocks need a device that the machine of the oracle may not have");
    add(
        all,
        "memfd_create: Linux .*, Exo ENOSYS",
        "MFD_HUGETLB: there are no huge pages, as without CONFIG_HUGETLBFS");
    add(
        all,
        "l?f?(set|get|remove)xattr.*: Linux .*, Exo EOPNOTSUPP",
        "system.posix_acl_*: built without CONFIG_TMPFS_POSIX_ACL");
    add(
        all,
        "fcntl (F_SETLEASE|F_GETLEASE|F_NOTIFY): .*",
        "no leases and no F_NOTIFY, as without CONFIG_FILE_LOCKING's leases and CONFIG_DNOTIFY");
    add(all, "prctl PR_TASK_PERF_EVENTS_.*", "built without CONFIG_PERF_EVENTS");
    add(
        all,
        "sched_get_priority_(min|max): Linux succeeds, Exo EINVAL",
        "SCHED_EXT: built without CONFIG_SCHED_CLASS_EXT");
    add(all, "renameat2: Linux .*, Exo EINVAL", "RENAME_WHITEOUT is for overlays and is not there");
    add(
        all,
        "socketpair.*: Linux .*, Exo EAFNOSUPPORT",
        "address families that this kernel is built without");
    add(
        all,
        "socketpair with .*: output",
        "address families that this kernel is built without write two numbers on Linux before they refuse");
    return List.copyOf(all);
  }

  private static void add(List<Intended> all, String title, String reason) {
    all.add(new Intended(Pattern.compile(title), reason));
  }

  /** All, in the order they are looked at. */
  public static List<Intended> all() {
    return ALL;
  }

  /** Whether a difference is one of them. */
  static boolean covers(Difference d) {
    return ALL.stream().anyMatch(i -> i.title().matcher(d.title()).matches());
  }
}
