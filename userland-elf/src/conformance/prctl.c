// prctl(2), arch_prctl(2).
#include "conformance.h"

CASE(name) {
  char name[17] = "................";
  try("set", prctl, PR_SET_NAME, "a-name");
  try("get", prctl, PR_GET_NAME, name);
  show_bytes("name", name, 16);
  try("long", prctl, PR_SET_NAME, "longer-than-fifteen-letters");
  sys(prctl, PR_GET_NAME, name);
  show_bytes("name", name, 16);
  try("wild", prctl, PR_SET_NAME, WILD);
  try("get-wild", prctl, PR_GET_NAME, WILD);
  uint8_t *edge = pages_before_fault(1);
  memcpy(edge - 4, "end", 4);
  try("edge", prctl, PR_SET_NAME, edge - 4);
  try("empty", prctl, PR_SET_NAME, "");
  sys(prctl, PR_GET_NAME, name);
  show_bytes("name", name, 16);
}

CASE(dumpable) {
  show("before", sys(prctl, PR_GET_DUMPABLE));
  try("off", prctl, PR_SET_DUMPABLE, 0);
  show("off", sys(prctl, PR_GET_DUMPABLE));
  try("two", prctl, PR_SET_DUMPABLE, 2);
  try("negative", prctl, PR_SET_DUMPABLE, -1);
  try("on", prctl, PR_SET_DUMPABLE, 1);
  show("on", sys(prctl, PR_GET_DUMPABLE));
}

CASE(parent_death_signal) {
  int signal = 77;
  try("get", prctl, PR_GET_PDEATHSIG, &signal);
  show("signal", signal);
  try("set", prctl, PR_SET_PDEATHSIG, SIGTERM);
  sys(prctl, PR_GET_PDEATHSIG, &signal);
  show("signal", signal);
  try("too-large", prctl, PR_SET_PDEATHSIG, 65);
  try("negative", prctl, PR_SET_PDEATHSIG, -1);
  try("wild", prctl, PR_GET_PDEATHSIG, WILD);
  sys(prctl, PR_SET_PDEATHSIG, 0);
}

CASE(switches) {
  int value = 77;
  show("keepcaps", sys(prctl, PR_GET_KEEPCAPS));
  try("set-keepcaps", prctl, PR_SET_KEEPCAPS, 1);
  show("keepcaps", sys(prctl, PR_GET_KEEPCAPS));
  try("keepcaps-two", prctl, PR_SET_KEEPCAPS, 2);
  sys(prctl, PR_SET_KEEPCAPS, 0);
  try("subreaper", prctl, PR_SET_CHILD_SUBREAPER, 1);
  try("get-subreaper", prctl, PR_GET_CHILD_SUBREAPER, &value);
  show("value", value);
  try("no-new-privs-zero", prctl, PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0);
  try("no-new-privs-extra", prctl, PR_SET_NO_NEW_PRIVS, 1, 1, 0, 0);
  try("set-no-new-privs", prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  show("no-new-privs", sys(prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
  try("thp-disable", prctl, PR_SET_THP_DISABLE, 1, 0, 0, 0);
  show("thp-disabled", sys(prctl, PR_GET_THP_DISABLE, 0, 0, 0, 0));
  try("tsc", prctl, PR_GET_TSC, &value);
  show("value", value);
}

CASE(timer_slack) {
  try("set", prctl, PR_SET_TIMERSLACK, 12345);
  show("get", sys(prctl, PR_GET_TIMERSLACK));
}

CASE(capability_switches) {
  try("bounding-unknown", prctl, PR_CAPBSET_READ, 200);
  try("ambient", prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, 0, 0, 0);
  try("ambient-unknown", prctl, PR_CAP_AMBIENT, 99, 0, 0, 0);
}

CASE(unknown) {
  try("large", prctl, 99999, 0, 0, 0, 0);
  try("negative", prctl, -1, 0, 0, 0, 0);
  try("zero", prctl, 0, 0, 0, 0, 0);
}

CASE(fs_base) {
  static unsigned long cell = 1234;
  unsigned long base = 77, seen = 0;
  try("get", arch_prctl, ARCH_GET_FS, &base);
  show("at-start", (long)base);
  try("set", arch_prctl, ARCH_SET_FS, &cell);
  try("get", arch_prctl, ARCH_GET_FS, &base);
  check("same", base == (unsigned long)&cell);
  __asm__ volatile("mov %%fs:0, %0" : "=r"(seen));
  show("through-fs", (long)seen);
  try("zero", arch_prctl, ARCH_SET_FS, 0);
}

CASE(gs_base) {
  static unsigned long cells[2] = {12, 34};
  unsigned long base = 77, seen = 0;
  try("get", arch_prctl, ARCH_GET_GS, &base);
  show("at-start", (long)base);
  try("set", arch_prctl, ARCH_SET_GS, &cells);
  try("get", arch_prctl, ARCH_GET_GS, &base);
  check("same", base == (unsigned long)&cells);
  __asm__ volatile("mov %%gs:8, %0" : "=r"(seen));
  show("through-gs", (long)seen);
  sys(arch_prctl, ARCH_SET_GS, 0);
}

CASE(bases_live_through_system_calls) {
  static unsigned long cells[2] = {56, 78};
  unsigned long fs = 0, gs = 0;
  struct timespec wait = {0, 1000000};
  sys(arch_prctl, ARCH_SET_FS, cells);
  sys(arch_prctl, ARCH_SET_GS, cells + 1);
  sys(nanosleep, &wait, 0);
  sys(sched_yield);
  __asm__ volatile("mov %%fs:0, %0\n mov %%gs:0, %1" : "=r"(fs), "=r"(gs));
  show("fs", (long)fs);
  show("gs", (long)gs);
  sys(arch_prctl, ARCH_SET_FS, 0);
  sys(arch_prctl, ARCH_SET_GS, 0);
}

CASE(base_errors) {
  try("not-canonical", arch_prctl, ARCH_SET_FS, WILD);
  try("kernel-half", arch_prctl, ARCH_SET_FS, 0xffff800000000000ul);
  try("top", arch_prctl, ARCH_SET_GS, 1ul << 47);
  try("all-ones", arch_prctl, ARCH_SET_GS, -1l);
  try("unmapped-is-fine", arch_prctl, ARCH_SET_GS, 16);
  try("get-wild", arch_prctl, ARCH_GET_FS, WILD);
  try("get-null", arch_prctl, ARCH_GET_GS, 0);
  try("unknown", arch_prctl, 0x99, 0);
  sys(arch_prctl, ARCH_SET_GS, 0);
}
