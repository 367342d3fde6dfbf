package exo.fuzz.run;

import exo.fuzz.program.Call;
import exo.fuzz.program.Program;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls that are never run on the machine itself, not even in the container, whose own filter
 * refuses most of them a second time.
 */
public final class NeverNative {
  private static final int NEWEST = 462;
  private static final SortedMap<String, String> REASONS = new TreeMap<>(reasons());

  private NeverNative() {}

  private static Map<String, String> reasons() {
    Map<String, String> m = new LinkedHashMap<>();
    add(m, "changes the machine", "reboot kexec_load kexec_file_load init_module finit_module");
    add(m, "changes the machine", "delete_module swapon swapoff acct quotactl quotactl_fd syslog");
    add(m, "changes the machine", "iopl ioperm vhangup nfsservctl lookup_dcookie modify_ldt");
    add(m, "changes the machine's clock", "settimeofday clock_settime clock_adjtime adjtimex");
    add(m, "writes out the disks of the whole machine", "sync");
    add(m, "takes the container apart", "mount umount2 pivot_root open_tree open_tree_attr");
    add(m, "takes the container apart", "move_mount fsopen fsconfig fsmount fspick mount_setattr");
    add(m, "takes the container apart", "unshare setns clone3 sethostname setdomainname");
    add(m, "reaches other processes or kernel-wide tables", "ptrace process_vm_readv bpf");
    add(m, "reaches other processes or kernel-wide tables", "process_vm_writev perf_event_open");
    add(m, "reaches other processes or kernel-wide tables", "add_key request_key keyctl");
    add(m, "reaches other processes or kernel-wide tables", "userfaultfd fanotify_init");
    add(m, "reaches other processes or kernel-wide tables", "fanotify_mark open_by_handle_at");
    add(m, "runs past the filter of calls", "io_uring_setup io_uring_enter io_uring_register");
    add(m, "runs past the filter of calls", "io_setup io_submit");
    add(m, "moves memory between nodes", "migrate_pages move_pages mbind set_mempolicy");
    add(m, "may leave the container's network", "socket");
    add(m, "ends the executor, or makes it another program", "execve execveat uselib seccomp");
    add(m, "ends the executor, or makes it another program", "personality rt_sigreturn vfork");
    add(m, "ends the executor, or makes it another program", "clone fork exit exit_group");
    add(m, "tells of the machine's devices", "ustat sysfs");
    return m;
  }

  private static void add(Map<String, String> to, String reason, String names) {
    for (String name : names.split(" ", -1)) {
      to.put(name, reason);
    }
  }

  /** Names and reasons. */
  public static SortedMap<String, String> all() {
    return REASONS;
  }

  /** Whether a call may be run on the machine itself. */
  public static boolean contains(Call call) {
    var entry = call.entry();
    return REASONS.containsKey(call.name()) || entry != null && entry.number() > NEWEST;
  }

  /** The first such call of a program; null if it has none. */
  public static @Nullable String in(Program program) {
    for (Call call : program.calls()) {
      if (contains(call)) {
        return call.name();
      }
    }
    return null;
  }
}
