// splice(2), tee(2), vmsplice(2), and sendfile(2) with pipes and devices.
#include "conformance.h"

static int a[2], b[2];
static char bytes[64];

static void two_pipes(void) {
  sys(pipe2, a, O_NONBLOCK);
  sys(pipe2, b, O_NONBLOCK);
}

static void show_pipe(const char *label, int reader) {
  show_bytes(label, bytes, sys(read, reader, bytes, sizeof bytes));
}

CASE(file_to_pipe_to_file) {
  int from = new_file("from", "0123456789"), to = new_file("to", "");
  two_pipes();
  sys(lseek, from, 2, SEEK_SET);
  try("in", splice, from, 0, a[1], 0, 5, 0);
  show("offset", offset_of(from));
  try("out", splice, a[0], 0, to, 0, 3, 0);
  show("offset", offset_of(to));
  try("rest", splice, a[0], 0, to, 0, 100, SPLICE_F_NONBLOCK);
  try("empty", splice, a[0], 0, to, 0, 100, SPLICE_F_NONBLOCK);
  show_contents("to", to);
  try("at-end", splice, from, 0, a[1], 0, 100, 0);
  try("at-end", splice, from, 0, a[1], 0, 100, 0);
}

CASE(given_offsets) {
  int from = new_file("from", "0123456789"), to = new_file("to", "abcdefghij");
  long in = 7, out = 4;
  two_pipes();
  try("in", splice, from, &in, a[1], 0, 100, 0);
  show("in", in);
  show("offset", offset_of(from));
  try("out", splice, a[0], 0, to, &out, 2, 0);
  show("out", out);
  show("offset", offset_of(to));
  show_contents("to", to);
  show_pipe("left", a[0]);
}

CASE(pipe_to_pipe) {
  two_pipes();
  sys(write, a[1], "hello world", 11);
  try("splice", splice, a[0], 0, b[1], 0, 5, 0);
  show_pipe("moved", b[0]);
  show_pipe("left", a[0]);
  try("empty", splice, a[0], 0, b[1], 0, 5, 0);
  try("same", splice, a[0], 0, a[1], 0, 5, 0);
  sys(close, a[1]);
  try("ended", splice, a[0], 0, b[1], 0, 5, 0);
}

CASE(tee_keeps) {
  two_pipes();
  sys(write, a[1], "hello", 5);
  try("tee", tee, a[0], b[1], 3, 0);
  try("again", tee, a[0], b[1], 100, 0);
  show_pipe("copies", b[0]);
  show_pipe("kept", a[0]);
  try("empty", tee, a[0], b[1], 5, SPLICE_F_NONBLOCK);
  try("same", tee, a[0], a[1], 5, 0);
  try("nothing", tee, 999, 999, 0, 0);
  try("flags", tee, a[0], b[1], 5, 0x100);
  try("ends", tee, a[1], b[0], 5, 0);
  try("file", tee, new_file("f", "x"), b[1], 5, 0);
}

CASE(errors) {
  int file = new_file("f", "0123456789"), append = open_path("f", O_WRONLY | O_APPEND);
  int folder = open_path(".", O_RDONLY), reader = open_path("f", O_RDONLY);
  long offset = 0, negative = -1;
  two_pipes();
  try("no-pipe", splice, file, 0, file, 0, 5, 0);
  try("length-zero", splice, 999, 0, 999, 0, 0, 0);
  try("flags", splice, 999, 0, 999, 0, 5, 0x100);
  try("closed-in", splice, 999, 0, a[1], 0, 5, 0);
  try("closed-out", splice, file, 0, 999, 0, 5, 0);
  try("offset-of-pipe", splice, a[0], &offset, file, 0, 5, 0);
  try("offset-into-pipe", splice, file, 0, a[1], &offset, 5, 0);
  try("wild-offset", splice, file, UNMAPPED, a[1], 0, 5, 0);
  try("negative-offset", splice, file, &negative, a[1], 0, 5, 0);
  try("wrong-end", splice, a[1], 0, file, 0, 5, 0);
  try("into-reading-end", splice, file, 0, a[0], 0, 5, 0);
  try("folder", splice, folder, 0, a[1], 0, 5, 0);
  sys(write, a[1], "x", 1);
  try("append", splice, a[0], 0, append, 0, 5, 0);
  try("reader", splice, a[0], 0, reader, 0, 5, 0);
}

CASE(devices) {
  int zero = open_path("/dev/zero", O_RDONLY), null = open_path("/dev/null", O_WRONLY);
  two_pipes();
  try("from-zero", splice, zero, 0, a[1], 0, 10, 0);
  try("to-null", splice, a[0], 0, null, 0, 4, 0);
  try("rest", splice, a[0], 0, null, 0, 100, 0);
  try("sendfile", sendfile, a[1], zero, 0, 10);
  check("zeroes", sys(read, a[0], bytes, 64) == 10 && all_bytes(bytes, 10, 0));
}

CASE(user_memory) {
  two_pipes();
  struct iovec out[] = {{"ab", 2}, {"cde", 3}}, in[] = {{bytes, 2}, {bytes + 10, 20}};
  try("write", vmsplice, a[1], out, 2, 0);
  try("read", vmsplice, a[0], in, 2, 0);
  show_bytes("first", bytes, 2);
  show_bytes("second", bytes + 10, 3);
  try("empty", vmsplice, a[0], in, 2, SPLICE_F_NONBLOCK);
  try("nothing", vmsplice, a[0], in, 0, 0);
  try("file", vmsplice, new_file("f", "x"), out, 2, 0);
  try("flags", vmsplice, a[1], out, 2, 0x100);
  try("closed", vmsplice, 999, out, 2, 0);
  try("wild", vmsplice, a[1], WILD, 1, 0);
}

CASE(full_pipe) {
  int from = new_file("from", "");
  uint8_t *pages = new_pages(32);
  sys(write, from, pages, 32 * PAGE);
  sys(lseek, from, 0, SEEK_SET);
  two_pipes();
  try("as-much-as-fits", splice, from, 0, a[1], 0, 32 * PAGE, 0);
  show("offset", offset_of(from));
  try("full", splice, from, 0, a[1], 0, 1, 0);
  try("tee-to-empty", tee, a[0], b[1], 32 * PAGE, 0);
  try("tee-to-full", tee, a[0], b[1], 1, 0);
  try("sendfile-to-full", sendfile, a[1], from, 0, 10);
  show("offset", offset_of(from));
}

CASE(broken_pipe) {
  struct kernel_sigaction ignore = {.handler = SIG_IGN};
  int from = new_file("from", "0123456789");
  two_pipes();
  sys(rt_sigaction, SIGPIPE, &ignore, 0, 8);
  sys(close, a[0]);
  try("splice", splice, from, 0, a[1], 0, 5, 0);
  try("sendfile", sendfile, a[1], from, 0, 5);
  show("offset", offset_of(from));
  sys(write, b[1], "kept", 4);
  try("pipe", splice, b[0], 0, a[1], 0, 5, 0);
  try("tee", tee, b[0], a[1], 5, 0);
  show_pipe("kept", b[0]);
}

CASE(waits_for_bytes_and_for_room) {
  int status, to = new_file("to", ""), from = new_file("from", "");
  uint8_t *pages = new_pages(32);
  sys(pipe2, a, 0);
  if (sys(fork) == 0) {
    struct timespec while_ = {0, 20000000};
    sys(nanosleep, &while_, 0);
    sys(write, a[1], "late", 4);
    sys(exit_group, 0);
  }
  try("splice", splice, a[0], 0, to, 0, 100, 0);
  show_contents("to", to);
  sys(wait4, -1, &status, 0, 0);
  memset(pages, 'q', 32 * PAGE);
  sys(write, from, pages, 32 * PAGE);
  sys(lseek, from, 0, SEEK_SET);
  long child = sys(fork);
  if (child == 0) {
    long total = 0, count;
    sys(close, a[1]);
    while ((count = sys(read, a[0], pages, 5000)) > 0) total += count;
    sys(exit_group, total == 32 * PAGE ? 7 : 8);
  }
  sys(close, a[0]);
  long total = 0, count;
  while ((count = sys(splice, from, 0, a[1], 0, 32 * PAGE, 0)) > 0) total += count;
  show("total", total);
  sys(close, a[1]);
  sys(wait4, child, &status, 0, 0);
  show("child", status >> 8);
}
