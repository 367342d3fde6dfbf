// Signals that a file sends its owner: O_ASYNC, F_SETSIG, F_NOTIFY.
#include "conformance.h"
#include "waiting.h"

enum { F_NOTIFY = 1026, O_ASYNC = 020000, SIGIO_ = 29 };
enum { DN_ACCESS = 1, DN_MODIFY = 2, DN_CREATE = 4, DN_DELETE = 8, DN_RENAME = 16, DN_ATTRIB = 32 };
#define DN_MULTISHOT 0x80000000l
#define RT 40

struct io_info { int signo, error, code, pad; long band; int fd; char rest[100]; };

static void own(int fd, int signal) {
  block(bit(SIGIO_) | bit(RT));
  long flags = sys(fcntl, fd, F_GETFL, 0);
  sys(fcntl, fd, F_SETOWN, self());
  if (signal) sys(fcntl, fd, F_SETSIG, signal);
  sys(fcntl, fd, F_SETFL, flags | O_ASYNC);
}

// Which signal is there, with what; `none` when there is none.
static void show_signal(const char *label, int fd) {
  struct io_info info = {0};
  struct timespec soon = {0, 20 * MILLISECOND};
  uint64_t set = bit(SIGIO_) | bit(RT);
  long number = sys(rt_sigtimedwait, &set, &info, &soon, 8);
  show(label, number);
  if (number > 0) {
    show("code", info.code);
    show_hex("band", info.band);
    check("fd", number == SIGIO_ ? info.fd == 0 : info.fd == fd);
  }
}

static void disown(int fd) {
  sys(fcntl, fd, F_SETFL, 0);
}

static void send(int fd, const char *text) {
  sys(write, fd, text, length(text));
}

static void make(const char *name) {
  int fd = sys(open, name, O_CREAT | O_RDWR, 0644);
  sys(close, fd);
}

static void take(int fd) {
  char bytes[64];
  sys(read, fd, bytes, sizeof bytes);
}

CASE(pipe_that_can_be_read) {
  int p[2];
  sys(pipe2, p, 0);
  own(p[0], 0);
  show_signal("before", p[0]);
  send(p[1], "a");
  show_signal("written", p[0]);
  show_signal("once", p[0]);
  take(p[0]);
  show_signal("emptied", p[0]);
  disown(p[0]);
  send(p[1], "b");
  show_signal("switched-off", p[0]);
}

CASE(pipe_with_a_signal_of_its_own) {
  int p[2];
  sys(pipe2, p, 0);
  own(p[0], RT);
  show("signal", sys(fcntl, p[0], F_GETSIG, 0));
  send(p[1], "a");
  show_signal("written", p[0]);
  int copy = sys(dup, p[0]);
  take(copy);
  send(p[1], "b");
  show_signal("through-a-copy", p[0]);
  disown(p[0]);
}

CASE(other_end_closes) {
  int p[2], s[2];
  sys(pipe2, p, 0);
  own(p[0], RT);
  sys(close, p[1]);
  show_signal("pipe", p[0]);
  disown(p[0]);
  sys(socketpair, 1, 1, 0, s);
  own(s[0], RT);
  sys(close, s[1]);
  show_signal("socket", s[0]);
  disown(s[0]);
}

CASE(sockets_that_can_be_read) {
  int s[2];
  sys(socketpair, 1, 1, 0, s);
  own(s[0], RT);
  send(s[1], "a");
  show_signal("written", s[0]);
  take(s[0]);
  int d[2];
  sys(socketpair, 1, 2, 0, d);
  own(d[0], 0);
  send(d[1], "a");
  show_signal("datagram", d[0]);
  disown(s[0]);
  disown(d[0]);
}

CASE(nobody_owns_it) {
  int p[2];
  sys(pipe2, p, 0);
  block(bit(SIGIO_) | bit(RT));
  sys(fcntl, p[0], F_SETFL, O_ASYNC);
  send(p[1], "a");
  show_signal("written", p[0]);
}

CASE(ends_a_process_that_does_not_expect_it) {
  int p[2];
  sys(pipe2, p, 0);
  long child = sys(fork);
  if (child == 0) {
    sys(fcntl, p[0], F_SETOWN, self());
    sys(fcntl, p[0], F_SETFL, O_ASYNC);
    send(p[1], "a");
    sys(exit_group, 3);
  }
  show("ended", end_of(child));
}

CASE(folder_with_news) {
  int fd = sys(open, ".", O_RDONLY | O_DIRECTORY, 0);
  block(bit(SIGIO_) | bit(RT));
  sys(fcntl, fd, F_SETSIG, RT);
  try("watch", fcntl, fd, F_NOTIFY, DN_CREATE);
  int file = sys(open, "f", O_CREAT | O_RDWR, 0644);
  show_signal("made", fd);
  sys(unlink, "f");
  make("g");
  show_signal("only-once", fd);
  try("many", fcntl, fd, F_NOTIFY, DN_DELETE | DN_RENAME | DN_MULTISHOT);
  sys(rename, "g", "h");
  show_signal("renamed", fd);
  sys(unlink, "h");
  show_signal("gone", fd);
  send(file, "text");
  show_signal("not-asked", fd);
  try("end", fcntl, fd, F_NOTIFY, 0);
  make("i");
  sys(unlink, "i");
  show_signal("ended", fd);
}

CASE(folder_of_a_file_that_changes) {
  int fd = sys(open, ".", O_RDONLY | O_DIRECTORY, 0), file = sys(open, "f", O_CREAT | O_RDWR, 0644);
  block(bit(SIGIO_) | bit(RT));
  try("watch", fcntl, fd, F_NOTIFY, DN_MODIFY | DN_MULTISHOT);
  send(file, "text");
  show_signal("written", fd);
  try("attributes", fcntl, fd, F_NOTIFY, DN_ATTRIB | DN_MULTISHOT);
  sys(fchmod, file, 0600);
  show_signal("mode", fd);
  sys(close, fd);
  send(file, "text");
  show_signal("closed", fd);
}

CASE(what_does_not_tell) {
  int file = sys(open, "f", O_CREAT | O_RDWR, 0644), p[2];
  try("file", fcntl, file, F_NOTIFY, DN_CREATE);
  try("file-none", fcntl, file, F_NOTIFY, 0);
  sys(pipe2, p, 0);
  try("pipe", fcntl, p[0], F_NOTIFY, DN_MODIFY);
}
