// Policies, priorities of I/O, and leaving what is shared.
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
enum { IDLE_CLASS = 3 << 13, BEST_EFFORT = 2 << 13, WHO_PROCESS = 1, WHO_PGRP = 2, RESET_ON_FORK = 1 };

// In a child, since a process cannot always take back what it set.
static long child_of(long (*run)(void)) {
  long child = sys(fork);
  if (child == 0) sys(exit_group, run());
  return end_of(child) >> 8;
}

CASE(attributes_are_shown) {
  struct sched_attr attr;
  memset(&attr, 0x55, sizeof attr);
  try("get", sched_getattr, 0, &attr, 56, 0);
  show("size", attr.size);
  show("policy", attr.policy);
  show("flags", attr.flags);
  long priority = sys(getpriority, PRIO_PROCESS, 0);
  check("nice", attr.nice == 20 - priority);
  show("priority", attr.priority);
  try("first-size", sched_getattr, 0, &attr, 48, 0);
  show("size", attr.size);
  try("small", sched_getattr, 0, &attr, 47, 0);
  try("large", sched_getattr, 0, &attr, 4097, 0);
  try("flags", sched_getattr, 0, &attr, 56, 1);
  try("null", sched_getattr, 0, 0, 56, 0);
  try("negative", sched_getattr, -1, &attr, 56, 0);
  try("nobody", sched_getattr, 4194304, &attr, 56, 0);
}

static long set_batch(void) {
  struct sched_attr attr = {.size = 56, .policy = SCHED_BATCH, .nice = 5, .flags = RESET_ON_FORK}, now;
  if (sys(sched_setattr, 0, &attr, 0) != 0) return 1;
  sys(sched_getattr, 0, &now, 56, 0);
  if (now.policy != SCHED_BATCH || now.nice != 5 || now.flags != RESET_ON_FORK) return 2;
  long policy = sys(sched_getscheduler, 0), nice = sys(getpriority, PRIO_PROCESS, 0);
  if (policy != (SCHED_BATCH | 0x40000000) || nice != 15) return 3;
  long child = sys(fork);
  if (child == 0) {
    policy = sys(sched_getscheduler, 0);
    sys(exit_group, policy == SCHED_BATCH ? 0 : 4);
  }
  return end_of(child) >> 8;
}

CASE(attributes_are_set) {
  show("batch", child_of(set_batch));
}

CASE(attribute_errors) {
  struct sched_attr attr = {.size = 56, .policy = 77};
  uint64_t large[10] = {80};
  try("policy", sched_setattr, 0, &attr, 0);
  attr.policy = SCHED_OTHER;
  attr.priority = 1;
  try("priority", sched_setattr, 0, &attr, 0);
  attr.priority = 0;
  attr.flags = 0x1000;
  try("options", sched_setattr, 0, &attr, 0);
  attr.flags = 0;
  try("flags", sched_setattr, 0, &attr, 1);
  try("negative", sched_setattr, -1, &attr, 0);
  try("nobody", sched_setattr, 4194304, &attr, 0);
  try("null", sched_setattr, 0, 0, 0);
  try("wild", sched_setattr, 0, WILD, 0);
  attr.size = 40;
  try("small", sched_setattr, 0, &attr, 0);
  show("known-at-least", attr.size >= 56);
  large[9] = 1;
  try("unknown", sched_setattr, 0, large, 0);
  attr.size = 0;
  try("first-size", sched_setattr, 0, &attr, 0);
  struct sched_attr deadline = {.size = 56, .policy = 6, .runtime = 10, .deadline = 5};
  try("deadline", sched_setattr, 0, &deadline, 0);
}

static long set_idle_io(void) {
  long set = sys(ioprio_set, WHO_PROCESS, 0, IDLE_CLASS), got = sys(ioprio_get, WHO_PROCESS, 0);
  if (set != 0 || got != IDLE_CLASS) return 1;
  long child = sys(fork);
  if (child == 0) {
    got = sys(ioprio_get, WHO_PROCESS, 0);
    sys(exit_group, got == IDLE_CLASS ? 0 : 2);
  }
  return end_of(child) >> 8;
}

CASE(priorities_of_io) {
  long got = sys(ioprio_get, WHO_PROCESS, 0);
  show_hex("default", got);
  show("idle", child_of(set_idle_io));
  try("best-effort", ioprio_set, WHO_PROCESS, 0, BEST_EFFORT | 3);
  got = sys(ioprio_get, WHO_PROCESS, 0);
  show_hex("then", got);
  try("class", ioprio_set, WHO_PROCESS, 0, 4 << 13);
  try("none-with-level", ioprio_set, WHO_PROCESS, 0, 3);
  try("which", ioprio_set, 9, 0, BEST_EFFORT);
  try("which-get", ioprio_get, 0, 0);
  try("nobody", ioprio_get, WHO_PROCESS, 4194304);
  try("nobody-set", ioprio_set, WHO_PROCESS, 4194304, BEST_EFFORT);
}

static long leave_files(void) {
  volatile int *done = (int *)sys(mmap, 0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  long child = sys(clone, SIGCHLD | 0x400 | 0x200, 0, 0, 0, 0);
  if (child == 0) {
    long result = sys(unshare, 0x400 | 0x200);
    sys(close, 1);
    sys(chdir, "/");
    *done = 1;
    sys(exit_group, result);
  }
  if (end_of(child) != 0 || !*done) return 1;
  char path[64];
  long count = sys(getcwd, path, 64), open = sys(fcntl, 1, F_GETFD);
  return open == 0 && count != 2 ? 0 : 2;
}

CASE(unsharing) {
  show("files-and-folder", child_of(leave_files));
  try("nothing", unshare, 0);
  try("unknown", unshare, 1);
  try("threads", unshare, 0x10000);
  try("semaphores", unshare, 0x40000);
  int ends[2];
  sys(pipe2, ends, 0);
  try("setns", setns, ends[0], 0);
  try("setns-closed", setns, 99, 0);
}
