// How processes are made, end and are waited for.
#include "conformance.h"


static _Noreturn void leave(int status) {
  for (;;) sys(exit_group, status);
}

static long fork_ending_with(int status) {
  long pid = sys(fork);
  if (pid == 0) leave(status);
  return pid;
}

// Waits for any child, shows whether it was the expected one, and its status.
static void reap(const char *label, long expected, int options) {
  int status = -1;
  long pid = sys(wait4, -1, &status, options, 0);
  if (pid < 0) {
    show(label, pid);
  } else {
    check(label, pid == expected);
    show_hex("status", (unsigned)status);
  }
}

CASE(fork_and_wait) {
  long pid = fork_ending_with(7);
  reap("child", pid, 0);
  reap("no-more", 0, 0);
}

CASE(memory_is_private_after_fork) {
  static volatile int value = 1;
  long pid = sys(fork);
  if (pid == 0) {
    value = 2;
    leave(value);
  }
  reap("child", pid, 0);
  show("mine", value);
}

CASE(shared_memory_is_shared_after_fork) {
  volatile int *shared = (int *)sys(mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  long pid = sys(fork);
  if (pid == 0) {
    *shared = 5;
    leave(0);
  }
  reap("child", pid, 0);
  show("ours", *shared);
}

CASE(vfork_lends_its_memory) {
  volatile int *word = (int *)new_pages(1);
  *word = 1;
  long pid = sys(clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
  if (pid == 0) {
    *word = 3;
    leave(9);
  }
  show("seen", *word);
  reap("child", pid, 0);
}

CASE(no_child_to_wait_for) {
  int status;
  try("any", wait4, -1, &status, 0, 0);
  try("hang", wait4, -1, &status, WNOHANG, 0);
  try("stranger", wait4, 1, &status, 0, 0);
  try("group", wait4, -99999, &status, 0, 0);
  try("least", wait4, -2147483648, &status, 0, 0);
  try("options", wait4, -1, &status, 0x1000, 0);
}

CASE(wait_does_not_hang_for_one_that_runs) {
  int ends[2];
  sys(pipe2, ends, 0);
  long pid = sys(fork);
  if (pid == 0) {
    char c;
    sys(close, ends[1]);
    sys(read, ends[0], &c, 1);
    leave(3);
  }
  try("running", wait4, -1, 0, WNOHANG, 0);
  try("named", wait4, pid, 0, WNOHANG, 0);
  sys(close, ends[1]);
  reap("child", pid, 0);
}

CASE(wait_into_bad_memory_loses_the_child) {
  long pid = fork_ending_with(1);
  try("wild", wait4, pid, WILD, 0, 0);
  try("again", wait4, pid, 0, 0, 0);
}

CASE(wait_tells_usage) {
  struct rusage use;
  memset(&use, -1, sizeof use);
  long pid = fork_ending_with(0);
  check("child", sys(wait4, pid, 0, 0, &use) == pid);
  check("user-time", use.utime.tv_sec == 0 && use.utime.tv_usec >= 0);
  check("system-time", use.stime.tv_sec == 0 && use.stime.tv_usec >= 0);
}

CASE(waitid_leaves_or_takes) {
  struct siginfo info;
  memset(&info, 0, sizeof info);
  long pid = fork_ending_with(17);
  try("look", waitid, P_PID, pid, &info, WEXITED | WNOWAIT, 0);
  check("pid", info.si_pid == pid);
  show("signo", info.si_signo);
  show("code", info.si_code);
  show("status", (int)info.rest[0]);
  try("take", waitid, P_PID, pid, &info, WEXITED, 0);
  try("gone", waitid, P_PID, pid, &info, WEXITED, 0);
  try("no-event", waitid, P_ALL, 0, &info, 0, 0);
  try("kind", waitid, 9, 0, &info, WEXITED, 0);
  try("group-0-has-none", waitid, P_PGID, 0, &info, WEXITED, 0);
}

CASE(waitid_without_a_change_clears_the_pid) {
  struct siginfo info;
  memset(&info, 0xff, sizeof info);
  int ends[2];
  sys(pipe2, ends, 0);
  long pid = sys(fork);
  if (pid == 0) {
    char c;
    sys(close, ends[1]);
    sys(read, ends[0], &c, 1);
    leave(0);
  }
  try("nothing", waitid, P_ALL, 0, &info, WEXITED | WNOHANG, 0);
  show("pid", info.si_pid);
  show("signo", info.si_signo);
  sys(close, ends[1]);
  reap("child", pid, 0);
}

CASE(signal_ends_a_child) {
  long pid = sys(fork);
  if (pid == 0)
    for (;;) sys(pause);
  try("kill", kill, pid, SIGTERM);
  reap("child", pid, 0);
}

CASE(stopped_and_continued_child) {
  int status = 0;
  long pid = sys(fork);
  if (pid == 0)
    for (;;) sys(pause);
  sys(kill, pid, SIGSTOP);
  check("stopped", sys(wait4, pid, &status, WUNTRACED, 0) == pid);
  show_hex("status", (unsigned)status);
  try("told-once", wait4, pid, &status, WUNTRACED | WNOHANG, 0);
  sys(kill, pid, SIGCONT);
  check("continued", sys(wait4, pid, &status, WCONTINUED, 0) == pid);
  show_hex("status", (unsigned)status);
  sys(kill, pid, SIGKILL);
  reap("killed", pid, 0);
}

CASE(ignored_children_leave_nothing) {
  struct kernel_sigaction ignore = {.handler = SIG_IGN};
  sys(rt_sigaction, SIGCHLD, &ignore, 0, 8);
  fork_ending_with(0);
  fork_ending_with(1);
  reap("none", 0, 0);
}

CASE(child_without_exit_signal_is_a_clone) {
  long pid = sys(clone, 0, 0, 0, 0, 0);
  if (pid == 0) leave(4);
  try("ordinary-wait", wait4, pid, 0, 0, 0);
  reap("clone", pid, WCLONE);
  pid = fork_ending_with(5);
  try("not-a-clone", wait4, pid, 0, WCLONE, 0);
  reap("all", pid, WALL);
}

CASE(exit_signal_that_does_not_exist_is_not_sent) {
  long pid = sys(clone, 255, 0, 0, 0, 0);
  if (pid == 0) leave(6);
  reap("child", pid, WALL);
  pid = sys(clone, 65, 0, 0, 0, 0);
  if (pid == 0) leave(6);
  reap("child", pid, WALL);
}

CASE(clone_refuses) {
  try("thread-without-handlers", clone, CLONE_THREAD, 0, 0, 0, 0);
  try("handlers-without-memory", clone, CLONE_SIGHAND, 0, 0, 0, 0);
  try("two-file-systems", clone, CLONE_FS | CLONE_NEWNS, 0, 0, 0, 0);
  try("tls-of-the-kernel", clone, CLONE_SETTLS | SIGCHLD, 0, 0, 0, -1);
}

CASE(clone_ignores_what_no_flag_asks_for) {
  long pid = sys(clone, SIGCHLD, 0, -1, -1, -1);
  if (pid == 0) leave(2);
  reap("child", pid, 0);
}

CASE(clone_writes_tids) {
  volatile int *shared = (int *)sys(mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  long pid = sys(clone, CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | SIGCHLD, 0, &shared[0], &shared[1], 0);
  if (pid == 0) leave(shared[1] == sys(gettid) ? 0 : 1);
  check("parent-tid", shared[0] == pid);
  reap("child", pid, 0);
  check("child-tid", shared[1] == pid);
}

CASE(descriptors_are_copied_or_shared) {
  long pid = sys(fork);
  if (pid == 0) leave((int)sys(close, 1));
  reap("copied", pid, 0);
  check("still-open", sys(fcntl, 1, F_GETFD) == 0);
  int spare = (int)sys(dup, 1);
  pid = sys(clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
  if (pid == 0) leave((int)sys(close, spare));
  reap("shared", pid, 0);
  try("closed", close, spare);
}

CASE(working_directory_is_copied_or_shared) {
  sys(mkdir, "sub", 0755);
  long pid = sys(fork);
  if (pid == 0) leave((int)sys(chdir, "sub"));
  reap("copied", pid, 0);
  try("here", access, "sub", F_OK);
  pid = sys(clone, CLONE_FS | SIGCHLD, 0, 0, 0, 0);
  if (pid == 0) leave((int)sys(chdir, "sub"));
  reap("shared", pid, 0);
  try("gone", access, "sub", F_OK);
  sys(chdir, "..");
}

CASE(orphans_go_to_the_subreaper) {
  try("reaper", prctl, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  long pid = sys(fork);
  if (pid == 0) {
    fork_ending_with(8);
    leave(0);
  }
  int status, sum = 0, count = 0;
  while (sys(wait4, -1, &status, 0, 0) > 0) {
    sum += status >> 8;
    count++;
  }
  show("children", count);
  show("sum", sum);
}

CASE(process_groups) {
  int ends[2];
  sys(pipe2, ends, 0);
  long pid = sys(fork);
  if (pid == 0) {
    char c;
    sys(close, ends[1]);
    sys(read, ends[0], &c, 1);
    leave(0);
  }
  check("inherited", sys(getpgid, pid) == sys(getpgid, 0));
  try("new-group", setpgid, pid, pid);
  check("its-own", sys(getpgid, pid) == pid);
  try("wait-in-mine", wait4, 0, 0, WNOHANG, 0);
  try("wait-in-its", wait4, -pid, 0, WNOHANG, 0);
  try("no-such-group", setpgid, pid, 99999);
  try("no-such-process", setpgid, 99999, 0);
  try("negative", setpgid, 0, -1);
  sys(close, ends[1]);
  check("end", sys(wait4, -pid, 0, 0, 0) == pid);
}

CASE(sessions) {
  long pid = sys(fork);
  if (pid == 0) {
    if (sys(setsid) != sys(getpid)) leave(1);
    if (sys(getsid, 0) != sys(getpid) || sys(getpgid, 0) != sys(getpid)) leave(2);
    if (sys(setsid) != -EPERM) leave(3);
    if (sys(setpgid, 0, 0) != -EPERM) leave(4);
    leave(0);
  }
  reap("child", pid, 0);
}

CASE(clone3_refuses) {
  struct {
    uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls;
  } args;
  memset(&args, 0, sizeof args);
  try("small", clone3, &args, 8);
  try("wild", clone3, WILD, sizeof args);
  args.exit_signal = 65;
  try("signal", clone3, &args, sizeof args);
  args.exit_signal = 0;
  args.flags = SIGCHLD;
  try("signal-in-flags", clone3, &args, sizeof args);
  args.flags = 0;
  args.stack = 4096;
  try("stack-without-size", clone3, &args, sizeof args);
  args.stack = -4096;
  args.stack_size = 4096;
  try("stack-of-the-kernel", clone3, &args, sizeof args);
  args.stack = args.stack_size = 0;
  args.exit_signal = SIGCHLD;
  long pid = sys(clone3, &args, sizeof args);
  if (pid == 0) leave(2);
  reap("child", pid, 0);
}

static int handled;
__attribute__((used)) static void count_signal(void) { handled++; }
__asm__("on_child: jmp count_signal\nback_from_signal: mov $15, %eax\nsyscall\n");
extern char on_child[], back_from_signal[];

CASE(parent_is_told_by_the_signal_it_chose) {
  struct kernel_sigaction action = {on_child, SA_RESTORER, back_from_signal, 0};
  sys(rt_sigaction, SIGUSR1, &action, 0, 8);
  long pid = sys(clone, SIGUSR1, 0, 0, 0, 0);
  if (pid == 0) leave(0);
  while (sys(wait4, pid, 0, WALL, 0) == -EINTR) {
  }
  show("handled", handled);
}

CASE(exec_errors) {
  char *none[] = {0}, *one[] = {"file", 0};
  try("missing", execve, "missing", one, none);
  try("folder", execve, ".", one, none);
  try("missing-wild-arguments", execve, "missing", WILD, none);
  int fd = new_file("file", "no program");
  try("no-right", execve, "file", one, none);
  sys(chmod, "file", 0755);
  try("being-written", execve, "file", one, none);
  sys(close, fd);
  try("no-format", execve, "file", one, none);
  sys(close, new_file("script", "#!missing-interpreter\n"));
  sys(chmod, "script", 0755);
  try("no-interpreter", execve, "script", one, none);
  try("wild-path", execve, WILD, one, none);
  try("wild-arguments", execve, "file", WILD, none);
  try("empty", execve, "", one, none);
  try("slash-after-file", execve, "file/", one, none);
}
