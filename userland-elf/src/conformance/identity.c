// Who the process is: ids, groups, sessions, capabilities, priority.
#include "conformance.h"
#include "waiting.h"

CASE(process_ids) {
  long pid = sys(getpid);
  check("positive", pid > 0 && sys(getppid) >= 0);
  check("thread-is-process", sys(gettid) == pid);
  check("stable", sys(getpid) == pid);
  check("group", sys(getpgrp) > 0 && sys(getpgid, 0) == sys(getpgrp));
}

CASE(sessions_and_groups) {
  long pid = sys(getpid);
  check("session-of-self", sys(getsid, 0) >= 0);
  check("by-pid", sys(getsid, pid) == sys(getsid, 0) && sys(getpgid, pid) == sys(getpgid, 0));
  try("getpgid-nobody", getpgid, 0x3fffffff);
  try("getsid-nobody", getsid, 0x3fffffff);
  try("getpgid-negative", getpgid, -1);
  try("setpgid-negative", setpgid, 0, -1);
  try("setpgid-nobody", setpgid, 0x3fffffff, 0);
}

CASE(users) {
  unsigned ids[3] = {77, 77, 77};
  try("getresuid", getresuid, ids, ids + 1, ids + 2);
  check("users", ids[0] == sys(getuid) && ids[1] == sys(geteuid));
  try("getresgid", getresgid, ids, ids + 1, ids + 2);
  check("groups", ids[0] == sys(getgid) && ids[1] == sys(getegid));
  try("wild", getresuid, ids, ids + 1, WILD);
  try("wild-group", getresgid, WILD, ids + 1, ids);
}

CASE(setting_what_is) {
  long user = sys(getuid), group = sys(getgid);
  try("setuid", setuid, user);
  try("setgid", setgid, group);
  try("setreuid", setreuid, -1, user);
  try("setregid", setregid, group, -1);
  try("setresuid", setresuid, user, user, user);
  try("setresuid-nothing", setresuid, -1, -1, -1);
  try("setresgid", setresgid, -1, group, -1);
  check("setfsuid", sys(setfsuid, -1) == user);
  check("setfsgid", sys(setfsgid, -1) == group);
  try("setuid-none", setuid, -1);
  try("setgid-none", setgid, -1);
}

CASE(groups) {
  unsigned groups[64];
  long count = sys(getgroups, 0, 0);
  check("count", count >= 0);
  check("same", sys(getgroups, 64, groups) == count);
  try("negative", getgroups, -1, groups);
}

CASE(capabilities) {
  struct capability_header header = {0x20080522, 0};
  struct capability_data data[2];
  try("version-3", capget, &header, data);
  header.version = 0x12345;
  try("unknown-version", capget, &header, data);
  show_hex("offered", header.version);
  header.version = 0;
  try("probe", capget, &header, 0);
  show_hex("offered", header.version);
  header = (struct capability_header){0x20080522, -1};
  try("negative-pid", capget, &header, data);
  header.pid = 0x3fffffff;
  try("nobody", capget, &header, data);
  try("wild-header", capget, WILD, data);
  header = (struct capability_header){0x19980330, 0};
  try("version-1", capget, &header, data);
  header = (struct capability_header){0x20080522, 0};
  sys(capget, &header, data);
  try("set-the-same", capset, &header, data);
  header.version = 1;
  try("set-unknown-version", capset, &header, data);
}

// Relations only: which capabilities root has is the machine's business.
CASE(capabilities_kept_by_another_user) {
  struct capability_header header = {0x20080522, 0};
  struct capability_data before[2], now[2];
  sys(capget, &header, before);
  long child = sys(fork);
  if (child == 0) {
    long keep = sys(prctl, PR_SET_KEEPCAPS, 1), secure = sys(prctl, PR_GET_SECUREBITS);
    long change = sys(setresuid, 65534, 65534, 65534);
    sys(capget, &header, now);
    int end = keep == 0 && secure == 0x10;
    end |= (change == 0) << 1;
    end |= (now[0].permitted == before[0].permitted) << 2;
    end |= (now[0].effective == before[0].effective) << 3;
    end |= (sys(capset, &header, before) == 0) << 4;
    end |= (sys(prctl, PR_GET_KEEPCAPS) == 1) << 5;
    sys(exit_group, end);
  }
  show_hex("kept", end_of(child) >> 8);
  child = sys(fork);
  if (child == 0) {
    long change = sys(setresuid, 65534, 65534, 65534);
    sys(capget, &header, now);
    int raised = sys(capset, &header, before) == 0;
    sys(exit_group, (change == 0) | (now[0].permitted == 0) << 1 | raised << 2);
  }
  show_hex("dropped", end_of(child) >> 8);
}

CASE(priority) {
  check("self", sys(getpriority, PRIO_PROCESS, 0) >= 1);
  long pid = sys(getpid);
  check("by-pid", sys(getpriority, PRIO_PROCESS, pid) == sys(getpriority, PRIO_PROCESS, 0));
  check("group", sys(getpriority, PRIO_PGRP, 0) >= 1);
  check("user", sys(getpriority, PRIO_USER, 0) >= 1);
  try("unknown", getpriority, 3, 0);
  try("negative-kind", getpriority, -1, 0);
  try("nobody", getpriority, PRIO_PROCESS, 0x3fffffff);
  try("set-unknown", setpriority, 3, 0, 0);
  try("set-nobody", setpriority, PRIO_PROCESS, 0x3fffffff, 0);
  try("set", setpriority, PRIO_PROCESS, 0, 19);
  show("then", sys(getpriority, PRIO_PROCESS, 0));
  try("beyond", setpriority, PRIO_PROCESS, 0, 1000);
  show("then", sys(getpriority, PRIO_PROCESS, 0));
}

CASE(personality) {
  long old = sys(personality, 0xffffffff);
  check("known", old >= 0);
  check("answers-with-the-old", sys(personality, old | 0x0040000) == old);
  check("kept", sys(personality, 0xffffffff) == (old | 0x0040000));
  sys(personality, old);
}

CASE(scheduling) {
  int parameters[1] = {99};
  uint64_t mask[16] = {0};
  unsigned cpu = 77777, node = 77777;
  struct timespec quantum;
  try("yield", sched_yield);
  show("policy", sys(sched_getscheduler, 0));
  try("parameters", sched_getparam, 0, parameters);
  show("priority", parameters[0]);
  show("fifo-lowest", sys(sched_get_priority_min, SCHED_FIFO));
  show("fifo-highest", sys(sched_get_priority_max, SCHED_FIFO));
  show("other-highest", sys(sched_get_priority_max, SCHED_OTHER));
  try("unknown-policy", sched_get_priority_max, 77);
  try("other-with-priority", sched_setscheduler, 0, SCHED_OTHER, (parameters[0] = 5, parameters));
  parameters[0] = 0;
  try("batch", sched_setscheduler, 0, SCHED_BATCH, parameters);
  show("policy", sys(sched_getscheduler, 0));
  try("other", sched_setscheduler, 0, SCHED_OTHER, parameters);
  try("set-unknown", sched_setscheduler, 0, 77, parameters);
  try("nobody", sched_getscheduler, 0x3fffffff);
  try("negative", sched_getscheduler, -1);
  try("quantum", sched_rr_get_interval, 0, &quantum);
  try("null-parameters", sched_getparam, 0, 0);
  try("getcpu", getcpu, &cpu, &node, 0);
  try("getcpu-null", getcpu, 0, 0, 0);
  try("getcpu-wild", getcpu, WILD, 0, 0);
  long size = sys(sched_getaffinity, 0, sizeof mask, mask);
  check("whole-words", size > 0 && size % 8 == 0);
  check("own-cpu-is-allowed", cpu < 1024 && (mask[cpu / 64] >> (cpu % 64) & 1));
  try("affinity-odd-size", sched_getaffinity, 0, 7, mask);
  try("affinity-zero-size", sched_getaffinity, 0, 0, mask);
  try("affinity-wild", sched_getaffinity, 0, 128, WILD);
  try("affinity-nobody", sched_getaffinity, 0x3fffffff, 128, mask);
  try("set-affinity", sched_setaffinity, 0, 128, mask);
  memset(mask, 0, sizeof mask);
  try("set-no-cpu", sched_setaffinity, 0, 128, mask);
}
