// Pipes within one process, where nothing may wait.
#include "conformance.h"

static int ends[2];

static void new_pipe(long flags) {
  prepared("pipe2", sys(pipe2, ends, flags));
}

CASE(bytes_pass_in_order) {
  char bytes[16];
  try("pipe", pipe, ends);
  show("reader", ends[0]);
  show("writer", ends[1]);
  try("write", write, ends[1], "hello", 5);
  try("write", write, ends[1], "world", 5);
  show_bytes("bytes", bytes, try("read", read, ends[0], bytes, 7));
  show_bytes("bytes", bytes, try("read", read, ends[0], bytes, 16));
}

CASE(flags) {
  new_pipe(O_CLOEXEC | O_NONBLOCK);
  show("cloexec", sys(fcntl, ends[0], F_GETFD));
  show_octal("reader", (unsigned long)sys(fcntl, ends[0], F_GETFL));
  show_octal("writer", (unsigned long)sys(fcntl, ends[1], F_GETFL));
  try("unknown", pipe2, ends, O_APPEND);
  try("wild", pipe2, WILD, 0);
  try("null", pipe2, 0, 0);
}

CASE(wrong_ends) {
  char byte;
  new_pipe(0);
  try("write-to-reader", write, ends[0], "x", 1);
  try("read-from-writer", read, ends[1], &byte, 1);
}

CASE(empty_without_waiting) {
  char byte;
  new_pipe(O_NONBLOCK);
  try("read", read, ends[0], &byte, 1);
  try("read-nothing", read, ends[0], &byte, 0);
  sys(write, ends[1], "x", 1);
  try("read", read, ends[0], &byte, 1);
  try("read", read, ends[0], &byte, 1);
}

CASE(end_of_file) {
  char byte;
  new_pipe(0);
  sys(write, ends[1], "x", 1);
  sys(close, ends[1]);
  try("left", read, ends[0], &byte, 1);
  try("end", read, ends[0], &byte, 1);
  try("end-again", read, ends[0], &byte, 1);
}

CASE(no_reader) {
  struct kernel_sigaction ignore = {.handler = SIG_IGN};
  new_pipe(0);
  sys(rt_sigaction, SIGPIPE, &ignore, 0, 8);
  sys(close, ends[0]);
  try("write", write, ends[1], "x", 1);
  try("write-nothing", write, ends[1], "x", 0);
}

CASE(full_without_waiting) {
  uint8_t *pages = new_pages(32);
  new_pipe(O_NONBLOCK);
  show("capacity", sys(fcntl, ends[0], F_GETPIPE_SZ));
  try("write", write, ends[1], pages, 65536);
  try("full", write, ends[1], pages, 1);
  try("read", read, ends[0], pages, 4096);
  try("atomic-too-large", write, ends[1], pages, 4097);
  try("atomic", write, ends[1], pages, 4096);
  try("full", write, ends[1], pages, 1);
}

CASE(short_write_when_nearly_full) {
  uint8_t *pages = new_pages(32);
  new_pipe(O_NONBLOCK);
  try("more-than-fits", write, ends[1], pages, 100000);
  long total = 0, count;
  while ((count = sys(read, ends[0], pages, 7000)) > 0) total += count;
  show("read", total);
  show("then", count);
}

CASE(capacity) {
  new_pipe(0);
  try("set", fcntl, ends[0], F_SETPIPE_SZ, 5000);
  try("get", fcntl, ends[1], F_GETPIPE_SZ);
  try("smallest", fcntl, ends[0], F_SETPIPE_SZ, 1);
  try("zero", fcntl, ends[0], F_SETPIPE_SZ, 0);
  uint8_t *pages = new_pages(16);
  try("larger", fcntl, ends[0], F_SETPIPE_SZ, 16384);
  sys(write, ends[1], pages, 12000);
  try("below-contents", fcntl, ends[0], F_SETPIPE_SZ, 4096);
}

CASE(waiting_bytes) {
  int waiting = -1;
  new_pipe(0);
  try("empty", ioctl, ends[0], FIONREAD, &waiting);
  show("waiting", waiting);
  sys(write, ends[1], "hello", 5);
  try("some", ioctl, ends[0], FIONREAD, &waiting);
  show("waiting", waiting);
  try("writer", ioctl, ends[1], FIONREAD, &waiting);
  show("waiting", waiting);
}

CASE(bad_buffers) {
  char bytes[8];
  uint8_t *edge = pages_before_fault(1);
  new_pipe(O_NONBLOCK);
  try("write-wild", write, ends[1], WILD, 5);
  try("write-null", write, ends[1], 0, 5);
  sys(write, ends[1], "hello", 5);
  try("read-wild", read, ends[0], WILD, 5);
  try("read-null", read, ends[0], 0, 5);
  try("read-good", read, ends[0], bytes, 5);
  show_bytes("kept", bytes, 5);
  memcpy(edge - 3, "abc", 3);
  try("write-edge", write, ends[1], edge, 1);
  try("empty", read, ends[0], bytes, 8);
}

CASE(vectors) {
  char a[3], b[8];
  struct iovec out[] = {{"ab", 2}, {"cdefg", 5}}, in[] = {{a, 3}, {b, 8}};
  new_pipe(0);
  try("writev", writev, ends[1], out, 2);
  try("readv", readv, ends[0], in, 2);
  show_bytes("a", a, 3);
  show_bytes("b", b, 4);
}

CASE(reopened_by_proc) {
  char path[32] = "/proc/self/fd/0", byte;
  new_pipe(0);
  path[14] = (char)('0' + ends[0]);
  int writer = (int)try("open", openat, AT_FDCWD, path, O_WRONLY);
  try("write", write, writer, "x", 1);
  try("read", read, ends[0], &byte, 1);
}

// Reads all of a pipe in pieces; exits with 1 if what it read is not `count` bytes in order.
static void child_drains(unsigned long count) {
  if (sys(fork) == 0) {
    static uint8_t piece[7000];
    unsigned long total = 0;
    long got, wrong = 0;
    sys(close, ends[1]);
    while ((got = sys(read, ends[0], piece, sizeof piece)) > 0) {
      for (long i = 0; i < got; i++, total++) wrong |= piece[i] != (uint8_t)(total * 7 >> 3);
    }
    sys(exit_group, wrong || total != count);
  }
}

CASE(a_write_that_may_wait_writes_all) {
  unsigned long count = 1ul << 20;
  uint8_t *bytes = new_pages(count / PAGE);
  int status = -1;
  for (unsigned long i = 0; i < count; i++) bytes[i] = (uint8_t)(i * 7 >> 3);
  new_pipe(0);
  child_drains(count);
  sys(close, ends[0]);
  struct iovec parts[] = {{bytes + 300000, 100001}, {bytes + 400001, 0}, {bytes + 400001, count - 400001}};
  try("write", write, ends[1], bytes, 300000);
  try("writev", writev, ends[1], parts, 3);
  sys(close, ends[1]);
  sys(wait4, -1, &status, 0, 0);
  show("child", status >> 8);
}

CASE(a_read_waits_for_the_first_bytes) {
  char bytes[8];
  int status;
  new_pipe(0);
  if (sys(fork) == 0) {
    struct timespec while_ = {0, 20000000};
    sys(nanosleep, &while_, 0);
    sys(write, ends[1], "abc", 3);
    sys(exit_group, 0);
  }
  sys(close, ends[1]);
  show_bytes("bytes", bytes, try("read", read, ends[0], bytes, 8));
  try("end", read, ends[0], bytes, 8);
  sys(wait4, -1, &status, 0, 0);
}

CASE(packets) {
  char bytes[16];
  new_pipe(O_DIRECT | O_NONBLOCK);
  sys(write, ends[1], "one", 3);
  sys(write, ends[1], "second", 6);
  try("first", read, ends[0], bytes, 16);
  try("part-of-second", read, ends[0], bytes, 2);
  try("rest-is-lost", read, ends[0], bytes, 16);
  show_octal("reader", (unsigned long)sys(fcntl, ends[0], F_GETFL));
  show_octal("writer", (unsigned long)sys(fcntl, ends[1], F_GETFL));
}
