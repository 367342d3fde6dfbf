// nanosleep(2), clock_nanosleep(2): how long at least, and errors.
#include "conformance.h"

#define MILLISECOND 1000000l

CASE(sleeps_at_least) {
  struct timespec wait = {0, 5 * MILLISECOND}, rest = {77, 77};
  long start = nanoseconds_now(CLOCK_MONOTONIC);
  try("nanosleep", nanosleep, &wait, &rest);
  check("long-enough", nanoseconds_now(CLOCK_MONOTONIC) - start >= 5 * MILLISECOND);
  check("rest-untouched", rest.tv_sec == 77 && rest.tv_nsec == 77);
}

CASE(zero) {
  struct timespec wait = {0, 0};
  try("nanosleep", nanosleep, &wait, 0);
  try("clock-nanosleep", clock_nanosleep, CLOCK_MONOTONIC, 0, &wait, 0);
}

CASE(errors) {
  struct timespec large = {0, 1000000000}, negative = {-1, 0}, below = {0, -1}, good = {0, 1};
  try("large", nanosleep, &large, 0);
  try("negative", nanosleep, &negative, 0);
  try("negative-nanoseconds", nanosleep, &below, 0);
  try("wild", nanosleep, WILD, 0);
  try("null", nanosleep, 0, 0);
  try("wild-rest-unused", nanosleep, &good, WILD);
  try("clock-large", clock_nanosleep, CLOCK_MONOTONIC, 0, &large, 0);
  try("clock-negative", clock_nanosleep, CLOCK_MONOTONIC, 0, &negative, 0);
  try("clock-wild", clock_nanosleep, CLOCK_MONOTONIC, 0, WILD, 0);
  try("clock-unknown", clock_nanosleep, 999, 0, &good, 0);
  try("clock-unknown-wild", clock_nanosleep, 999, 0, WILD, 0);
  try("clock-thread", clock_nanosleep, CLOCK_THREAD_CPUTIME_ID, 0, &good, 0);
  try("clock-raw", clock_nanosleep, CLOCK_MONOTONIC_RAW, 0, &good, 0);
  try("clock-coarse", clock_nanosleep, CLOCK_REALTIME_COARSE, 0, &good, 0);
}

CASE(each_clock) {
  static const int clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME};
  static const char *const labels[] = {"realtime", "monotonic", "boottime"};
  for (int i = 0; i < 3; i++) {
    struct timespec wait = {0, 2 * MILLISECOND};
    long start = nanoseconds_now(clocks[i]);
    try(labels[i], clock_nanosleep, clocks[i], 0, &wait, 0);
    check("long-enough", nanoseconds_now(clocks[i]) - start >= 2 * MILLISECOND);
  }
}

CASE(until_a_point_in_time) {
  static const int clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC};
  for (int i = 0; i < 2; i++) {
    long until = nanoseconds_now(clocks[i]) + 3 * MILLISECOND;
    struct timespec wait = {until / 1000000000, until % 1000000000};
    try("absolute", clock_nanosleep, clocks[i], TIMER_ABSTIME, &wait, 0);
    check("reached", nanoseconds_now(clocks[i]) >= until);
  }
  struct timespec past = {1, 0};
  long start = nanoseconds_now(CLOCK_MONOTONIC);
  try("past", clock_nanosleep, CLOCK_REALTIME, TIMER_ABSTIME, &past, 0);
  check("at-once", nanoseconds_now(CLOCK_MONOTONIC) - start < 1000 * MILLISECOND);
}

CASE(many_short_sleeps) {
  struct timespec wait = {0, 10000};
  long start = nanoseconds_now(CLOCK_MONOTONIC), failures = 0;
  for (int i = 0; i < 50; i++) {
    if (sys(nanosleep, &wait, 0) != 0) failures++;
  }
  show("failures", failures);
  check("long-enough", nanoseconds_now(CLOCK_MONOTONIC) - start >= 50 * 10000);
}
