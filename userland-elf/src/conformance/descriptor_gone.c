// A thread waits on a descriptor that another closes or replaces: its call goes on with the file.
#include "conformance.h"
#include "waiting.h"
#include "sockets.h"

static int waits_on;
static char got[8];
static long answer;

static void read_it(void) {
  answer = sys(read, waits_on, got, 1);
  sys(exit, 0);
}

static void fill_it(void) {
  answer = sys(write, waits_on, got, 1);
  sys(exit, 0);
}

static void lock_it(void) {
  answer = sys(flock, waits_on, LOCK_EX);
  sys(exit, 0);
}

static void accept_it(void) {
  answer = sys(accept, waits_on, 0, 0);
  answer = answer < 0 ? answer : 0;
  sys(exit, 0);
}

// Starts a thread, and returns when it sleeps.
static long start_sleeper(void (*run)(void), int fd) {
  char path[64] = "/proc/self/task/", text[64];
  waits_on = fd;
  answer = -1000;
  long thread = start_thread(run);
  char digits[12], *d = digits + sizeof digits;
  for (long n = thread; n > 0; n /= 10) *--d = '0' + n % 10;
  char *end = path + 16;
  while (d < digits + sizeof digits) *end++ = *d++;
  memcpy(end, "/stat", 6);
  for (char state = 0; state != 'S';) {
    int stat = sys(openat, AT_FDCWD, path, O_RDONLY, 0);
    long length = sys(read, stat, text, sizeof text);
    sys(close, stat);
    for (long i = 0; i + 2 < length; i++) {
      if (text[i] == ')') state = text[i + 2];
    }
    if (state != 'S') sys(sched_yield);
  }
  return thread;
}

static void await_end(long thread) {
  while (sys(tgkill, self(), thread, 0) == 0) sys(sched_yield);
  show("answer", answer);
}

CASE(closed_pipe_is_read) {
  int ends[2];
  sys(pipe2, ends, 0);
  long thread = start_sleeper(read_it, ends[0]);
  try("close", close, ends[0]);
  try("write", write, ends[1], "x", 1);
  await_end(thread);
  show("byte", got[0]);
  try("gone", fcntl, ends[0], 1, 0);
}

CASE(replaced_pipe_is_read) {
  int ends[2], others[2];
  sys(pipe2, ends, 0);
  sys(pipe2, others, 0);
  sys(write, others[1], "y", 1);
  long thread = start_sleeper(read_it, ends[0]);
  try("dup2", dup2, others[0], ends[0]);
  try("write", write, ends[1], "x", 1);
  await_end(thread);
  show("byte", got[0]);
  try("other", read, ends[0], got, 1);
  show("byte", got[0]);
}

CASE(closed_pipe_is_given_up_then) {
  int ends[2];
  sys(pipe2, ends, 0);
  long thread = start_sleeper(read_it, ends[0]);
  sys(close, ends[0]);
  sys(write, ends[1], "x", 1);
  await_end(thread);
  set_action(SIGPIPE, SIG_IGN, 0);
  try("nobody-reads", write, ends[1], "x", 1);
}

CASE(closed_pipe_is_filled) {
  static char page[65536];
  int ends[2];
  sys(pipe2, ends, 0);
  sys(write, ends[1], page, sizeof page);
  long thread = start_sleeper(fill_it, ends[1]);
  try("close", close, ends[1]);
  try("read", read, ends[0], page, sizeof page);
  await_end(thread);
  try("last", read, ends[0], page, sizeof page);
  try("end", read, ends[0], page, sizeof page);
}

CASE(closed_socket_is_read) {
  int ends[2];
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  long thread = start_sleeper(read_it, ends[0]);
  try("close", close, ends[0]);
  try("write", write, ends[1], "z", 1);
  await_end(thread);
  show("byte", got[0]);
  try("end", read, ends[1], got, 1);
}

CASE(closed_listener_accepts) {
  struct sockaddr_un address = at_path("s");
  int listener = new_socket(AF_UNIX, SOCK_STREAM);
  sys(bind, listener, &address, sizeof address);
  sys(listen, listener, 1);
  long thread = start_sleeper(accept_it, listener);
  try("close", close, listener);
  int client = new_socket(AF_UNIX, SOCK_STREAM);
  try("connect", connect, client, &address, sizeof address);
  await_end(thread);
  int late = new_socket(AF_UNIX, SOCK_STREAM);
  try("late", connect, late, &address, sizeof address);
}

CASE(closed_file_is_locked) {
  int one = new_file("f", ""), other = open_path("f", O_RDWR);
  try("lock", flock, one, LOCK_EX);
  long thread = start_sleeper(lock_it, other);
  try("close", close, other);
  try("unlock", flock, one, LOCK_UN);
  await_end(thread);
  try("again", flock, one, LOCK_EX | LOCK_NB);
}

CASE(closed_pipe_breaks_off) {
  int ends[2];
  sys(pipe2, ends, 0);
  long child = sys(fork);
  if (child == 0) {
    start_sleeper(read_it, ends[0]);
    sys(close, ends[0]);
    sys(exit_group, 3);
  }
  sys(close, ends[0]);
  show("end", end_of(child));
  set_action(SIGPIPE, SIG_IGN, 0);
  try("nobody-reads", write, ends[1], "x", 1);
}
