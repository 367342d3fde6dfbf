// Signals that are read: signalfd(2).
#include "conformance.h"
#include "waiting.h"

struct signalfd_siginfo {
  uint32_t signo;
  int32_t error, code;
  uint32_t pid, uid;
  int32_t fd;
  uint32_t tid, band, overrun, trapno;
  int32_t status, value;
  uint64_t pointer;
  char rest[72];
};
enum { SFD_NONBLOCK = 04000, SFD_CLOEXEC = 02000000 };

static struct signalfd_siginfo info[3];

static int new_signalfd(uint64_t set, int flags) {
  long fd = sys(signalfd4, -1, &set, 8, flags);
  return prepared("signalfd", fd);
}

CASE(reads_a_signal) {
  block(bit(SIGUSR1));
  int fd = new_signalfd(bit(SIGUSR1), SFD_NONBLOCK);
  try("none", read, fd, info, sizeof info);
  sys(kill, self(), SIGUSR1);
  try("read", read, fd, info, sizeof info);
  show("signal", info[0].signo);
  show("code", info[0].code);
  check("sender", info[0].pid == (uint32_t)self() && info[0].uid == (uint32_t)own_user());
  check("rest", all_bytes(info[0].rest, 72, 0));
  try("then", read, fd, info, sizeof info);
}

CASE(reads_many_in_order) {
  struct siginfo queued = {.si_code = SI_QUEUE};
  block(bit(40) | bit(SIGUSR1) | bit(SIGUSR2));
  int fd = new_signalfd(bit(40) | bit(SIGUSR1), SFD_NONBLOCK);
  queued.si_pid = 11;
  queued.rest[0] = 0x55;
  sys(rt_sigqueueinfo, self(), 40, &queued);
  queued.rest[0] = 0x66;
  sys(rt_sigqueueinfo, self(), 40, &queued);
  sys(kill, self(), SIGUSR2);
  sys(tgkill, self(), own_thread(), SIGUSR1);
  long count = sys(read, fd, info, sizeof info);
  show("records", count / 128);
  for (int i = 0; i < 3; i++) {
    show("signal", info[i].signo);
    show("code", info[i].code);
    show("value", info[i].value);
    show_hex("pointer", info[i].pointer);
  }
  show("left", await_signal(bit(SIGUSR2), 0, 0));
}

CASE(takes_no_more_than_fits) {
  block(bit(SIGUSR1) | bit(SIGUSR2));
  int fd = new_signalfd(bit(SIGUSR1) | bit(SIGUSR2), SFD_NONBLOCK);
  sys(kill, self(), SIGUSR1);
  sys(kill, self(), SIGUSR2);
  try("small", read, fd, info, 127);
  try("one", read, fd, info, 200);
  try("other", read, fd, info, 128);
  show("signal", info[0].signo);
}

CASE(mask_is_changed) {
  uint64_t set = bit(SIGUSR2);
  block(bit(SIGUSR1) | bit(SIGUSR2));
  int fd = new_signalfd(bit(SIGUSR1), SFD_NONBLOCK);
  long same = sys(signalfd4, fd, &set, 8, 0);
  check("same", same == fd);
  sys(kill, self(), SIGUSR1);
  try("not-wanted", read, fd, info, 128);
  sys(kill, self(), SIGUSR2);
  try("wanted", read, fd, info, 128);
  show("left", await_signal(bit(SIGUSR1), 0, 0));
}

CASE(errors) {
  uint64_t set = bit(SIGUSR1) | bit(SIGKILL) | bit(SIGSTOP);
  int ends[2];
  sys(pipe2, ends, 0);
  try("size", signalfd4, -1, &set, 4, 0);
  try("flags", signalfd4, -1, &set, 8, 1);
  try("wild", signalfd4, -1, WILD, 8, 0);
  try("closed", signalfd4, 99, &set, 8, 0);
  try("pipe", signalfd4, ends[0], &set, 8, 0);
  int fd = sys(signalfd4, -1, &set, 8, SFD_CLOEXEC);
  try("cloexec", fcntl, fd, F_GETFD);
  long mode = sys(fcntl, fd, F_GETFL);
  show_octal("mode", mode);
  try("write", write, fd, info, 128);
  try("old-call", signalfd, fd, &set, 8);
}

CASE(polls) {
  block(bit(SIGUSR1));
  int fd = new_signalfd(bit(SIGUSR1), 0);
  struct pollfd p = {fd, POLLIN | POLLOUT, 0};
  try("before", poll, &p, 1, 0);
  sys(kill, self(), SIGUSR1);
  try("poll", poll, &p, 1, 5000);
  show_hex("revents", p.revents);
  try("read", read, fd, info, 128);
  try("after", poll, &p, 1, 0);
}

CASE(wakes_a_reader) {
  block(bit(SIGUSR1));
  int fd = new_signalfd(bit(SIGUSR1), 0);
  long parent = self(), child = sys(fork);
  if (child == 0) {
    sleep_milliseconds(30);
    sys(kill, parent, SIGUSR1);
    sys(exit_group, 0);
  }
  try("read", read, fd, info, 128);
  check("sender", info[0].pid == (uint32_t)child);
  end_of(child);
}

CASE(wakes_epoll) {
  block(bit(SIGCHLD));
  int fd = new_signalfd(bit(SIGCHLD), SFD_NONBLOCK), watch = sys(epoll_create1, 0);
  struct epoll_event event = {POLLIN, 5};
  sys(epoll_ctl, watch, EPOLL_CTL_ADD, fd, &event);
  try("before", epoll_wait, watch, &event, 1, 0);
  long child = sys(fork);
  if (child == 0) {
    sleep_milliseconds(30);
    sys(exit_group, 9);
  }
  try("wait", epoll_wait, watch, &event, 1, 5000);
  try("read", read, fd, info, 128);
  show("code", info[0].code);
  show("status", info[0].status);
  check("child", info[0].pid == (uint32_t)child);
  end_of(child);
  try("after", epoll_wait, watch, &event, 1, 0);
}

CASE(is_about_its_reader) {
  block(bit(SIGUSR1));
  int fd = new_signalfd(bit(SIGUSR1), SFD_NONBLOCK);
  sys(kill, self(), SIGUSR1);
  long child = sys(fork);
  if (child == 0) {
    struct pollfd p = {fd, POLLIN, 0};
    long polled = sys(poll, &p, 1, 0), taken = sys(read, fd, info, 128);
    if (polled != 0 || taken != -EAGAIN) sys(exit_group, 1);
    sys(kill, self(), SIGUSR1);
    long result = sys(read, fd, info, 128);
    sys(exit_group, result == 128 ? 7 : 2);
  }
  show("child", end_of(child) >> 8);
  try("parent", read, fd, info, 128);
}

CASE(reads_a_timer) {
  int id;
  struct { uint64_t value; int signal, notify; char rest[48]; } event = {77, 45, 0, {0}};
  struct itimerspec spec = {{0, 2 * MILLISECOND}, {0, 2 * MILLISECOND}};
  block(bit(45));
  int fd = new_signalfd(bit(45), 0);
  sys(timer_create, CLOCK_MONOTONIC, &event, &id);
  sys(timer_settime, id, 0, &spec, 0);
  sleep_milliseconds(40);
  try("read", read, fd, info, 128);
  show("code", info[0].code);
  check("timer", info[0].tid == (uint32_t)id);
  check("overran", info[0].overrun >= 5);
  show("value", info[0].value);
  sys(timer_delete, id);
}
