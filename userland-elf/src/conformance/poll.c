// poll(2), ppoll(2), select(2), pselect(2).
#include "conformance.h"

static int ends[2];
static struct pollfd fds[4];
static unsigned long in[16], out[16], except[16];

static void poll_one(const char *label, int fd, int events) {
  fds[0] = (struct pollfd){fd, (short)events, 0x7fff};
  try(label, poll, fds, 1, 0);
  show_hex("events", (unsigned long)(uint16_t)fds[0].revents);
}

CASE(pipes) {
  sys(pipe2, ends, O_NONBLOCK);
  poll_one("reader", ends[0], POLLIN | POLLOUT);
  poll_one("writer", ends[1], POLLIN | POLLOUT);
  sys(write, ends[1], "x", 1);
  poll_one("reader", ends[0], POLLIN | POLLRDNORM | POLLPRI);
  poll_one("nothing-asked", ends[0], 0);
  uint8_t *pages = new_pages(16);
  while (sys(write, ends[1], pages, 4096) > 0) {}
  poll_one("full-writer", ends[1], POLLOUT | POLLWRNORM);
  sys(close, ends[1]);
  poll_one("hung-up", ends[0], POLLIN);
  while (sys(read, ends[0], pages, 65536) > 0) {}
  poll_one("hung-up-empty", ends[0], POLLIN);
  poll_one("hung-up-unasked", ends[0], 0);
  sys(pipe2, ends, 0);
  sys(close, ends[0]);
  poll_one("broken", ends[1], POLLOUT);
  poll_one("broken-unasked", ends[1], 0);
}

CASE(files_are_always_ready) {
  make_file("f", "x");
  poll_one("file", open_path("f", O_RDONLY), POLLIN | POLLOUT | POLLPRI);
  poll_one("folder", open_path(".", O_RDONLY), POLLIN | POLLOUT);
  poll_one("null", open_path("/dev/null", O_RDWR), POLLIN | POLLOUT);
  poll_one("zero", open_path("/dev/zero", O_RDWR), POLLIN | POLLOUT | POLLRDNORM);
  poll_one("urandom", open_path("/dev/urandom", O_RDONLY), POLLIN | POLLOUT);
}

CASE(odd_descriptors) {
  make_file("f", "x");
  poll_one("closed", 999, POLLIN);
  poll_one("negative", -1, POLLIN);
  poll_one("path", open_path("f", O_PATH), POLLIN);
  try("none", poll, 0, 0, 0);
  try("wild", poll, WILD, 1, 0);
  try("too-many", poll, fds, 1ul << 30, 0);
  try("wild-none", poll, WILD, 0, 0);
}

CASE(several) {
  sys(pipe2, ends, 0);
  sys(write, ends[1], "x", 1);
  fds[0] = (struct pollfd){ends[0], POLLIN, 0};
  fds[1] = (struct pollfd){-1, POLLIN, 7};
  fds[2] = (struct pollfd){ends[1], POLLOUT, 0};
  fds[3] = (struct pollfd){999, POLLIN, 0};
  try("poll", poll, fds, 4, -1);
  for (int i = 0; i < 4; i++) show_hex("events", (unsigned long)(uint16_t)fds[i].revents);
}

CASE(timeouts) {
  long before = nanoseconds_now(CLOCK_MONOTONIC);
  sys(pipe2, ends, 0);
  fds[0] = (struct pollfd){ends[0], POLLIN, 0};
  try("poll", poll, fds, 1, 20);
  long after = nanoseconds_now(CLOCK_MONOTONIC);
  check("waited", after - before >= 20000000);
  struct timespec time = {0, 20000000};
  try("ppoll", ppoll, fds, 1, &time, 0, 8);
  check("waited", nanoseconds_now(CLOCK_MONOTONIC) - after >= 20000000);
  check("nothing-left", time.tv_sec == 0 && time.tv_nsec == 0);
  time = (struct timespec){100, 0};
  sys(write, ends[1], "x", 1);
  try("ready", ppoll, fds, 1, &time, 0, 8);
  check("left", time.tv_sec == 99);
  try("no-descriptors", poll, 0, 0, 5);
}

CASE(ppoll_errors) {
  struct timespec negative = {-1, 0}, large = {0, 1000000000}, good = {0, 0};
  uint64_t mask = 0;
  try("negative", ppoll, fds, 0, &negative, 0, 8);
  try("large", ppoll, fds, 0, &large, 0, 8);
  try("wild-time", ppoll, fds, 0, WILD, 0, 8);
  try("mask-size", ppoll, fds, 0, &good, &mask, 4);
  try("no-mask-size", ppoll, fds, 0, &good, 0, 4);
  try("wild-mask", ppoll, fds, 0, &good, WILD, 8);
  try("good", ppoll, fds, 0, &good, &mask, 8);
}

static void empty_sets(void) {
  memset(in, 0, sizeof in);
  memset(out, 0, sizeof out);
  memset(except, 0, sizeof except);
}

static void put_in(unsigned long *set, int fd) { set[fd / 64] |= 1ul << (fd % 64); }

static bool is_in(unsigned long *set, int fd) { return set[fd / 64] >> (fd % 64) & 1; }

CASE(select_pipes) {
  struct timeval now = {0, 0};
  sys(pipe2, ends, 0);
  empty_sets();
  put_in(in, ends[0]);
  put_in(out, ends[1]);
  put_in(except, ends[0]);
  try("empty", select, ends[1] + 1, in, out, except, &now);
  check("in", is_in(in, ends[0]));
  check("out", is_in(out, ends[1]));
  sys(write, ends[1], "x", 1);
  put_in(in, ends[0]);
  try("filled", select, ends[1] + 1, in, out, 0, 0);
  check("in", is_in(in, ends[0]));
  check("out", is_in(out, ends[1]));
  sys(close, ends[1]);
  empty_sets();
  put_in(in, ends[0]);
  try("hung-up", select, ends[0] + 1, in, 0, 0, 0);
}

CASE(select_errors) {
  struct timeval now = {0, 0}, negative = {-1, 0}, large = {0, 2000000}, bad = {0, -1};
  struct timespec wrong = {0, 1000000000}, zero = {0, 0};
  empty_sets();
  put_in(in, 50);
  try("closed", select, 51, in, 0, 0, &now);
  try("closed-beyond", select, 50, in, 0, 0, &now);
  empty_sets();
  try("negative-count", select, -1, in, 0, 0, &now);
  try("wild", select, 64, WILD, 0, 0, &now);
  try("wild-none", select, 0, WILD, 0, 0, &now);
  try("negative-time", select, 0, 0, 0, 0, &negative);
  try("bad-time", select, 0, 0, 0, 0, &bad);
  try("wild-time", select, 0, 0, 0, 0, WILD);
  int file = new_file("f", "x");
  put_in(in, file);
  try("large-microseconds", select, file + 1, 0, in, 0, &large);
  try("pselect-time", pselect6, 0, 0, 0, 0, &wrong, 0);
  struct { const void *mask; unsigned long size; } pair = {&now, 4};
  try("pselect-mask-size", pselect6, 0, 0, 0, 0, &zero, &pair);
  try("pselect-wild-mask", pselect6, 0, 0, 0, 0, &zero, WILD);
}

CASE(select_time_left) {
  struct timeval time = {0, 20000};
  long before = nanoseconds_now(CLOCK_MONOTONIC);
  try("select", select, 0, 0, 0, 0, &time);
  check("waited", nanoseconds_now(CLOCK_MONOTONIC) - before >= 20000000);
  check("nothing-left", time.tv_sec == 0 && time.tv_usec == 0);
  sys(pipe2, ends, 0);
  empty_sets();
  put_in(out, ends[1]);
  time = (struct timeval){100, 0};
  try("ready", select, ends[1] + 1, 0, out, 0, &time);
  check("left", time.tv_sec == 99);
  struct timespec fine = {100, 0};
  try("pselect", pselect6, ends[1] + 1, 0, out, 0, &fine, 0);
  check("left", fine.tv_sec == 99);
}

static void child_writes_later(int fd) {
  if (sys(fork) == 0) {
    struct timespec while_ = {0, 20000000};
    sys(nanosleep, &while_, 0);
    sys(write, fd, "late", 4);
    sys(exit_group, 0);
  }
}

CASE(woken_by_another_process) {
  char bytes[8];
  sys(pipe2, ends, 0);
  child_writes_later(ends[1]);
  fds[0] = (struct pollfd){ends[0], POLLIN, 0};
  try("poll", poll, fds, 1, -1);
  show_bytes("bytes", bytes, try("read", read, ends[0], bytes, 8));
  child_writes_later(ends[1]);
  empty_sets();
  put_in(in, ends[0]);
  try("select", select, ends[0] + 1, in, 0, 0, 0);
  show_bytes("bytes", bytes, try("read", read, ends[0], bytes, 8));
  child_writes_later(ends[1]);
  sys(close, ends[1]);
  show_bytes("bytes", bytes, try("read", read, ends[0], bytes, 8));
  fds[0].events = 0;
  try("hang-up", poll, fds, 1, -1);
  show_hex("events", (unsigned long)(uint16_t)fds[0].revents);
}
