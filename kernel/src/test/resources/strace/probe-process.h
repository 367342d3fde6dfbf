/* Processes, identities, scheduling, futexes, prctl. */
static void processes(void) {
  CALL(getpid);
  CALL(getppid);
  CALL(gettid);
  CALL(getpgrp);
  CALL(getpgid, 0);
  CALL(getsid, 0);
  CALL(setpgid, 99999999, 1);
  CALL(getuid);
  CALL(setuid, -1);
  CALL(setreuid, -1, 0);
  CALL(setresgid, -1, -1, 0);
  CALL(getresuid, ROOM(int), ROOM(int), ROOM(int));
  CALL(getgroups, 0, 0);
  CALL(getgroups, 64, room(256));
  CALL(getgroups, -1, room(16));
  CALL(setgroups, 2, data(((int[2]){1, 2}), 8));
  CALL(capget, DATA(struct __user_cap_header_struct, {_LINUX_CAPABILITY_VERSION_3, 0}), room(24));
  CALL(capget, DATA(struct __user_cap_header_struct, {0, 0}), 0);
  CALL(execve, str("/none"), data(((char *[4]){str("a"), str("b \"c\""), 0}), 32),
       data(((char *[3]){str("X=1"), str("Y=2"), 0}), 24));
  CALL(execve, str("/none"), 0, 0);
  CALL(execveat, AT_FDCWD, str("/none"), data(((char *[2]){str("a"), 0}), 16),
       data(((char *[1]){0}), 8), AT_EMPTY_PATH);
  CALL(wait4, -1, ROOM(int), WNOHANG | WUNTRACED, ROOM(struct rusage));
  CALL(wait4, 12345, 0, 0, 0);
  CALL(waitid, P_ALL, 0, ROOM(siginfo_t), WEXITED | WNOHANG, 0);
  CALL(waitid, P_PID, 12345, ROOM(siginfo_t), WEXITED | WSTOPPED | WNOWAIT, 0);
  long child = raw(SYS_clone, SIGCHLD, 0, 0, 0, 0, 0);
  if (child == 0) {
    raw(SYS_exit_group, 3, 0, 0, 0, 0, 0);
  }
  CALL(waitid, P_PID, child, ROOM(siginfo_t), WEXITED | WNOWAIT, 0);
  CALL(wait4, child, ROOM(int), 0, ROOM(struct rusage));
  child = raw(SYS_clone, SIGCHLD, 0, 0, 0, 0, 0);
  if (child == 0) {
    raw(SYS_kill, raw(SYS_getpid, 0, 0, 0, 0, 0, 0), SIGKILL, 0, 0, 0, 0);
  }
  CALL(wait4, child, ROOM(int), 0, 0);
  CALL(clone, CLONE_VM | CLONE_THREAD | SIGCHLD, 0x1000, 0, 0, 0);
  CALL(clone, CLONE_SIGHAND | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_SETTLS, 0x1000,
       ROOM(int), ROOM(int), 0x7000);
  CALL(clone3, DATA(struct clone_args, {.flags = CLONE_THREAD, .exit_signal = SIGCHLD}),
       sizeof(struct clone_args));
  CALL(clone3, DATA(struct clone_args, {.flags = 0x8000000000, .stack = 0x1000, .stack_size = 64}),
       64);
  CALL(unshare, CLONE_NEWNS | 0x1);
  CALL(setns, 99, CLONE_NEWNET);
  CALL(kill, 99999999, SIGTERM);
  CALL(kill, 99999999, 0);
  CALL(tgkill, 99999999, 99999999, SIGUSR1);
  CALL(tkill, 99999999, 64);
  CALL(pidfd_open, 99999999, 0);
  CALL(pidfd_send_signal, 99, SIGINT, 0, 0);
  CALL(sched_yield);
  CALL(sched_getaffinity, 0, 64, room(64));
  CALL(sched_setaffinity, 0, 8, DATA(long, {5}));
  CALL(sched_getaffinity, 99999999, 64, room(64));
  CALL(sched_getscheduler, 0);
  CALL(sched_setscheduler, 99999999, SCHED_RR, DATA(int, {3}));
  CALL(sched_getparam, 0, ROOM(int));
  CALL(sched_get_priority_max, SCHED_FIFO);
  CALL(sched_rr_get_interval, 0, ROOM(struct timespec));
  CALL(sched_getattr, 0, room(64), 48, 0);
  CALL(getpriority, PRIO_PROCESS, 0);
  CALL(setpriority, PRIO_USER, 99999, 5);
  CALL(ioprio_get, 1, 0);
  CALL(uname, ROOM(struct utsname));
  CALL(sysinfo, ROOM(struct sysinfo));
  CALL(personality, 0xffffffff);
  CALL(getcpu, ROOM(int), 0, 0);
  CALL(set_robust_list, 0x1000, 24);
  CALL(get_robust_list, 0, ROOM(long), ROOM(long));
  CALL(set_tid_address, 0x1000);
  CALL(rseq, 0x2000, 32, 0, 0x53053053);
  CALL(getrandom, room(8), 8, GRND_NONBLOCK);
  CALL(getrandom, room(64), 40, GRND_RANDOM | GRND_INSECURE);
  CALL(seccomp, 0, 1, 0);
  CALL(kcmp, 1, 2, 0, 3, 4);
  CALL(ptrace, 99999, 1, 2, 3);
  CALL(sethostname, str("x"), -1);
  CALL(reboot, 1, 2, 0x4321fedc, 0);
  CALL(prctl, PR_SET_NAME, str("a name"));
  CALL(prctl, PR_SET_NAME, str("a name that is long, very long"));
  CALL(prctl, PR_GET_NAME, room(16));
  CALL(prctl, PR_SET_PDEATHSIG, SIGHUP);
  CALL(prctl, PR_GET_PDEATHSIG, ROOM(int));
  CALL(prctl, PR_SET_PDEATHSIG, 0);
  CALL(prctl, PR_CAPBSET_READ, 21);
  CALL(prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
  CALL(prctl, PR_SET_CHILD_SUBREAPER, 0);
  CALL(prctl, PR_GET_CHILD_SUBREAPER, ROOM(int));
  CALL(prctl, PR_GET_TIMERSLACK);
  CALL(prctl, PR_SET_TIMERSLACK, 50000);
  CALL(prctl, PR_GET_SECCOMP);
  CALL(prctl, PR_GET_KEEPCAPS);
  CALL(prctl, PR_SET_KEEPCAPS, 1);
  CALL(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, 3, 0, 0);
  CALL(prctl, PR_GET_TID_ADDRESS, ROOM(long));
  CALL(prctl, 4242, 1, 2, 3, 4);
  CALL(arch_prctl, 0x1003, ROOM(long));
  CALL(arch_prctl, 0x1004, ROOM(long));
  CALL(arch_prctl, 0x1011);
  CALL(arch_prctl, 0x3001, 1);
  int *word = room(16);
  CALL(futex, word, FUTEX_WAIT, 1, 0);
  CALL(futex, ARENA, FUTEX_WAIT_PRIVATE, 0, DATA(struct timespec, {0, 1000}));
  CALL(futex, 0x10000100, FUTEX_WAKE_PRIVATE, 0x7fffffff);
  CALL(futex, 0x10000100, FUTEX_WAIT_BITSET_PRIVATE | FUTEX_CLOCK_REALTIME, 7, 0, 0, -1);
  CALL(futex, 0x10000100, FUTEX_WAIT_BITSET, 7, DATA(struct timespec, {1, 2}), 0, 5);
  CALL(futex, 0x10000100, FUTEX_WAKE_BITSET, 7, 0, 0, 3);
  CALL(futex, 0x10000100, FUTEX_REQUEUE, 1, 2, 0x10000200, 0);
  CALL(futex, 0x10000100, FUTEX_CMP_REQUEUE_PRIVATE, 1, 0x7fffffff, 0x10000200, 3);
  CALL(futex, 0x10000100, FUTEX_WAKE_OP, 1, 1, 0x10000200,
       FUTEX_OP(FUTEX_OP_SET, 0, FUTEX_OP_CMP_GT, 1));
  CALL(futex, 0x10000100, FUTEX_LOCK_PI_PRIVATE, 0, DATA(struct timespec, {1, 2}));
  CALL(futex, 0x10000100, FUTEX_UNLOCK_PI_PRIVATE);
  CALL(futex, 0x10000100, FUTEX_TRYLOCK_PI);
  CALL(futex, 0x10000100, FUTEX_CMP_REQUEUE_PI, 1, 2, 0x10000200, 3);
  CALL(futex, 0x10000100, 60, 1, 2, 0x10000200, 3);
}
