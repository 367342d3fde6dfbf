// Signals without handlers: masks, pending ones, dispositions, who may be signalled.
// Those that end the process are in kill.c and fault.c; queues are in signal_queue.c.
#include "conformance.h"

static uint64_t bit(int signal) {
  return 1ul << (signal - 1);
}

static long self(void) {
  return sys(getpid);
}

static uint64_t mask_now(void) {
  uint64_t mask = 0;
  sys(rt_sigprocmask, SIG_BLOCK, 0, &mask, 8);
  return mask;
}

static void block(uint64_t signals) {
  sys(rt_sigprocmask, SIG_BLOCK, &signals, 0, 8);
}

static void ignore(int signal) {
  struct kernel_sigaction action = {.handler = SIG_IGN};
  sys(rt_sigaction, signal, &action, 0, 8);
}

static uint64_t pending(void) {
  uint64_t signals = 0;
  sys(rt_sigpending, &signals, 8);
  return signals;
}

CASE(mask_operations) {
  uint64_t set = bit(SIGUSR1) | bit(SIGTERM), old = 77, less = bit(SIGTERM);
  try("block", rt_sigprocmask, SIG_BLOCK, &set, &old, 8);
  show_hex("old", old);
  show_hex("now", mask_now());
  try("unblock", rt_sigprocmask, SIG_UNBLOCK, &less, &old, 8);
  show_hex("old", old);
  show_hex("now", mask_now());
  set = bit(SIGHUP) | bit(64);
  try("set", rt_sigprocmask, SIG_SETMASK, &set, &old, 8);
  show_hex("now", mask_now());
}

CASE(two_signals_cannot_be_blocked) {
  uint64_t all = ~0ul;
  try("all", rt_sigprocmask, SIG_SETMASK, &all, 0, 8);
  show_hex("now", mask_now());
}

CASE(mask_errors) {
  uint64_t set = 0;
  try("unknown", rt_sigprocmask, 3, &set, 0, 8);
  try("unknown-without-set", rt_sigprocmask, 3, 0, &set, 8);
  try("size", rt_sigprocmask, SIG_BLOCK, &set, 0, 4);
  try("large-size", rt_sigprocmask, SIG_BLOCK, &set, 0, 128);
  try("wild-set", rt_sigprocmask, SIG_BLOCK, WILD, 0, 8);
  set = bit(SIGUSR1);
  try("wild-old", rt_sigprocmask, SIG_BLOCK, &set, WILD, 8);
  show_hex("blocked-nevertheless", mask_now());
}

CASE(blocked_signals_wait) {
  block(bit(SIGUSR1) | bit(SIGUSR2));
  show_hex("before", pending());
  long pid = sys(getpid);
  try("kill", kill, pid, SIGUSR1);
  try("again", kill, pid, SIGUSR1);
  try("tgkill", tgkill, pid, pid, SIGUSR2);
  show_hex("pending", pending());
  ignore(SIGUSR1);
  show_hex("ignoring-drops", pending());
  ignore(SIGUSR2);
}

CASE(pending_errors) {
  try("wild", rt_sigpending, WILD, 8);
  try("large-size", rt_sigpending, WILD, 9);
}

CASE(ignored_signals_vanish) {
  ignore(SIGTERM);
  ignore(SIGHUP);
  try("term", kill, self(), SIGTERM);
  try("hup", tgkill, self(), self(), SIGHUP);
  show_hex("pending", pending());
}

CASE(ignored_by_default) {
  static const int signals[] = {SIGCHLD, SIGCONT, SIGURG, SIGWINCH};
  for (int i = 0; i < 4; i++) try("kill", kill, self(), signals[i]);
  show_hex("pending", pending());
}

CASE(kill_targets) {
  long pid = sys(getpid);
  try("self", kill, pid, 0);
  try("own-group", kill, 0, 0);
  try("nobody", kill, 0x3fffffff, 0);
  try("nobody-in-group", kill, -0x3fffffff, 0);
  try("signal-65", kill, pid, 65);
  try("signal-negative", kill, pid, -1);
  try("nobody-signal-65", kill, 0x3fffffff, 65);
  try("least-integer", kill, -0x80000000l, 0);
}

CASE(thread_targets) {
  long pid = sys(getpid);
  try("self", tgkill, pid, pid, 0);
  try("wrong-group", tgkill, 0x3fffffff, pid, 0);
  try("nobody", tgkill, pid, 0x3fffffff, 0);
  try("zero", tgkill, 0, pid, 0);
  try("negative", tgkill, pid, -1, 0);
  try("signal-65", tgkill, pid, pid, 65);
  try("tkill", tkill, pid, 0);
  try("tkill-zero", tkill, 0, 0);
  try("tkill-nobody", tkill, 0x3fffffff, 0);
}

CASE(dispositions) {
  struct kernel_sigaction action = {.handler = SIG_IGN, .mask = ~0ul}, old = {.handler = SIG_IGN};
  try("get", rt_sigaction, SIGUSR1, 0, &old, 8);
  check("default", old.handler == SIG_DFL && old.flags == 0 && old.mask == 0);
  try("set", rt_sigaction, SIGUSR1, &action, 0, 8);
  try("get", rt_sigaction, SIGUSR1, 0, &old, 8);
  check("ignored", old.handler == SIG_IGN);
  show_hex("mask", old.mask);
  try("kill-get", rt_sigaction, SIGKILL, 0, &old, 8);
  try("kill-set", rt_sigaction, SIGKILL, &action, 0, 8);
  try("stop-set", rt_sigaction, SIGSTOP, &action, 0, 8);
  action.handler = SIG_DFL;
  try("kill-default", rt_sigaction, SIGKILL, &action, 0, 8);
  try("zero", rt_sigaction, 0, 0, &old, 8);
  try("65", rt_sigaction, 65, 0, &old, 8);
  try("64", rt_sigaction, 64, 0, &old, 8);
  try("size", rt_sigaction, SIGUSR1, 0, &old, 16);
  try("wild", rt_sigaction, SIGUSR1, WILD, 0, 8);
  try("wild-old", rt_sigaction, SIGUSR1, 0, WILD, 8);
}

CASE(alternate_stack) {
  static uint8_t memory[65536];
  struct stack_t stack = {memory, 0, sizeof memory}, old;
  try("set", sigaltstack, &stack, 0);
  try("get", sigaltstack, 0, &old);
  check("same", old.ss_sp == memory && old.ss_size == sizeof memory);
  show("flags", old.ss_flags);
  stack.ss_size = 100;
  try("small", sigaltstack, &stack, 0);
  stack.ss_size = sizeof memory;
  stack.ss_flags = 8;
  try("unknown-flag", sigaltstack, &stack, 0);
  stack.ss_flags = SS_DISABLE;
  stack.ss_size = 0;
  try("disable", sigaltstack, &stack, &old);
  try("get", sigaltstack, 0, &old);
  show("flags", old.ss_flags);
  check("cleared", old.ss_sp == 0 && old.ss_size == 0);
  stack = (struct stack_t){memory, SS_AUTODISARM, sizeof memory};
  try("autodisarm", sigaltstack, &stack, 0);
  sys(sigaltstack, 0, &old);
  check("flags-kept", old.ss_flags == SS_AUTODISARM);
  try("wild", sigaltstack, WILD, 0);
  try("wild-old", sigaltstack, 0, WILD);
  stack.ss_flags = SS_DISABLE;
  sys(sigaltstack, &stack, 0);
}
