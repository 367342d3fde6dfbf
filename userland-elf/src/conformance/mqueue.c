// POSIX message queues.
#include "conformance.h"

struct attributes { long flags, messages, size, current, unused[4]; };

static struct attributes small = {0, 3, 16, 0, {0}};

static int new_queue(long flags) {
  sys(mq_unlink, "exo-queue");
  return (int)prepared("open", sys(mq_open, "exo-queue", O_RDWR | O_CREAT | flags, 0600, &small));
}

CASE(opening) {
  sys(mq_unlink, "exo-queue");
  try("absent", mq_open, "exo-queue", O_RDWR, 0, 0);
  int queue = (int)sys(mq_open, "exo-queue", O_RDWR | O_CREAT, 0644, 0);
  check("made", queue >= 0);
  show("cloexec", sys(fcntl, queue, F_GETFD));
  struct attributes a;
  try("attributes", mq_getsetattr, queue, 0, &a);
  show("messages", a.messages);
  show("size", a.size);
  show("current", a.current);
  show("flags", a.flags);
  try("exclusive", mq_open, "exo-queue", O_RDWR | O_CREAT | O_EXCL, 0600, 0);
  try("slash", mq_open, "/exo-queue", O_RDWR, 0, 0);
  try("empty", mq_open, "", O_RDWR, 0, 0);
  try("both", mq_open, "exo-queue", O_ACCMODE, 0, 0);
  try("wild", mq_open, WILD, O_RDWR, 0, 0);
  struct attributes none = {0, 0, 16, 0, {0}};
  try("no-messages", mq_open, "exo-other", O_RDWR | O_CREAT, 0600, &none);
  try("unlink", mq_unlink, "exo-queue");
  try("unlink-again", mq_unlink, "exo-queue");
  try("still-open", mq_getsetattr, queue, 0, &a);
}

CASE(priorities) {
  char bytes[16];
  unsigned priority = 0;
  int queue = new_queue(O_NONBLOCK);
  try("low", mq_timedsend, queue, "low", 3, 1, 0);
  try("high", mq_timedsend, queue, "high", 4, 9, 0);
  try("low-too", mq_timedsend, queue, "later", 5, 1, 0);
  try("full", mq_timedsend, queue, "x", 1, 1, 0);
  show_bytes("bytes", bytes, try("first", mq_timedreceive, queue, bytes, 16, &priority, 0));
  show("priority", priority);
  show_bytes("bytes", bytes, try("second", mq_timedreceive, queue, bytes, 16, &priority, 0));
  show_bytes("bytes", bytes, try("third", mq_timedreceive, queue, bytes, 16, 0, 0));
  try("empty", mq_timedreceive, queue, bytes, 16, &priority, 0);
  sys(mq_unlink, "exo-queue");
}

CASE(sizes) {
  char bytes[32] = {0};
  int queue = new_queue(O_NONBLOCK);
  try("too-long", mq_timedsend, queue, bytes, 17, 0, 0);
  try("longest", mq_timedsend, queue, bytes, 16, 0, 0);
  try("empty", mq_timedsend, queue, bytes, 0, 0, 0);
  try("priority", mq_timedsend, queue, bytes, 1, 32768, 0);
  try("wild", mq_timedsend, queue, WILD, 1, 0, 0);
  try("small-buffer", mq_timedreceive, queue, bytes, 15, 0, 0);
  try("receive", mq_timedreceive, queue, bytes, 32, 0, 0);
  try("receive-empty", mq_timedreceive, queue, bytes, 32, 0, 0);
  int file = new_file("f", "");
  try("not-a-queue", mq_timedsend, file, bytes, 1, 0, 0);
  try("closed", mq_timedreceive, 99, bytes, 32, 0, 0);
  int reader = (int)sys(mq_open, "exo-queue", O_RDONLY, 0, 0);
  try("read-only", mq_timedsend, reader, bytes, 1, 0, 0);
  sys(mq_unlink, "exo-queue");
}

CASE(timeouts) {
  char bytes[16];
  struct timespec now, bad = {0, 1000000000};
  int queue = new_queue(0);
  sys(clock_gettime, 0, &now);
  try("past", mq_timedreceive, queue, bytes, 16, 0, &now);
  now.tv_nsec += 20000000;
  if (now.tv_nsec >= 1000000000) {
    now.tv_nsec -= 1000000000;
    now.tv_sec++;
  }
  try("soon", mq_timedreceive, queue, bytes, 16, 0, &now);
  try("bad", mq_timedreceive, queue, bytes, 16, 0, &bad);
  try("wild", mq_timedreceive, queue, bytes, 16, 0, WILD);
  sys(mq_unlink, "exo-queue");
}

CASE(waiting) {
  char bytes[16];
  int status, queue = new_queue(0);
  if (sys(fork) == 0) {
    long count = sys(mq_timedreceive, queue, bytes, 16, 0, 0);
    sys(exit_group, (int)count);
  }
  sys(poll, 0, 0, 20);
  sys(mq_timedsend, queue, "hello", 5, 0, 0);
  sys(wait4, -1, &status, 0, 0);
  show("received", status >> 8);
  sys(mq_unlink, "exo-queue");
}

CASE(polling) {
  struct { int fd; short events, revents; } one = {new_queue(O_NONBLOCK), POLLIN | POLLOUT, 0};
  try("empty", poll, &one, 1, 0);
  show_hex("events", (unsigned)one.revents);
  for (int i = 0; i < 3; i++) sys(mq_timedsend, one.fd, "x", 1, 0, 0);
  try("full", poll, &one, 1, 0);
  show_hex("events", (unsigned)one.revents);
  sys(mq_unlink, "exo-queue");
}

CASE(flags) {
  int queue = new_queue(0);
  struct attributes wanted = {O_NONBLOCK, 99, 99, 99, {0}}, old;
  try("set", mq_getsetattr, queue, &wanted, &old);
  show("old", old.flags);
  try("get", mq_getsetattr, queue, 0, &old);
  show_octal("now", (unsigned long)old.flags);
  show("messages", old.messages);
  wanted.flags = O_APPEND;
  try("other", mq_getsetattr, queue, &wanted, 0);
  show_octal("status", (unsigned long)sys(fcntl, queue, F_GETFL));
  sys(mq_unlink, "exo-queue");
}

CASE(notification) {
  char bytes[16];
  struct { long value; int signal, kind; char rest[48]; } event = {7, SIGUSR1, 0, {0}};
  struct { int signal, error, code, pad, pid, uid; long value; char rest[96]; } info;
  uint64_t set = 1ul << (SIGUSR1 - 1);
  struct timespec now = {0, 0};
  int queue = new_queue(O_NONBLOCK);
  sys(rt_sigprocmask, SIG_SETMASK, &set, 0, 8);
  try("register", mq_notify, queue, &event);
  try("again", mq_notify, queue, &event);
  sys(mq_timedsend, queue, "x", 1, 0, 0);
  try("signal", rt_sigtimedwait, &set, &info, &now, 8);
  show("code", info.code);
  show("value", info.value);
  check("from-me", info.pid == sys(getpid));
  sys(mq_timedreceive, queue, bytes, 16, 0, 0);
  sys(mq_timedsend, queue, "x", 1, 0, 0);
  try("once-only", rt_sigtimedwait, &set, &info, &now, 8);
  try("register-filled", mq_notify, queue, &event);
  sys(mq_timedsend, queue, "x", 1, 0, 0);
  try("not-empty", rt_sigtimedwait, &set, &info, &now, 8);
  try("give-up", mq_notify, queue, 0);
  event.signal = 99;
  try("bad-signal", mq_notify, queue, &event);
  event.kind = 9;
  try("bad-kind", mq_notify, queue, &event);
  sys(mq_unlink, "exo-queue");
}
