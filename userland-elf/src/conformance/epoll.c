// epoll(7) and eventfd(2).
#include "conformance.h"

static struct epoll_event events[8];

static long control(int instance, int operation, int fd, unsigned flags) {
  struct epoll_event event = {flags, 0x1000u + (unsigned)fd};
  return sys(epoll_ctl, instance, operation, fd, &event);
}

static void show_events(const char *label, int instance) {
  memset(events, 0, sizeof events);
  long count = try(label, epoll_wait, instance, events, 8, 0);
  for (long i = 0; i < count; i++) {
    show_hex("events", events[i].events);
    show_hex("data", events[i].data);
  }
}

CASE(by_level) {
  int instance = (int)sys(epoll_create1, 0), ends[2];
  char bytes[8];
  sys(pipe2, ends, 0);
  show("add", control(instance, EPOLL_CTL_ADD, ends[0], POLLIN));
  show_events("empty", instance);
  sys(write, ends[1], "ab", 2);
  show_events("filled", instance);
  show_events("again", instance);
  sys(read, ends[0], bytes, 1);
  show_events("one-left", instance);
  sys(read, ends[0], bytes, 1);
  show_events("emptied", instance);
  sys(close, ends[1]);
  show_events("hung-up", instance);
}

CASE(by_edge) {
  int instance = (int)sys(epoll_create1, 0), ends[2];
  char bytes[8];
  sys(pipe2, ends, 0);
  sys(write, ends[1], "ab", 2);
  show("add", control(instance, EPOLL_CTL_ADD, ends[0], POLLIN | EPOLLET));
  show_events("filled", instance);
  show_events("again", instance);
  sys(write, ends[1], "c", 1);
  show_events("written", instance);
  sys(read, ends[0], bytes, 1);
  show_events("read", instance);
  show("modify", control(instance, EPOLL_CTL_MOD, ends[0], POLLIN | EPOLLET));
  show_events("modified", instance);
}

CASE(once) {
  int instance = (int)sys(epoll_create1, 0), ends[2];
  sys(pipe2, ends, 0);
  show("add", control(instance, EPOLL_CTL_ADD, ends[0], POLLIN | EPOLLONESHOT));
  sys(write, ends[1], "a", 1);
  show_events("first", instance);
  sys(write, ends[1], "b", 1);
  show_events("second", instance);
  show("modify", control(instance, EPOLL_CTL_MOD, ends[0], POLLIN | EPOLLONESHOT));
  show_events("third", instance);
}

CASE(several) {
  int instance = (int)sys(epoll_create1, 0), a[2], b[2];
  sys(pipe2, a, 0);
  sys(pipe2, b, 0);
  control(instance, EPOLL_CTL_ADD, a[0], POLLIN);
  control(instance, EPOLL_CTL_ADD, b[0], POLLIN);
  control(instance, EPOLL_CTL_ADD, b[1], POLLOUT);
  sys(write, b[1], "x", 1);
  sys(write, a[1], "x", 1);
  show_events("all", instance);
  show("one", sys(epoll_wait, instance, events, 1, 0));
  show_hex("data", events[0].data);
  show("next", sys(epoll_wait, instance, events, 1, 0));
  show_hex("data", events[0].data);
  show("remove", control(instance, EPOLL_CTL_DEL, b[1], 0));
  show_events("two", instance);
}

CASE(closing) {
  int instance = (int)sys(epoll_create1, 0), ends[2];
  sys(pipe2, ends, 0);
  sys(write, ends[1], "x", 1);
  int copy = (int)sys(dup, ends[0]);
  control(instance, EPOLL_CTL_ADD, ends[0], POLLIN);
  sys(close, ends[0]);
  show_events("open-by-copy", instance);
  show("remove", control(instance, EPOLL_CTL_DEL, ends[0], 0));
  sys(close, copy);
  show_events("closed", instance);
}

CASE(errors) {
  int instance = (int)sys(epoll_create1, 0), ends[2], file = new_file("f", "x");
  sys(pipe2, ends, 0);
  show("add", control(instance, EPOLL_CTL_ADD, ends[0], POLLIN));
  show("again", control(instance, EPOLL_CTL_ADD, ends[0], POLLIN));
  show("copy", control(instance, EPOLL_CTL_ADD, (int)sys(dup, ends[0]), POLLIN));
  show("modify-missing", control(instance, EPOLL_CTL_MOD, ends[1], POLLIN));
  show("remove-missing", control(instance, EPOLL_CTL_DEL, ends[1], POLLIN));
  show("file", control(instance, EPOLL_CTL_ADD, file, POLLIN));
  show("folder", control(instance, EPOLL_CTL_ADD, open_path(".", O_RDONLY), POLLIN));
  show("itself", control(instance, EPOLL_CTL_ADD, instance, POLLIN));
  show("operation", control(instance, 9, ends[1], POLLIN));
  show("closed", control(instance, EPOLL_CTL_ADD, 999, POLLIN));
  show("closed-instance", control(999, EPOLL_CTL_ADD, ends[0], POLLIN));
  show("not-an-instance", control(ends[0], EPOLL_CTL_ADD, ends[1], POLLIN));
  try("wild", epoll_ctl, instance, EPOLL_CTL_ADD, ends[1], WILD);
  try("wild-closed", epoll_ctl, 999, EPOLL_CTL_ADD, 999, WILD);
  try("wild-remove", epoll_ctl, instance, EPOLL_CTL_DEL, ends[0], WILD);
  try("wait-none", epoll_wait, instance, events, 0, 0);
  try("wait-negative", epoll_wait, instance, events, -1, 0);
  try("wait-closed", epoll_wait, 999, events, 0, 0);
  try("wait-file", epoll_wait, file, events, 1, 0);
  try("wait-wild", epoll_wait, instance, WILD, 1, 0);
  try("read", read, instance, events, 8);
  try("create-none", epoll_create, 0);
  try("create-unknown", epoll_create1, 1);
}

CASE(wild_result_stays) {
  int instance = (int)sys(epoll_create1, 0), ends[2];
  sys(pipe2, ends, 0);
  control(instance, EPOLL_CTL_ADD, ends[1], POLLOUT | EPOLLET);
  try("unmapped", epoll_wait, instance, UNMAPPED, 1, 0);
  show_events("good", instance);
}

CASE(nesting) {
  int inner = (int)sys(epoll_create1, 0), outer = (int)sys(epoll_create1, 0), ends[2], chain[8];
  sys(pipe2, ends, 0);
  control(inner, EPOLL_CTL_ADD, ends[0], POLLIN);
  show("add", control(outer, EPOLL_CTL_ADD, inner, POLLIN));
  show("circle", control(inner, EPOLL_CTL_ADD, outer, POLLIN));
  show_events("empty", outer);
  sys(write, ends[1], "x", 1);
  show_events("filled", outer);
  struct pollfd fd = {outer, POLLIN, 0};
  try("poll", poll, &fd, 1, 0);
  for (int i = 0; i < 8; i++) chain[i] = (int)sys(epoll_create1, 0);
  for (int i = 0; i < 7; i++) show("level", control(chain[i + 1], EPOLL_CTL_ADD, chain[i], POLLIN));
}

CASE(timeouts) {
  int instance = (int)sys(epoll_create1, 0);
  struct timespec time = {0, 20000000}, bad = {0, -1};
  long before = nanoseconds_now(CLOCK_MONOTONIC);
  try("wait", epoll_wait, instance, events, 8, 20);
  long after = nanoseconds_now(CLOCK_MONOTONIC);
  check("waited", after - before >= 20000000);
  try("pwait2", epoll_pwait2, instance, events, 8, &time, 0, 8);
  check("waited", nanoseconds_now(CLOCK_MONOTONIC) - after >= 20000000);
  try("bad-time", epoll_pwait2, instance, events, 8, &bad, 0, 8);
  uint64_t mask = 0;
  try("mask-size", epoll_pwait, instance, events, 8, 0, &mask, 4);
  try("mask", epoll_pwait, instance, events, 8, 0, &mask, 8);
}

CASE(woken_by_another_process) {
  int instance = (int)sys(epoll_create1, 0), ends[2], status;
  sys(pipe2, ends, 0);
  control(instance, EPOLL_CTL_ADD, ends[0], POLLIN);
  if (sys(fork) == 0) {
    struct timespec while_ = {0, 20000000};
    sys(nanosleep, &while_, 0);
    sys(write, ends[1], "x", 1);
    sys(exit_group, 0);
  }
  try("wait", epoll_wait, instance, events, 8, -1);
  show_hex("events", events[0].events);
  sys(wait4, -1, &status, 0, 0);
}

CASE(counter) {
  uint64_t value = 0;
  int fd = (int)try("create", eventfd2, 3, EFD_NONBLOCK);
  show_octal("flags", (unsigned long)sys(fcntl, fd, F_GETFL));
  try("read", read, fd, &value, 8);
  show("value", (long)value);
  try("empty", read, fd, &value, 8);
  value = 5;
  try("write", write, fd, &value, 8);
  try("write", write, fd, &value, 8);
  try("read", read, fd, &value, 100);
  show("value", (long)value);
  value = -2ul;
  try("most", write, fd, &value, 8);
  value = 1;
  try("full", write, fd, &value, 8);
  struct pollfd poll = {fd, POLLIN | POLLOUT, 0};
  sys(poll, &poll, 1, 0);
  show_hex("events", (unsigned long)poll.revents);
  value = -1ul;
  try("too-much", write, fd, &value, 8);
  try("short-read", read, fd, &value, 7);
  try("short-write", write, fd, &value, 7);
  try("wild-read", read, fd, UNMAPPED, 8);
  try("pread", pread64, fd, &value, 8, 0);
  try("seek", lseek, fd, 0, SEEK_SET);
}

CASE(semaphore) {
  uint64_t value = 0;
  int fd = (int)try("create", eventfd2, 2, EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC);
  show("cloexec", sys(fcntl, fd, F_GETFD));
  try("read", read, fd, &value, 8);
  show("value", (long)value);
  try("read", read, fd, &value, 8);
  try("read", read, fd, &value, 8);
  try("unknown", eventfd2, 0, 8);
  fd = (int)try("plain", eventfd, 1);
  show_octal("flags", (unsigned long)sys(fcntl, fd, F_GETFL));
}

CASE(names_in_proc) {
  char path[32] = "/proc/self/fd/3", target[64];
  struct stat status;
  int fds[] = {(int)sys(epoll_create1, 0), (int)sys(eventfd2, 0, 0)};
  for (int i = 0; i < 2; i++) {
    path[14] = (char)('0' + fds[i]);
    show_bytes("target", target, try("readlink", readlink, path, target, sizeof target));
    sys(fstat, fds[i], &status);
    show_octal("mode", status.st_mode);
  }
}
