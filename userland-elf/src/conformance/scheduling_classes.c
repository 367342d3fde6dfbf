// Classes of scheduling, who may ask for them, and the processors a thread may use.
#include "conformance.h"
#include "waiting.h"

struct sched_attr {
  uint32_t size, policy;
  uint64_t flags;
  int32_t nice;
  uint32_t priority;
  uint64_t runtime, deadline, period;
  uint32_t util_min, util_max;
};
enum { RR = 2, ISO = 4, DEADLINE = 6, RESET = 0x40000000, LIMIT_NICE = 13, LIMIT_RTPRIO = 14, NOBODY = 4194304 };

// In a child, since a process cannot always take back what it set.
static long child_of(long (*run)(void)) {
  long child = sys(fork);
  if (child == 0) sys(exit_group, run());
  return end_of(child) >> 8;
}

static long set_class(int policy, int priority) {
  return sys(sched_setscheduler, 0, policy, &priority);
}

static int priority_now(void) {
  int priority = -1;
  sys(sched_getparam, 0, &priority);
  return priority;
}

CASE(ranges_of_priorities) {
  for (int policy = -1; policy <= DEADLINE; policy++) {
    show("policy", policy);
    try("min", sched_get_priority_min, policy);
    try("max", sched_get_priority_max, policy);
  }
}

CASE(wrong_priorities) {
  show("fifo-0", set_class(SCHED_FIFO, 0));
  show("fifo-100", set_class(SCHED_FIFO, 100));
  show("fifo-negative", set_class(SCHED_FIFO, -1));
  show("rr-0", set_class(RR, 0));
  show("batch-1", set_class(SCHED_BATCH, 1));
  show("idle-1", set_class(SCHED_IDLE, 1));
  show("iso", set_class(ISO, 0));
  show("deadline", set_class(DEADLINE, 0));
  show("negative", set_class(-1, 0));
  try("null", sched_setscheduler, 0, SCHED_OTHER, 0);
  try("wild", sched_setscheduler, 0, SCHED_OTHER, WILD);
}

CASE(parameters_of_another) {
  int priority = 1;
  try("other-1", sched_setparam, 0, &priority);
  priority = 0;
  try("other-0", sched_setparam, 0, &priority);
  try("null", sched_setparam, 0, 0);
  try("wild", sched_setparam, 0, WILD);
  try("negative", sched_setparam, -1, &priority);
  try("nobody", sched_setparam, NOBODY, &priority);
  try("get-negative", sched_getparam, -1, &priority);
  try("get-nobody", sched_getparam, NOBODY, &priority);
  try("get-wild", sched_getparam, 0, WILD);
}

CASE(turns) {
  struct timespec turn = {-1, -1};
  try("own", sched_rr_get_interval, 0, &turn);
  check("short", turn.tv_sec == 0 && turn.tv_nsec >= 0);
  try("wild", sched_rr_get_interval, 0, WILD);
  try("negative", sched_rr_get_interval, -1, &turn);
  try("nobody", sched_rr_get_interval, NOBODY, &turn);
}

// What an ordinary user without limits raised may not, a bit each; the order of errors counts.
static long ask_as_ordinary(void) {
  struct rlimit none = {0, 0};
  sys(prlimit64, 0, LIMIT_NICE, &none, 0);
  sys(prlimit64, 0, LIMIT_RTPRIO, &none, 0);
  sys(setresuid, 65534, 65534, 65534);
  struct sched_attr nicer = {.size = 56, .nice = -5};
  struct sched_attr deadline = {.size = 56, .policy = DEADLINE, .runtime = 1 << 20, .deadline = 1 << 24, .period = 1 << 24};
  long set_nicer = sys(sched_setattr, 0, &nicer, 0), set_deadline = sys(sched_setattr, 0, &deadline, 0);
  long raise = sys(setpriority, PRIO_PROCESS, 0, -1);
  long result = set_class(SCHED_FIFO, 1) == -EPERM;
  result |= (set_class(RR, 99) == -EPERM) << 1;
  result |= (set_class(SCHED_FIFO, 100) == -EINVAL) << 2;
  result |= (raise == -EACCES) << 3;
  result |= (set_nicer == -EPERM) << 4;
  result |= (set_deadline == -EPERM) << 5;
  result |= (set_class(SCHED_BATCH, 0) == 0) << 6;
  return result;
}

CASE(an_ordinary_user_asks_in_vain) {
  show("refused", child_of(ask_as_ordinary));
}

static long leave_idle(void) {
  struct rlimit none = {0, 0};
  sys(prlimit64, 0, LIMIT_NICE, &none, 0);
  sys(setresuid, 65534, 65534, 65534);
  if (set_class(SCHED_IDLE, 0) != 0) return 99;
  return -set_class(SCHED_OTHER, 0);
}

CASE(nobody_leaves_idle_without_right) {
  show("error", child_of(leave_idle));
}

// 0 as well when the host lets nobody have it.
static long be_realtime(void) {
  struct timespec turn;
  long set = set_class(SCHED_FIFO, 10);
  if (set == -EPERM) return 0;
  long policy = sys(sched_getscheduler, 0);
  if (set != 0 || policy != SCHED_FIFO || priority_now() != 10) return 1;
  sys(sched_rr_get_interval, 0, &turn);
  if (turn.tv_sec != 0 || turn.tv_nsec != 0) return 2;
  int priority = 20;
  if (sys(sched_setparam, 0, &priority) != 0 || priority_now() != 20) return 3;
  priority = 0;
  if (sys(sched_setparam, 0, &priority) != -EINVAL) return 4;
  long child = sys(fork);
  if (child == 0) {
    policy = sys(sched_getscheduler, 0);
    sys(exit_group, policy == SCHED_FIFO && priority_now() == 20 ? 0 : 1);
  }
  if (end_of(child) != 0) return 5;
  if (set_class(RR, 5) != 0) return 6;
  sys(sched_rr_get_interval, 0, &turn);
  if (turn.tv_sec != 0 || turn.tv_nsec == 0) return 7;
  sys(sched_yield);
  if (set_class(SCHED_OTHER, 0) != 0) return 8;
  policy = sys(sched_getscheduler, 0);
  return policy != SCHED_OTHER || priority_now() != 0 ? 9 : 0;
}

CASE(realtime_is_inherited_and_left) {
  show("failed-at", child_of(be_realtime));
}

static long reset_on_fork(void) {
  long set = set_class(SCHED_FIFO | RESET, 10);
  if (set == -EPERM) return 0;
  long policy = sys(sched_getscheduler, 0);
  if (set != 0 || policy != (SCHED_FIFO | RESET)) return 1;
  long child = sys(fork);
  if (child == 0) {
    policy = sys(sched_getscheduler, 0);
    sys(exit_group, policy == SCHED_OTHER && priority_now() == 0 ? 0 : 1);
  }
  return end_of(child) != 0 ? 2 : 0;
}

CASE(realtime_ends_at_a_fork_if_asked) {
  show("failed-at", child_of(reset_on_fork));
}

static long keep_deadlines(void) {
  struct sched_attr attr = {.size = 56, .policy = DEADLINE, .runtime = 1000000, .deadline = 20000000}, now;
  long set = sys(sched_setattr, 0, &attr, 0);
  if (set == -EPERM || set == -EBUSY) return 0;
  if (set != 0) return 1;
  sys(sched_getattr, 0, &now, 56, 0);
  if (now.policy != DEADLINE || now.runtime != 1000000 || now.deadline != 20000000) return 2;
  if (now.period != 20000000) return 3;
  long child = sys(fork);
  if (child == 0) sys(exit_group, 0);
  if (child != -EAGAIN) return 4;
  for (int i = 0; i < 3; i++) sys(sched_yield);
  if (set_class(SCHED_OTHER, 0) != 0) return 5;
  child = sys(fork);
  if (child == 0) sys(exit_group, 0);
  return end_of(child) != 0 ? 6 : 0;
}

CASE(deadlines_are_kept_and_not_inherited) {
  show("failed-at", child_of(keep_deadlines));
}

static long with(uint64_t runtime, uint64_t deadline, uint64_t period) {
  struct sched_attr attr = {.size = 56, .policy = DEADLINE, .runtime = runtime, .deadline = deadline, .period = period};
  return sys(sched_setattr, 0, &attr, 0);
}

CASE(impossible_deadlines) {
  show("no-runtime", with(0, 10000000, 10000000));
  show("too-little", with(1000, 10000000, 10000000));
  show("beyond-the-deadline", with(20000000, 10000000, 30000000));
  show("beyond-the-period", with(1000000, 20000000, 10000000));
  show("none", with(1000000, 0, 0));
  show("sign", with(1000000, 1ul << 63, 0));
  show("period-sign", with(1000000, 10000000, 1ul << 63));
}

static uint64_t mask[16];

CASE(one_processor) {
  unsigned cpu = 77777;
  memset(mask, 0, sizeof mask);
  sys(sched_getaffinity, 0, sizeof mask, mask);
  unsigned first = 0;
  while (!(mask[first / 64] >> first % 64 & 1)) first++;
  memset(mask, 0, sizeof mask);
  mask[first / 64] = 1ul << first % 64;
  try("set", sched_setaffinity, 0, sizeof mask, mask);
  sys(getcpu, &cpu, 0, 0);
  check("there", cpu == first);
  memset(mask, 0xff, sizeof mask);
  long size = sys(sched_getaffinity, 0, sizeof mask, mask);
  int count = 0;
  for (long i = 0; i < size * 8; i++) count += mask[i / 64] >> i % 64 & 1;
  show("count", count);
  long child = sys(fork);
  if (child == 0) {
    uint64_t inherited[16] = {0};
    sys(sched_getaffinity, 0, sizeof inherited, inherited);
    sys(exit_group, inherited[first / 64] == 1ul << first % 64 ? 0 : 1);
  }
  show("inherited", end_of(child));
}

CASE(processors_that_are_not_there) {
  memset(mask, 0, sizeof mask);
  mask[15] = 1ul << 63;
  try("last", sched_setaffinity, 0, sizeof mask, mask);
  try("empty", sched_setaffinity, 0, 0, mask);
  try("wild", sched_setaffinity, 0, sizeof mask, WILD);
  try("nobody", sched_setaffinity, NOBODY, sizeof mask, mask);
  memset(mask, 0xff, sizeof mask);
  try("all", sched_setaffinity, 0, sizeof mask, mask);
  try("one-byte", sched_setaffinity, 0, 1, mask);
}

static long be_nice(void) {
  long before = sys(getpriority, PRIO_PROCESS, 0);
  if (before != 20) return 0;
  if (sys(setpriority, PRIO_PROCESS, 0, 5) != 0) return 1;
  if (sys(getpriority, PRIO_PROCESS, 0) != 15) return 2;
  if (sys(setpriority, PRIO_PROCESS, 0, 100) != 0) return 3;
  if (sys(getpriority, PRIO_PROCESS, 0) != 1) return 4;
  long child = sys(fork);
  if (child == 0) {
    long inherited = sys(getpriority, PRIO_PROCESS, 0);
    sys(exit_group, inherited == 1 ? 0 : 1);
  }
  return end_of(child) != 0 ? 5 : 0;
}

CASE(niceness) {
  show("failed-at", child_of(be_nice));
  try("which", setpriority, 3, 0, 5);
  try("which-get", getpriority, -1, 0);
  try("nobody", setpriority, PRIO_PROCESS, NOBODY, 5);
  try("nobody-get", getpriority, PRIO_PROCESS, NOBODY);
  try("no-group", getpriority, PRIO_PGRP, NOBODY);
}
