// Signals that are waited for: rt_sigtimedwait(2), rt_sigqueueinfo(2), what queues and what does not.
#include "conformance.h"
#include "waiting.h"

static void ignore(int signal) {
  struct kernel_sigaction action = {.handler = SIG_IGN};
  sys(rt_sigaction, signal, &action, 0, 8);
}

CASE(waiting_for_a_pending_signal) {
  struct siginfo info;
  struct timespec none = {0, 0}, wrong = {0, -1};
  uint64_t set = bit(SIGUSR1) | bit(SIGUSR2) | bit(40);
  block(set);
  try("none", rt_sigtimedwait, &set, &info, &none, 8);
  sys(kill, self(), SIGUSR2);
  sys(kill, self(), SIGUSR1);
  try("lowest-first", rt_sigtimedwait, &set, &info, &none, 8);
  show("signal", info.si_signo);
  show("code", info.si_code);
  check("sender", info.si_pid == self() && info.si_uid == (unsigned)own_user());
  sys(tgkill, self(), self(), SIGUSR1);
  try("thread", rt_sigtimedwait, &set, &info, 0, 8);
  check("by-tkill", info.si_code == SI_TKILL);
  try("second", rt_sigtimedwait, &set, 0, &none, 8);
  try("then-none", rt_sigtimedwait, &set, 0, &none, 8);
  try("wrong-time", rt_sigtimedwait, &set, 0, &wrong, 8);
  try("size", rt_sigtimedwait, &set, 0, &none, 4);
  try("wild", rt_sigtimedwait, WILD, 0, &none, 8);
}

CASE(real_time_signals_queue) {
  struct siginfo info;
  struct timespec none = {0, 0};
  uint64_t set = bit(40) | bit(41);
  block(set);
  memset(&info, 0, sizeof info);
  info.si_code = SI_QUEUE;
  for (int i = 1; i <= 3; i++) {
    info.rest[0] = i * 11;
    try("queue", rt_sigqueueinfo, self(), 40, &info);
  }
  sys(kill, self(), 41);
  for (int i = 0; i < 4; i++) {
    memset(&info, 0, sizeof info);
    show("signal", sys(rt_sigtimedwait, &set, &info, &none, 8));
    show("value", info.rest[0] & 0xffffffff);
  }
  try("then", rt_sigtimedwait, &set, &info, &none, 8);
}

// The next case must not see it.
CASE(a_case_may_leave_a_signal_pending) {
  block(bit(SIGUSR1) | bit(SIGPROF));
  sys(kill, self(), SIGPROF);
  sys(tgkill, self(), own_thread(), SIGUSR1);
}

CASE(ordinary_signals_do_not_queue) {
  struct timespec none = {0, 0};
  uint64_t set = bit(SIGUSR1);
  block(set);
  for (int i = 0; i < 3; i++) sys(kill, self(), SIGUSR1);
  try("first", rt_sigtimedwait, &set, 0, &none, 8);
  try("second", rt_sigtimedwait, &set, 0, &none, 8);
}

CASE(timed_wait_times_out) {
  struct timespec wait = {0, 3000000};
  uint64_t set = bit(SIGUSR1);
  block(set);
  long start = nanoseconds_now(CLOCK_MONOTONIC);
  try("wait", rt_sigtimedwait, &set, 0, &wait, 8);
  check("long-enough", nanoseconds_now(CLOCK_MONOTONIC) - start >= 3000000);
}

CASE(queue_rules) {
  struct siginfo info;
  memset(&info, 0, sizeof info);
  long pid = sys(getpid);
  ignore(SIGUSR1);
  info.si_code = SI_QUEUE;
  try("self", rt_sigqueueinfo, pid, SIGUSR1, &info);
  info.si_code = SI_USER;
  try("forged-to-self", rt_sigqueueinfo, pid, SIGUSR1, &info);
  try("forged-to-nobody", rt_sigqueueinfo, 0x3fffffff, SIGUSR1, &info);
  info.si_code = SI_QUEUE;
  try("nobody", rt_sigqueueinfo, 0x3fffffff, SIGUSR1, &info);
  try("signal-65", rt_sigqueueinfo, pid, 65, &info);
  try("wild", rt_sigqueueinfo, pid, SIGUSR1, WILD);
  try("thread", rt_tgsigqueueinfo, pid, pid, SIGUSR1, &info);
}

CASE(the_queue_has_a_limit) {
  struct rlimit limit = {3, 3};
  long child = sys(fork);
  if (child == 0) {
    uint64_t set = bit(40);
    struct siginfo info;
    memset(&info, 0, sizeof info);
    info.si_code = SI_QUEUE;
    block(set);
    sys(setrlimit, 11, &limit);
    long me = self(), result = 0;
    int queued = 0;
    while (queued < 50 && (result = sys(rt_sigqueueinfo, me, 40, &info)) == 0) queued++;
    long sent = sys(kill, me, 40);
    sys(exit_group, queued < 50 && result == -EAGAIN && sent == 0 ? 7 : 8);
  }
  int status = -1;
  sys(wait4, child, &status, 0, 0);
  show("child", status >> 8);
}

static void sleep_on(void) {
  sleep_milliseconds(10000);
}

static int went_on(int signal) {
  int ends[2];
  char byte;
  sys(pipe2, ends, 0);
  long child = sys(fork);
  if (child == 0) {
    start_thread(sleep_on);
    block(bit(signal));
    long me = self();
    sys(kill, me, signal);
    sys(write, ends[1], "x", 1);
    sleep_milliseconds(10000);
  }
  sys(close, ends[1]);
  long got = sys(read, ends[0], &byte, 1);
  show("end", end_of(child));
  return (int)got;
}

// The other thread takes it, and it is all over as it is sent.
CASE(the_sender_does_not_return_from_what_ends_it) {
  show("went-on", went_on(SIGUSR1));
  show("went-on", went_on(SIGTERM));
  show("went-on", went_on(SIGRTMIN));
}
