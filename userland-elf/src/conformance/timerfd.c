// Timers that are read: timerfd_create(2).
#include "conformance.h"
#include "waiting.h"

enum { TFD_TIMER_ABSTIME = 1, TFD_TIMER_CANCEL_ON_SET = 2, TFD_NONBLOCK = 04000, TFD_CLOEXEC = 02000000 };

static struct itimerspec in(long milliseconds, long period) {
  struct itimerspec spec = {{0, period * MILLISECOND}, {0, milliseconds * MILLISECOND}};
  return spec;
}

static uint64_t ticks;

CASE(reads_one_expiry) {
  int fd = sys(timerfd_create, CLOCK_MONOTONIC, 0);
  struct itimerspec spec = in(10, 0);
  long start = nanoseconds_now(CLOCK_MONOTONIC);
  try("settime", timerfd_settime, fd, 0, &spec, 0);
  try("read", read, fd, &ticks, 8);
  show("ticks", ticks);
  check("long-enough", nanoseconds_now(CLOCK_MONOTONIC) - start >= 10 * MILLISECOND);
  sys(timerfd_gettime, fd, &spec);
  show("left", spec.it_value.tv_sec + spec.it_value.tv_nsec);
}

CASE(counts_expiries) {
  int fd = sys(timerfd_create, CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct itimerspec spec = in(2, 2);
  try("before", read, fd, &ticks, 8);
  sys(timerfd_settime, fd, 0, &spec, 0);
  sleep_milliseconds(60);
  long before = nanoseconds_now(CLOCK_MONOTONIC);
  try("read", read, fd, &ticks, 8);
  check("many", ticks >= 15);
  sys(fcntl, fd, F_SETFL, 0);
  try("next", read, fd, &ticks, 8);
  // Those since the last read, however long somebody else had the processor.
  long between = nanoseconds_now(CLOCK_MONOTONIC) - before;
  check("new-ones", ticks >= 1 && ticks <= (uint64_t)(between / (2 * MILLISECOND)) + 1);
  sys(timerfd_gettime, fd, &spec);
  show("period", spec.it_interval.tv_nsec);
  check("left", spec.it_value.tv_nsec > 0 && spec.it_value.tv_nsec <= 2 * MILLISECOND);
}

CASE(absolute_times) {
  for (int clock = CLOCK_REALTIME; clock <= CLOCK_BOOTTIME; clock += clock ? 6 : 1) {
    int fd = sys(timerfd_create, clock, 0);
    long at = nanoseconds_now(clock) + 10 * MILLISECOND;
    struct itimerspec spec = {{0, 0}, {at / SECOND, at % SECOND}}, past = {{0, 0}, {1, 0}};
    try("settime", timerfd_settime, fd, TFD_TIMER_ABSTIME, &spec, 0);
    try("read", read, fd, &ticks, 8);
    check("late-enough", nanoseconds_now(clock) >= at);
    sys(timerfd_settime, fd, TFD_TIMER_ABSTIME, &past, 0);
    try("past", read, fd, &ticks, 8);
    show("ticks", ticks);
  }
}

CASE(a_period_begun_long_ago) {
  int fd = sys(timerfd_create, CLOCK_MONOTONIC, 0);
  long now = nanoseconds_now(CLOCK_MONOTONIC);
  struct itimerspec spec = {{now / 10 / SECOND, now / 10 % SECOND}, {0, 1}};
  sys(timerfd_settime, fd, TFD_TIMER_ABSTIME, &spec, 0);
  try("read", read, fd, &ticks, 8);
  check("ten", ticks == 10 || ticks == 11);
}

CASE(settime_answers_the_old_one) {
  int fd = sys(timerfd_create, CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct itimerspec spec = {{3, 0}, {100, 0}}, none = {{0, 0}, {0, 0}}, old;
  try("set", timerfd_settime, fd, 0, &spec, &old);
  show("unset", old.it_value.tv_sec);
  try("clear", timerfd_settime, fd, 0, &none, &old);
  check("was", old.it_value.tv_sec >= 98 && old.it_interval.tv_sec == 3);
  sys(timerfd_gettime, fd, &old);
  show("now", old.it_value.tv_sec + old.it_value.tv_nsec);
  try("read", read, fd, &ticks, 8);
}

CASE(setting_forgets_expiries) {
  int fd = sys(timerfd_create, CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct itimerspec spec = in(1, 0), later = {{0, 0}, {100, 0}};
  sys(timerfd_settime, fd, 0, &spec, 0);
  sleep_milliseconds(20);
  sys(timerfd_settime, fd, 0, &later, 0);
  try("read", read, fd, &ticks, 8);
}

CASE(polls) {
  int fd = sys(timerfd_create, CLOCK_MONOTONIC, 0);
  struct itimerspec spec = in(10, 0);
  struct pollfd p = {fd, POLLIN | POLLOUT, 0};
  try("before", poll, &p, 1, 0);
  sys(timerfd_settime, fd, 0, &spec, 0);
  try("poll", poll, &p, 1, 5000);
  show_hex("revents", p.revents);
  try("read", read, fd, &ticks, 8);
  try("after", poll, &p, 1, 0);
}

CASE(epolls_by_edge) {
  int fd = sys(timerfd_create, CLOCK_MONOTONIC, TFD_NONBLOCK), watch = sys(epoll_create1, 0);
  struct itimerspec spec = in(5, 5);
  struct epoll_event event = {POLLIN | EPOLLET, 7};
  sys(epoll_ctl, watch, EPOLL_CTL_ADD, fd, &event);
  sys(timerfd_settime, fd, 0, &spec, 0);
  try("first", epoll_wait, watch, &event, 1, 5000);
  show("data", event.data);
  try("unread", epoll_wait, watch, &event, 1, 40);
  try("read", read, fd, &ticks, 8);
  try("second", epoll_wait, watch, &event, 1, 5000);
}

CASE(errors) {
  struct itimerspec spec = in(1, 0), nanos = {{0, 0}, {0, SECOND}}, negative = {{0, 0}, {-1, 0}}, period = {{0, -1}, {0, 1}};
  int ends[2];
  char bytes[4];
  sys(pipe2, ends, 0);
  try("clock", timerfd_create, 77, 0);
  try("cpu-clock", timerfd_create, CLOCK_PROCESS_CPUTIME_ID, 0);
  try("coarse", timerfd_create, CLOCK_MONOTONIC_COARSE, 0);
  try("flags", timerfd_create, CLOCK_MONOTONIC, 1);
  int fd = sys(timerfd_create, CLOCK_MONOTONIC, TFD_CLOEXEC);
  try("cloexec", fcntl, fd, F_GETFD);
  long mode = sys(fcntl, fd, F_GETFL);
  show_octal("mode", mode);
  try("nanos", timerfd_settime, fd, 0, &nanos, 0);
  try("negative", timerfd_settime, fd, 0, &negative, 0);
  try("period", timerfd_settime, fd, 0, &period, 0);
  try("set-flags", timerfd_settime, fd, 4, &spec, 0);
  try("cancel-flag", timerfd_settime, fd, TFD_TIMER_CANCEL_ON_SET, &spec, 0);
  try("wild", timerfd_settime, fd, 0, WILD, 0);
  try("wild-get", timerfd_gettime, fd, WILD);
  try("pipe", timerfd_settime, ends[0], 0, &spec, 0);
  try("pipe-get", timerfd_gettime, ends[0], &spec);
  try("closed", timerfd_settime, 99, 0, &spec, 0);
  try("short", read, fd, bytes, 4);
  try("write", write, fd, &ticks, 8);
  try("seek", lseek, fd, 0, SEEK_SET);
  try("pread", pread64, fd, &ticks, 8, 0);
}

CASE(is_shared_with_a_child) {
  int fd = sys(timerfd_create, CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct itimerspec spec = in(5, 0);
  sys(timerfd_settime, fd, 0, &spec, 0);
  sleep_milliseconds(30);
  long child = sys(fork);
  if (child == 0) {
    long result = sys(read, fd, &ticks, 8);
    sys(exit_group, result);
  }
  show("child", end_of(child) >> 8);
  try("parent", read, fd, &ticks, 8);
}
