// sendmsg(2), recvmsg(2) and their many-message forms; files and credentials with messages.
#include "conformance.h"
#include "sockets.h"

static int ends[2];
static char data[64];
static struct iovec vector[1] = {{data, sizeof data}};
static union {
  struct cmsghdr header;
  char bytes[256];
} control;

static long send_files(int socket, const int *files, unsigned count, const char *text) {
  struct iovec text_vector = {text, length(text)};
  struct msghdr m = {0, 0, &text_vector, 1, &control, 16 + 4 * count, 0};
  control.header = (struct cmsghdr){16 + 4 * count, SOL_SOCKET, SCM_RIGHTS};
  memcpy(control.bytes + 16, files, 4 * count);
  return sys(sendmsg, socket, &m, MSG_NOSIGNAL);
}

// Receives, shows bytes, flags and control length; answers the first descriptor received or -1.
static int receive_files(const char *label, int socket, unsigned long room, int flags) {
  struct msghdr m = {0, 0, vector, 1, &control, room, 0};
  memset(&control, 0, sizeof control);
  long count = sys(recvmsg, socket, &m, flags | MSG_DONTWAIT);
  if (count < 0) {
    show(label, count);
    return -1;
  }
  show_bytes(label, data, count);
  show_hex("flags", (unsigned long)m.flags);
  show("control", (long)m.controllen);
  if (m.controllen < 20) return -1;
  show("type", control.header.type);
  show("length", (long)control.header.length);
  int fd;
  memcpy(&fd, control.bytes + 16, 4);
  return fd;
}

CASE(file_goes_along) {
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  int file = new_file("f", "contents");
  show("sent", send_files(ends[0], &file, 1, "x"));
  sys(close, file);
  int fd = receive_files("came", ends[1], 64, 0);
  show_contents("contents", fd);
  show("cloexec", sys(fcntl, fd, F_GETFD));
}

CASE(close_on_exec) {
  sys(socketpair, AF_UNIX, SOCK_DGRAM, 0, ends);
  int file = new_file("f", "contents");
  send_files(ends[0], &file, 1, "x");
  int fd = receive_files("came", ends[1], 64, MSG_CMSG_CLOEXEC);
  show("cloexec", sys(fcntl, fd, F_GETFD));
}

CASE(several_files) {
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  int files[3] = {new_file("a", "A"), new_file("b", "B"), new_file("c", "C")};
  send_files(ends[0], files, 3, "x");
  receive_files("all", ends[1], 64, 0);
  send_files(ends[0], files, 3, "x");
  receive_files("room-for-one", ends[1], 20, 0);
  send_files(ends[0], files, 3, "x");
  receive_files("room-for-two", ends[1], 24, 0);
  send_files(ends[0], files, 3, "x");
  receive_files("no-room", ends[1], 0, 0);
  show("next", sys(fcntl, 0, F_DUPFD, 3));
}

CASE(bad_files) {
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  int files[2] = {ends[0], 99};
  show("closed", send_files(ends[0], files, 2, "x"));
  receive_files("nothing", ends[1], 64, 0);
  struct msghdr m = {0, 0, vector, 1, &control, 20, 0};
  control.header = (struct cmsghdr){15, SOL_SOCKET, SCM_RIGHTS};
  try("short-header", sendmsg, ends[0], &m, 0);
  control.header = (struct cmsghdr){21, SOL_SOCKET, SCM_RIGHTS};
  try("long-header", sendmsg, ends[0], &m, 0);
  control.header = (struct cmsghdr){20, SOL_SOCKET, 77};
  try("unknown-type", sendmsg, ends[0], &m, 0);
  control.header = (struct cmsghdr){20, 77, 1};
  try("other-level", sendmsg, ends[0], &m, 0);
}

CASE(file_ends_a_read) {
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  int file = new_file("f", "contents");
  send_text(ends[0], "before");
  send_files(ends[0], &file, 1, "with");
  send_text(ends[0], "after");
  receive_files("first", ends[1], 64, 0);
  receive_files("second", ends[1], 64, 0);
  receive_files("third", ends[1], 64, 0);
}

CASE(peeked_files) {
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  int file = new_file("f", "contents");
  send_files(ends[0], &file, 1, "x");
  int one = receive_files("peek", ends[1], 64, MSG_PEEK);
  int two = receive_files("take", ends[1], 64, 0);
  check("two", one >= 0 && two > one);
  show_contents("contents", one);
  show_contents("contents", two);
}

CASE(read_loses_files) {
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  int pipe[2];
  sys(pipe2, pipe, O_NONBLOCK);
  send_files(ends[0], &pipe[1], 1, "x");
  sys(close, pipe[1]);
  char byte;
  try("open", read, pipe[0], &byte, 1);
  try("read", read, ends[1], &byte, 1);
  try("closed", read, pipe[0], &byte, 1);
}

CASE(files_of_a_closed_socket) {
  int pipe[2];
  char byte;
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  sys(pipe2, pipe, O_NONBLOCK);
  send_files(ends[0], &pipe[1], 1, "x");
  sys(close, pipe[1]);
  sys(close, ends[0]);
  try("still", read, pipe[0], &byte, 1);
  sys(close, ends[1]);
  try("closed", read, pipe[0], &byte, 1);
}

CASE(sockets_in_each_other) {
  int pipe[2];
  char byte;
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  sys(pipe2, pipe, O_NONBLOCK);
  send_files(ends[0], &ends[0], 1, "x");
  send_files(ends[1], &ends[1], 1, "x");
  send_files(ends[0], &pipe[1], 1, "x");
  sys(close, pipe[1]);
  sys(close, ends[0]);
  sys(close, ends[1]);
  // Linux looks for lost sockets when some socket is closed for good.
  sys(close, new_socket(AF_UNIX, SOCK_STREAM));
  nap(200);
  try("collected", read, pipe[0], &byte, 1);
}

CASE(credentials) {
  sys(socketpair, AF_UNIX, SOCK_DGRAM, 0, ends);
  show("pass", set_option(ends[1], SOL_SOCKET, SO_PASSCRED, 1));
  send_text(ends[0], "x");
  receive_files("came", ends[1], 64, 0);
  struct ucred who;
  memcpy(&who, control.bytes + 16, sizeof who);
  check("pid", who.pid == sys(getpid));
  check("uid", (long)who.uid == sys(getuid));
  struct msghdr m = {0, 0, vector, 1, &control, 32, 0};
  control.header = (struct cmsghdr){28, SOL_SOCKET, SCM_CREDENTIALS};
  try("own", sendmsg, ends[0], &m, 0);
  control.header.length = 27;
  try("short", sendmsg, ends[0], &m, 0);
  send_text(ends[0], "x");
  receive_files("first", ends[1], 64, 0);
  receive_files("little-room", ends[1], 20, 0);
}

CASE(credentials_of_another) {
  sys(socketpair, AF_UNIX, SOCK_DGRAM, 0, ends);
  if (sys(fork) == 0) {
    sys(setuid, 12345);
    struct ucred who = {(int)sys(getpid), 0, 0};
    struct msghdr m = {0, 0, vector, 1, &control, 32, 0};
    control.header = (struct cmsghdr){28, SOL_SOCKET, SCM_CREDENTIALS};
    memcpy(control.bytes + 16, &who, sizeof who);
    long result = sys(sendmsg, ends[0], &m, 0);
    sys(exit_group, -result);
  }
  int status = 0;
  sys(wait4, -1, &status, 0, 0);
  show("forged", -(status >> 8 & 255));
}

CASE(vectors) {
  sys(socketpair, AF_UNIX, SOCK_SEQPACKET, 0, ends);
  struct iovec parts[3] = {{"ab", 2}, {"", 0}, {"cde", 3}};
  struct msghdr m = {0, 0, parts, 3, 0, 0, 0};
  try("send", sendmsg, ends[0], &m, 0);
  char a[2] = "", b[8] = "";
  struct iovec places[2] = {{a, 1}, {b, 8}};
  m = (struct msghdr){0, 0, places, 2, 0, 0, 99};
  try("receive", recvmsg, ends[1], &m, 0);
  show_text("a", a);
  show_text("b", b);
  show_hex("flags", (unsigned long)m.flags);
  m.iovlen = 1025;
  try("too-many", sendmsg, ends[0], &m, 0);
  try("unmapped", sendmsg, ends[0], UNMAPPED, 0);
  m = (struct msghdr){0, 0, UNMAPPED, 2, 0, 0, 0};
  try("unmapped-vector", sendmsg, ends[0], &m, 0);
  m = (struct msghdr){0, 0, 0, 0, 0, 0, 0};
  try("nothing", sendmsg, ends[0], &m, 0);
}

CASE(truncation) {
  sys(socketpair, AF_UNIX, SOCK_DGRAM, 0, ends);
  send_text(ends[0], "abcdef");
  struct iovec place = {data, 3};
  struct msghdr m = {0, 0, &place, 1, 0, 0, 0};
  try("receive", recvmsg, ends[1], &m, 0);
  show_hex("flags", (unsigned long)m.flags);
  send_text(ends[0], "abcdef");
  try("true-size", recvmsg, ends[1], &m, MSG_TRUNC);
  show_hex("flags", (unsigned long)m.flags);
}

CASE(many_messages) {
  sys(socketpair, AF_UNIX, SOCK_DGRAM, 0, ends);
  struct iovec texts[3] = {{"a", 1}, {"bb", 2}, {"ccc", 3}};
  struct mmsghdr out[3], in[4];
  char places[4][8];
  struct iovec rooms[4];
  memset(out, 0, sizeof out);
  memset(in, 0, sizeof in);
  for (int i = 0; i < 3; i++) out[i].header.iov = &texts[i], out[i].header.iovlen = 1;
  for (int i = 0; i < 4; i++) {
    rooms[i] = (struct iovec){places[i], 8};
    in[i].header.iov = &rooms[i];
    in[i].header.iovlen = 1;
  }
  try("send", sendmmsg, ends[0], out, 3, 0);
  show("length", out[2].length);
  try("receive", recvmmsg, ends[1], in, 2, 0, 0);
  show("length", in[1].length);
  try("rest", recvmmsg, ends[1], in, 4, MSG_WAITFORONE, 0);
  show_bytes("bytes", places[0], in[0].length);
  try("none", recvmmsg, ends[1], in, 4, MSG_DONTWAIT, 0);
  struct timespec bad = {0, -1};
  try("bad-time", recvmmsg, ends[1], in, 4, MSG_DONTWAIT, &bad);
  try("no-messages", sendmmsg, ends[0], out, 0, 0);
}

CASE(peek_offset) {
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  show("set", set_option(ends[1], SOL_SOCKET, SO_PEEK_OFF, 1));
  send_text(ends[0], "abcdef");
  show_received("peek", ends[1], 2, MSG_PEEK);
  show("offset", option(ends[1], SOL_SOCKET, SO_PEEK_OFF));
  show_received("peek", ends[1], 2, MSG_PEEK);
  show_received("take", ends[1], 2, 0);
  show("offset", option(ends[1], SOL_SOCKET, SO_PEEK_OFF));
  show_received("peek", ends[1], 8, MSG_PEEK);
}
