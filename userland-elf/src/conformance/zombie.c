// What is still to be had of a process that has ended and that nobody waited for.
#include "conformance.h"
#include "waiting.h"

enum {
  WHO_PROCESS = 1, WHO_PGRP = 2, IDLE_CLASS = 3 << 13,
  KCMP_FILE = 0, KCMP_VM = 1, KCMP_FILES = 2, KCMP_FS = 3, KCMP_SIGHAND = 4, KCMP_IO = 5, KCMP_SYSVSEM = 6,
};

static long zombie(void) {
  struct siginfo info;
  long child = sys(fork);
  if (child == 0) sys(exit_group, 7);
  sys(waitid, P_PID, child, &info, WEXITED | WNOWAIT, 0);
  return child;
}

CASE(is_scheduled_still) {
  long child = zombie();
  uint64_t mask = 1;
  int priority = 0;
  struct { uint32_t size, policy; uint64_t flags; int32_t nice; uint32_t priority; uint64_t more[3]; } attr = {0};
  struct timespec interval;
  try("affinity", sched_getaffinity, child, 8, &mask);
  mask = 1;
  try("set-affinity", sched_setaffinity, child, 8, &mask);
  mask = 0;
  try("no-cpu", sched_setaffinity, child, 8, &mask);
  try("policy", sched_getscheduler, child);
  try("batch", sched_setscheduler, child, SCHED_BATCH, &priority);
  try("policy", sched_getscheduler, child);
  try("parameter", sched_getparam, child, &priority);
  try("set-parameter", sched_setparam, child, &priority);
  priority = 3;
  try("wrong-parameter", sched_setparam, child, &priority);
  try("interval", sched_rr_get_interval, child, &interval);
  try("attributes", sched_getattr, child, &attr, 48, 0);
  show("policy", attr.policy);
  try("set-attributes", sched_setattr, child, &attr, 0);
  show("end", end_of(child));
  try("waited-for", sched_getscheduler, child);
}

CASE(has_priorities) {
  long child = zombie();
  try("nice", setpriority, PRIO_PROCESS, child, 11);
  try("niced", getpriority, PRIO_PROCESS, child);
  try("io", ioprio_get, WHO_PROCESS, child);
  try("set-io", ioprio_set, WHO_PROCESS, child, IDLE_CLASS);
  show("end", end_of(child));
  try("waited-for", getpriority, PRIO_PROCESS, child);
}

CASE(counts_in_its_group) {
  struct siginfo info;
  long child = sys(fork);
  if (child == 0) {
    sys(setpgid, 0, 0);
    sys(exit_group, 0);
  }
  sys(waitid, P_PID, child, &info, WEXITED | WNOWAIT, 0);
  try("kill", kill, -child, 0);
  try("term", kill, -child, SIGTERM);
  try("nice", setpriority, PRIO_PGRP, child, 12);
  try("niced", getpriority, PRIO_PGRP, child);
  try("io", ioprio_get, WHO_PGRP, child);
  long group = sys(getpgid, child), session = sys(getsid, child), own = sys(getsid, 0);
  check("group", group == child);
  check("session", session == own);
  show("end", end_of(child));
  try("waited-for", kill, -child, 0);
}

CASE(takes_signals) {
  long child = zombie();
  struct siginfo info = {.si_signo = SIGUSR1, .si_code = SI_QUEUE};
  try("kill", kill, child, SIGKILL);
  try("tkill", tkill, child, SIGKILL);
  try("tgkill", tgkill, child, child, SIGKILL);
  try("queue", rt_sigqueueinfo, child, SIGUSR1, &info);
  try("queue-thread", rt_tgsigqueueinfo, child, child, SIGUSR1, &info);
  show("end", end_of(child));
}

CASE(shares_nothing) {
  long one = zombie(), other = zombie(), me = self();
  try("vm", kcmp, one, other, KCMP_VM, 0, 0);
  try("files", kcmp, one, other, KCMP_FILES, 0, 0);
  try("fs", kcmp, one, other, KCMP_FS, 0, 0);
  try("io", kcmp, one, other, KCMP_IO, 0, 0);
  try("semaphores", kcmp, one, other, KCMP_SYSVSEM, 0, 0);
  try("file", kcmp, one, one, KCMP_FILE, 0, 0);
  long vm = sys(kcmp, one, me, KCMP_VM, 0, 0), handlers = sys(kcmp, one, other, KCMP_SIGHAND, 0, 0);
  check("own-vm", vm == 1 || vm == 2);
  check("handlers", handlers == 1 || handlers == 2);
  end_of(one);
  end_of(other);
}

CASE(has_limits_and_rights) {
  long child = zombie(), head = 1, size = 0;
  struct { uint32_t version; int pid; } header = {0x20080522, child};
  uint32_t sets[6];
  uint64_t limit[2];
  try("limit", prlimit64, child, 7, 0, limit);
  try("no-limit", prlimit64, child, 99, 0, limit);
  try("set-limit", prlimit64, child, 7, limit, 0);
  try("capabilities", capget, &header, sets);
  try("robust", get_robust_list, child, &head, &size);
  show("head", head);
  show("size", size);
  struct iovec local = {limit, 8}, remote = {limit, 8};
  try("memory", process_vm_readv, child, &local, 1, &remote, 1, 0);
  int fd = sys(pidfd_open, child, 0);
  try("descriptor", pidfd_getfd, fd, 0, 0);
  try("release", process_mrelease, fd, 0);
  show("end", end_of(child));
}

CASE(has_a_user) {
  struct siginfo info;
  int pipes[2];
  sys(pipe2, pipes, 0);
  long child = sys(fork);
  if (child == 0) {
    sys(setuid, 65534);
    uint64_t user = sys(getuid);
    sys(write, pipes[1], &user, 8);
    sys(kill, self(), SIGSTOP);
    sys(exit_group, 0);
  }
  uint64_t user = 0;
  sys(read, pipes[0], &user, 8);
  info.si_uid = 77;
  sys(waitid, P_PID, child, &info, WUNTRACED, 0);
  check("stopped", info.si_uid == user);
  sys(kill, child, SIGCONT);
  info.si_uid = 77;
  sys(waitid, P_PID, child, &info, WEXITED, 0);
  check("ended", info.si_uid == user);
}

// A leader that ended is there as long as the process is.
static int leader_lives = 1;

static void outlive(void) {
  while (*(volatile int *)&leader_lives) sys(sched_yield);
  long leader = self();
  int priority = 0;
  try("batch", sched_setscheduler, leader, SCHED_BATCH, &priority);
  try("policy", sched_getscheduler, leader);
  try("own-policy", sched_getscheduler, 0);
  try("nice", setpriority, PRIO_PROCESS, leader, 11);
  try("niced", getpriority, PRIO_PROCESS, leader);
  try("signal", tgkill, leader, leader, 0);
  try("vm", kcmp, leader, leader, KCMP_VM, 0, 0);
  long other = sys(kcmp, leader, own_thread(), KCMP_VM, 0, 0);
  check("other-vm", other == 1 || other == 2);
  ready();
  sys(exit_group, 0);
}

CASE(leads_still) {
  long child = sys(fork);
  if (child == 0) {
    sys(set_tid_address, &leader_lives);
    start_thread(outlive);
    sys(exit, 0);
  }
  show("end", end_of(child));
}
