// Clocks: clock_gettime(2), clock_getres, gettimeofday, time, times, getrusage. Only relations are told.
#include "conformance.h"

static const char *const clock_names[] = {"realtime", "monotonic", "process", "thread", "raw",
                                          "realtime-coarse", "monotonic-coarse", "boottime"};

CASE(every_clock_runs) {
  for (int clock = CLOCK_REALTIME; clock <= CLOCK_BOOTTIME; clock++) {
    struct timespec now = {-1, -1};
    try(clock_names[clock], clock_gettime, clock, &now);
    check("in-range", now.tv_sec >= 0 && now.tv_nsec >= 0 && now.tv_nsec < 1000000000);
  }
}

CASE(no_clock_goes_back) {
  for (int clock = CLOCK_REALTIME; clock <= CLOCK_BOOTTIME; clock++) {
    long last = nanoseconds_now(clock), backwards = 0;
    for (int i = 0; i < 1000; i++) {
      long now = nanoseconds_now(clock);
      if (now < last) backwards++;
      last = now;
    }
    show(clock_names[clock], backwards);
  }
}

CASE(resolutions) {
  for (int clock = CLOCK_REALTIME; clock <= CLOCK_BOOTTIME; clock++) {
    struct timespec step = {-1, -1};
    try(clock_names[clock], clock_getres, clock, &step);
    bool coarse = clock == CLOCK_REALTIME_COARSE || clock == CLOCK_MONOTONIC_COARSE;
    check("fine", coarse ? step.tv_nsec > 1 && step.tv_nsec <= 10000000 : step.tv_nsec == 1);
    if (step.tv_sec) show("seconds", step.tv_sec);
  }
  try("null", clock_getres, CLOCK_REALTIME, 0);
}

CASE(errors) {
  struct timespec now;
  try("unknown", clock_gettime, 999, &now);
  try("unknown-wild", clock_gettime, 999, WILD);
  try("wild", clock_gettime, CLOCK_REALTIME, WILD);
  try("null", clock_gettime, CLOCK_REALTIME, 0);
  try("hole", clock_gettime, 10, &now);
  try("resolution-unknown", clock_getres, 999, &now);
  try("resolution-wild", clock_getres, CLOCK_REALTIME, WILD);
  try("set-monotonic", clock_settime, CLOCK_MONOTONIC, &now);
  try("set-unknown", clock_settime, 999, &now);
  try("set-wild", clock_settime, CLOCK_REALTIME, WILD);
}

CASE(clocks_agree) {
  struct timeval day;
  long second = 0;
  long before = nanoseconds_now(CLOCK_REALTIME);
  try("gettimeofday", gettimeofday, &day, 0);
  long told = sys(time, &second);
  long after = nanoseconds_now(CLOCK_REALTIME);
  long then = day.tv_sec * 1000000000 + day.tv_usec * 1000;
  check("microseconds", day.tv_usec >= 0 && day.tv_usec < 1000000);
  check("between", then >= before - 1000 && then <= after);
  check("time", told == second && told >= before / 1000000000 - 1 && told <= after / 1000000000);
  check("after-2020", told > 1577836800);
  long coarse = nanoseconds_now(CLOCK_REALTIME_COARSE);
  check("coarse", coarse <= nanoseconds_now(CLOCK_REALTIME) && coarse > before - 1000000000);
}

CASE(gettimeofday_arguments) {
  struct timeval day;
  int zone[2] = {7, 7};
  try("both", gettimeofday, &day, zone);
  try("null-day", gettimeofday, 0, zone);
  try("both-null", gettimeofday, 0, 0);
  try("wild", gettimeofday, WILD, 0);
  try("wild-zone", gettimeofday, 0, WILD);
  try("time-wild", time, WILD);
}

static void work(void) {
  volatile unsigned long sum = 0;
  for (int i = 0; i < 3000000; i++) sum += (unsigned long)i * 7;
}

CASE(processor_time_follows_work) {
  long process = nanoseconds_now(CLOCK_PROCESS_CPUTIME_ID);
  long thread = nanoseconds_now(CLOCK_THREAD_CPUTIME_ID);
  work();
  check("process", nanoseconds_now(CLOCK_PROCESS_CPUTIME_ID) > process);
  check("thread", nanoseconds_now(CLOCK_THREAD_CPUTIME_ID) > thread);
}

CASE(processor_time_does_not_follow_sleep) {
  struct timespec wait = {0, 60000000};
  long process = nanoseconds_now(CLOCK_PROCESS_CPUTIME_ID), wall = nanoseconds_now(CLOCK_MONOTONIC);
  sys(nanosleep, &wait, 0);
  process = nanoseconds_now(CLOCK_PROCESS_CPUTIME_ID) - process;
  wall = nanoseconds_now(CLOCK_MONOTONIC) - wall;
  check("wall", wall >= 60000000);
  check("process", process < wall - 20000000);
}

CASE(getrusage) {
  struct rusage before, after;
  try("self", getrusage, RUSAGE_SELF, &before);
  work();
  try("thread", getrusage, RUSAGE_THREAD, &after);
  try("self", getrusage, RUSAGE_SELF, &after);
  long first = before.utime.tv_sec * 1000000 + before.utime.tv_usec;
  long second = after.utime.tv_sec * 1000000 + after.utime.tv_usec;
  check("forward", second >= first);
  check("memory", after.maxrss > 0);
  try("children", getrusage, RUSAGE_CHILDREN, &after);
  check("none", after.utime.tv_sec == 0 && after.utime.tv_usec == 0 && after.maxrss == 0);
  try("unknown", getrusage, 5, &after);
  try("wild", getrusage, RUSAGE_SELF, WILD);
}

CASE(times) {
  struct tms used = {-1, -1, -1, -1};
  long first = sys(times, &used), second = sys(times, 0);
  check("ticks", second >= first);
  check("used", used.utime >= 0 && used.stime >= 0);
  show("children", used.cutime + used.cstime);
  try("wild", times, WILD);
}
