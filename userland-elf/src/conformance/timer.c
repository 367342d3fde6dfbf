// Timers that send signals: setitimer(2), alarm(2), timer_create(2). Margins of time are wide.
#include "conformance.h"
#include "waiting.h"

struct sigevent {
  uint64_t value;
  int signal, notify, thread;
  char padding[44];
};
enum { SIGEV_SIGNAL = 0, SIGEV_NONE = 1, SIGEV_THREAD = 2, SIGEV_THREAD_ID = 4 };

CASE(real_interval_timer) {
  struct itimerval timer = {{0, 0}, {0, 20000}}, left;
  struct siginfo info;
  block(bit(SIGALRM));
  try("set", setitimer, ITIMER_REAL, &timer, 0);
  try("get", getitimer, ITIMER_REAL, &left);
  check("less", left.it_value.tv_sec == 0 && left.it_value.tv_usec > 0 && left.it_value.tv_usec <= 20000);
  show("signal", await_signal(bit(SIGALRM), &info, 5000));
  check("by-kernel", info.si_code == SI_KERNEL && info.si_pid == 0);
  show("again", await_signal(bit(SIGALRM), &info, 60));
  try("after", getitimer, ITIMER_REAL, &left);
  check("zero", left.it_value.tv_sec == 0 && left.it_value.tv_usec == 0);
}

CASE(real_interval_timer_repeats) {
  struct itimerval timer = {{0, 10000}, {0, 10000}}, none = {{0, 0}, {0, 0}}, old;
  block(bit(SIGALRM));
  sys(setitimer, ITIMER_REAL, &timer, 0);
  for (int i = 0; i < 3; i++) show("signal", await_signal(bit(SIGALRM), 0, 5000));
  try("stop", setitimer, ITIMER_REAL, &none, &old);
  show("interval", old.it_interval.tv_usec);
  await_signal(bit(SIGALRM), 0, 0);
  show("stopped", await_signal(bit(SIGALRM), 0, 60));
}

CASE(interval_timer_errors) {
  struct itimerval good = {{0, 0}, {100, 0}}, micros = {{0, 0}, {0, 1000000}}, negative = {{0, 0}, {-1, 0}},
                   interval = {{0, -1}, {0, 0}}, old;
  try("which", setitimer, 3, &good, 0);
  try("which-get", getitimer, -1, &old);
  try("micros", setitimer, ITIMER_REAL, &micros, 0);
  try("negative", setitimer, ITIMER_REAL, &negative, 0);
  try("interval", setitimer, ITIMER_REAL, &interval, 0);
  try("wild", setitimer, ITIMER_REAL, WILD, 0);
  try("wild-get", getitimer, ITIMER_REAL, WILD);
  try("set", setitimer, ITIMER_REAL, &good, 0);
  try("wild-old", setitimer, ITIMER_REAL, &good, WILD);
  try("no-value", setitimer, ITIMER_REAL, 0, &old);
  show("was", old.it_value.tv_sec >= 99);
  try("get", getitimer, ITIMER_REAL, &old);
  show("seconds", old.it_value.tv_sec);
}

CASE(virtual_interval_timer) {
  struct itimerval timer = {{0, 0}, {0, 30000}}, left;
  block(bit(SIGVTALRM));
  try("set", setitimer, ITIMER_VIRTUAL, &timer, 0);
  show("asleep", await_signal(bit(SIGVTALRM), 0, 100));
  burn_cpu(150);
  show("signal", await_signal(bit(SIGVTALRM), 0, 0));
  try("get", getitimer, ITIMER_VIRTUAL, &left);
  check("zero", left.it_value.tv_usec == 0);
}

CASE(profiling_interval_timer) {
  struct itimerval timer = {{0, 20000}, {0, 20000}}, none = {{0, 0}, {0, 0}};
  block(bit(SIGPROF));
  try("set", setitimer, ITIMER_PROF, &timer, 0);
  for (int i = 0; i < 3; i++) {
    burn_cpu(60);
    show("signal", await_signal(bit(SIGPROF), 0, 0));
  }
  try("stop", setitimer, ITIMER_PROF, &none, 0);
}

CASE(alarm_answers_what_was_left) {
  try("first", alarm, 100);
  try("second", alarm, 10);
  try("third", alarm, 0);
  try("fourth", alarm, 0);
  struct itimerval timer = {{0, 0}, {0, 400000}};
  sys(setitimer, ITIMER_REAL, &timer, 0);
  try("rounds-up-to-one", alarm, 0);
}

CASE(alarm_sends) {
  block(bit(SIGALRM));
  try("alarm", alarm, 1);
  show("signal", await_signal(bit(SIGALRM), 0, 10000));
}

static volatile int handled;

static void on_signal(int signal) {
  handled = signal;
}

CASE(alarm_interrupts_a_sleep) {
  struct timespec wait = {50, 0}, rest = {0, 0};
  struct itimerval timer = {{0, 0}, {0, 20000}};
  set_action(SIGALRM, on_signal, 0);
  sys(setitimer, ITIMER_REAL, &timer, 0);
  try("nanosleep", nanosleep, &wait, &rest);
  show("handled", handled);
  check("rest", rest.tv_sec >= 45 && rest.tv_sec < 50);
}

CASE(alarm_interrupts_a_read) {
  int ends[2];
  char byte;
  struct itimerval timer = {{0, 0}, {0, 20000}};
  sys(pipe2, ends, 0);
  set_action(SIGALRM, on_signal, 0);
  sys(setitimer, ITIMER_REAL, &timer, 0);
  try("read", read, ends[0], &byte, 1);
}

CASE(interval_timers_are_not_inherited) {
  struct itimerval timer = {{0, 0}, {100, 0}}, left = {{0, 0}, {0, 0}};
  sys(setitimer, ITIMER_REAL, &timer, 0);
  long child = sys(fork);
  if (child == 0) {
    sys(getitimer, ITIMER_REAL, &left);
    sys(exit_group, left.it_value.tv_sec == 0 ? 7 : 8);
  }
  show("child", end_of(child) >> 8);
  sys(alarm, 0);
}

CASE(timer_fires_once) {
  int id = -1;
  struct sigevent event = {.value = 0x1234567890, .signal = 40, .notify = SIGEV_SIGNAL};
  struct itimerspec spec = {{0, 0}, {0, 10 * MILLISECOND}}, left;
  struct siginfo info = {0};
  block(bit(40));
  try("create", timer_create, CLOCK_MONOTONIC, &event, &id);
  try("settime", timer_settime, id, 0, &spec, 0);
  show("signal", await_signal(bit(40), &info, 5000));
  show("code", info.si_code);
  check("timer", info.si_pid == id);
  show("overrun", info.si_uid);
  show_hex("value", info.rest[0]);
  show("again", await_signal(bit(40), &info, 50));
  try("gettime", timer_gettime, id, &left);
  show("left", left.it_value.tv_nsec + left.it_value.tv_sec);
  try("overruns", timer_getoverrun, id);
  try("delete", timer_delete, id);
  try("gone", timer_gettime, id, &left);
}

CASE(timer_counts_overruns) {
  int id;
  struct sigevent event = {.signal = 41, .notify = SIGEV_SIGNAL};
  struct itimerspec spec = {{0, 2 * MILLISECOND}, {0, 2 * MILLISECOND}};
  struct siginfo info = {0};
  block(bit(41));
  sys(timer_create, CLOCK_REALTIME, &event, &id);
  sys(timer_settime, id, 0, &spec, 0);
  sleep_milliseconds(60);
  show("signal", await_signal(bit(41), &info, 5000));
  check("overran", info.si_uid >= 10);
  long overruns = sys(timer_getoverrun, id);
  check("same", overruns == info.si_uid);
  show("repeats", await_signal(bit(41), &info, 5000));
  check("few", info.si_uid < 10);
  sys(timer_delete, id);
}

CASE(timer_by_default_sends_alarm) {
  int id;
  struct itimerspec spec = {{0, 0}, {0, MILLISECOND}};
  struct siginfo info = {0};
  block(bit(SIGALRM));
  try("create", timer_create, CLOCK_MONOTONIC, 0, &id);
  sys(timer_settime, id, 0, &spec, 0);
  show("signal", await_signal(bit(SIGALRM), &info, 5000));
  check("value", (int)info.rest[0] == id);
  sys(timer_delete, id);
}

CASE(timer_without_signal) {
  int id;
  struct sigevent event = {.notify = SIGEV_NONE};
  struct itimerspec once = {{0, 0}, {0, 5 * MILLISECOND}}, often = {{0, 7}, {0, 5 * MILLISECOND}}, left;
  try("create", timer_create, CLOCK_MONOTONIC, &event, &id);
  sys(timer_settime, id, 0, &once, 0);
  sleep_milliseconds(20);
  sys(timer_gettime, id, &left);
  show("expired", left.it_value.tv_nsec);
  sys(timer_settime, id, 0, &often, 0);
  sleep_milliseconds(20);
  sys(timer_gettime, id, &left);
  check("running", left.it_value.tv_nsec >= 0 && left.it_value.tv_nsec <= 7);
  show("period", left.it_interval.tv_nsec);
  sys(timer_delete, id);
}

CASE(timer_to_a_thread) {
  int id;
  struct sigevent event = {.signal = SIGUSR1, .notify = SIGEV_THREAD_ID};
  struct itimerspec spec = {{0, 0}, {0, MILLISECOND}};
  struct siginfo info = {0};
  block(bit(SIGUSR1));
  event.thread = own_thread();
  try("create", timer_create, CLOCK_MONOTONIC, &event, &id);
  sys(timer_settime, id, 0, &spec, 0);
  show("signal", await_signal(bit(SIGUSR1), &info, 5000));
  show("code", info.si_code);
  sys(timer_delete, id);
  event.thread = 4194304;
  try("other-thread", timer_create, CLOCK_MONOTONIC, &event, &id);
}

CASE(timer_at_an_absolute_time) {
  int id;
  struct sigevent event = {.signal = 42, .notify = SIGEV_SIGNAL};
  block(bit(42));
  for (int clock = CLOCK_REALTIME; clock <= CLOCK_MONOTONIC; clock++) {
    long at = nanoseconds_now(clock) + 20 * MILLISECOND;
    struct itimerspec spec = {{0, 0}, {at / SECOND, at % SECOND}};
    sys(timer_create, clock, &event, &id);
    try("settime", timer_settime, id, TIMER_ABSTIME, &spec, 0);
    show("signal", await_signal(bit(42), 0, 5000));
    check("late-enough", nanoseconds_now(clock) >= at);
    struct itimerspec past = {{0, 0}, {0, 1}};
    sys(timer_settime, id, TIMER_ABSTIME, &past, 0);
    show("past", await_signal(bit(42), 0, 5000));
    sys(timer_delete, id);
  }
}

CASE(timer_of_cpu_time) {
  int id;
  struct sigevent event = {.signal = 43, .notify = SIGEV_SIGNAL};
  struct itimerspec spec = {{0, 0}, {0, 30 * MILLISECOND}};
  block(bit(43));
  for (int clock = CLOCK_PROCESS_CPUTIME_ID; clock <= CLOCK_THREAD_CPUTIME_ID; clock++) {
    try("create", timer_create, clock, &event, &id);
    try("settime", timer_settime, id, 0, &spec, 0);
    show("asleep", await_signal(bit(43), 0, 60));
    burn_cpu(120);
    show("signal", await_signal(bit(43), 0, 0));
    sys(timer_delete, id);
  }
}

CASE(timer_errors) {
  int id;
  struct sigevent event = {.signal = 65, .notify = SIGEV_SIGNAL}, notify = {.signal = SIGUSR1, .notify = 3},
                  good = {.signal = SIGUSR1};
  struct itimerspec wrong = {{0, 0}, {0, SECOND}}, negative = {{-1, 0}, {0, 1}}, spec = {{0, 0}, {9, 0}};
  try("signal", timer_create, CLOCK_MONOTONIC, &event, &id);
  event.signal = 0;
  try("signal-0", timer_create, CLOCK_MONOTONIC, &event, &id);
  try("notify", timer_create, CLOCK_MONOTONIC, &notify, &id);
  try("clock", timer_create, 77, &good, &id);
  try("raw", timer_create, CLOCK_MONOTONIC_RAW, &good, &id);
  try("coarse", timer_create, CLOCK_REALTIME_COARSE, &good, &id);
  try("wild-event", timer_create, CLOCK_MONOTONIC, WILD, &id);
  try("wild-id", timer_create, CLOCK_MONOTONIC, &good, WILD);
  try("good", timer_create, CLOCK_BOOTTIME, &good, &id);
  try("nanos", timer_settime, id, 0, &wrong, 0);
  try("negative", timer_settime, id, 0, &negative, 0);
  try("null", timer_settime, id, 0, 0, 0);
  try("wild", timer_settime, id, 0, WILD, 0);
  try("no-timer", timer_settime, id + 99, 0, &spec, 0);
  try("no-timer-get", timer_gettime, id + 99, &spec);
  try("no-timer-overrun", timer_getoverrun, -1);
  try("no-timer-delete", timer_delete, id + 99);
  try("delete", timer_delete, id);
}

CASE(timer_settime_answers_the_old_one) {
  int id;
  struct sigevent event = {.signal = SIGUSR1};
  struct itimerspec spec = {{3, 0}, {100, 0}}, none = {{0, 0}, {0, 0}}, old;
  block(bit(SIGUSR1));
  sys(timer_create, CLOCK_MONOTONIC, &event, &id);
  try("set", timer_settime, id, 0, &spec, &old);
  show("unset", old.it_value.tv_sec + old.it_interval.tv_sec);
  try("clear", timer_settime, id, 0, &none, &old);
  check("was", old.it_value.tv_sec >= 98 && old.it_interval.tv_sec == 3);
  sys(timer_gettime, id, &old);
  show("now", old.it_value.tv_sec + old.it_interval.tv_sec);
  sys(timer_delete, id);
}

CASE(timer_set_anew_takes_its_signal_back) {
  int id;
  struct sigevent event = {.signal = 44};
  struct itimerspec soon = {{0, 0}, {0, MILLISECOND}}, later = {{0, 0}, {100, 0}};
  block(bit(44));
  sys(timer_create, CLOCK_MONOTONIC, &event, &id);
  sys(timer_settime, id, 0, &soon, 0);
  sleep_milliseconds(30);
  sys(timer_settime, id, 0, &later, 0);
  show("signal", await_signal(bit(44), 0, 0));
  sys(timer_settime, id, 0, &soon, 0);
  sleep_milliseconds(30);
  sys(timer_delete, id);
  show("deleted", await_signal(bit(44), 0, 0));
}

CASE(timers_are_not_inherited) {
  int id;
  struct sigevent event = {.signal = SIGUSR1};
  struct itimerspec left;
  sys(timer_create, CLOCK_MONOTONIC, &event, &id);
  long child = sys(fork);
  if (child == 0) {
    long result = sys(timer_gettime, id, &left);
    sys(exit_group, result == -EINVAL ? 7 : 8);
  }
  show("child", end_of(child) >> 8);
  sys(timer_delete, id);
}

CASE(sleeping_by_cpu_time) {
  struct timespec wait = {0, 30 * MILLISECOND};
  long child = sys(fork);
  if (child == 0) {
    for (;;) burn_cpu(1000);
  }
  int clock = (int)(~(unsigned)child << 3 | 2);
  try("sleep", clock_nanosleep, clock, 0, &wait, 0);
  check("used", nanoseconds_now(clock) >= 30 * MILLISECOND);
  sys(kill, child, SIGKILL);
  show("end", end_of(child));
  try("own-thread", clock_nanosleep, CLOCK_THREAD_CPUTIME_ID, 0, &wait, 0);
  try("own-thread-by-number", clock_nanosleep, (int)(~0u << 3 | 6), 0, &wait, 0);
  try("nobody", clock_nanosleep, (int)(~4194304u << 3 | 2), 0, &wait, 0);
}

// What a tick sees is a sample, and a busy host delays ticks: so until it shows, within ten seconds
// of processor time.
static bool grows(int who, bool system) {
  static char bytes[1 << 20];
  long start = nanoseconds_now(CLOCK_THREAD_CPUTIME_ID), first = -1;
  while (nanoseconds_now(CLOCK_THREAD_CPUTIME_ID) - start < 10 * SECOND) {
    struct rusage use;
    if (system) sys(getrandom, bytes, sizeof bytes, 0);
    else burn_cpu(10);
    sys(getrusage, who, &use);
    struct timeval *time = system ? &use.stime : &use.utime;
    long used = time->tv_sec * SECOND + time->tv_usec * 1000;
    if (first < 0) first = used;
    if (used - first >= 50 * MILLISECOND) return true;
  }
  return false;
}

CASE(times_are_split) {
  check("user", grows(RUSAGE_SELF, false));
  check("system", grows(RUSAGE_SELF, true));
  check("thread-user", grows(RUSAGE_THREAD, false));
  check("thread-system", grows(RUSAGE_THREAD, true));
}

CASE(cpu_limit_warns) {
  struct rlimit limit = {1, 3}, now;
  struct siginfo info;
  block(bit(SIGXCPU));
  try("set", prlimit64, 0, RLIMIT_CPU, &limit, 0);
  burn_cpu(1300);
  show("signal", await_signal(bit(SIGXCPU), &info, 0));
  show("code", info.si_code);
  sys(prlimit64, 0, RLIMIT_CPU, 0, &now);
  check("moved-on", now.rlim_cur >= 2 && now.rlim_max == 3);
}

ENDING(cpu_limit_kills) {
  struct rlimit limit = {1, 1};
  block(bit(SIGXCPU));
  sys(prlimit64, 0, RLIMIT_CPU, &limit, 0);
  ready();
  burn_cpu(20000);
}

ENDING(cpu_warning_kills) {
  struct rlimit limit = {1, 4};
  sys(prlimit64, 0, RLIMIT_CPU, &limit, 0);
  ready();
  burn_cpu(20000);
}

ENDING(alarm_kills) {
  ready();
  sys(alarm, 1);
  sleep_milliseconds(20000);
}

ENDING(profiling_kills) {
  struct itimerval timer = {{0, 0}, {0, 20000}};
  ready();
  sys(setitimer, ITIMER_PROF, &timer, 0);
  burn_cpu(20000);
}
