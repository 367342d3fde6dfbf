// AF_UNIX: names, connections, streams, messages. unix(7).
#include "conformance.h"
#include "sockets.h"

static int ends[2];

CASE(bind_to_path) {
  struct sockaddr_un address = at_path("s"), name;
  unsigned size = sizeof name;
  struct stat status;
  int fd = new_socket(AF_UNIX, SOCK_STREAM);
  try("name", getsockname, fd, &name, &size);
  show("size", size);
  try("bind", bind, fd, &address, sizeof address);
  try("again", bind, fd, &address, sizeof address);
  sys(stat, "s", &status);
  show_octal("mode", status.st_mode);
  size = sizeof name;
  sys(getsockname, fd, &name, &size);
  show("size", size);
  show_text("path", name.path);
  try("open", openat, AT_FDCWD, "s", O_RDWR);
  int other = new_socket(AF_UNIX, SOCK_STREAM);
  try("taken", bind, other, &address, sizeof address);
  sys(close, fd);
  check("stays", exists("s"));
  try("taken-still", bind, other, &address, sizeof address);
  sys(unlink, "s");
  try("free", bind, other, &address, sizeof address);
  struct sockaddr_un missing = at_path("none/s");
  try("no-folder", bind, new_socket(AF_UNIX, SOCK_STREAM), &missing, sizeof missing);
}

CASE(bind_with_umask) {
  struct sockaddr_un address = at_path("s");
  struct stat status;
  sys(umask, 077);
  sys(bind, new_socket(AF_UNIX, SOCK_DGRAM), &address, sizeof address);
  sys(stat, "s", &status);
  show_octal("mode", status.st_mode);
}

CASE(bad_addresses) {
  struct sockaddr_un address = at_path("s");
  int fd = new_socket(AF_UNIX, SOCK_STREAM);
  try("too-long", bind, fd, &address, sizeof address + 1);
  try("empty", bind, fd, &address, 0);
  try("negative", bind, fd, &address, -1);
  try("unmapped", bind, fd, UNMAPPED, 10);
  address.family = AF_INET;
  try("family", bind, fd, &address, sizeof address);
  try("connect-family", connect, fd, &address, sizeof address);
  address = at_path("none");
  try("connect-nothing", connect, fd, &address, sizeof address);
  make_file("f", "x");
  address = at_path("f");
  try("connect-file", connect, fd, &address, sizeof address);
  try("connect-short", connect, fd, &address, 2);
}

CASE(abstract_names) {
  struct sockaddr_un address = {AF_UNIX, "\0conformance-abstract"}, name = {0, {0}};
  unsigned size = sizeof name;
  int fd = new_socket(AF_UNIX, SOCK_STREAM), client = new_socket(AF_UNIX, SOCK_STREAM);
  try("bind", bind, fd, &address, 20);
  try("taken", bind, client, &address, 20);
  sys(getsockname, fd, &name, &size);
  show("size", size);
  check("same", memcmp(&name, &address, 20) == 0);
  try("connect-early", connect, client, &address, 20);
  sys(listen, fd, 1);
  try("connect-longer", connect, client, &address, 21);
  try("connect", connect, client, &address, 20);
  sys(close, fd);
  try("connect-late", connect, new_socket(AF_UNIX, SOCK_STREAM), &address, 20);
}

CASE(names_chosen) {
  struct sockaddr_un name = {AF_UNIX, {0}};
  unsigned size = sizeof name;
  int fd = new_socket(AF_UNIX, SOCK_DGRAM);
  try("bind", bind, fd, &name, 2);
  sys(getsockname, fd, &name, &size);
  show("size", size);
  check("abstract", name.path[0] == 0 && name.path[1] != 0);
}

CASE(connection) {
  struct sockaddr_un address = at_path("s"), name;
  unsigned size = sizeof name;
  int listener = new_socket(AF_UNIX, SOCK_STREAM), client = new_socket(AF_UNIX, SOCK_STREAM);
  try("listen-unbound", listen, listener, 5);
  sys(bind, listener, &address, sizeof address);
  try("refused", connect, client, &address, sizeof address);
  try("listen", listen, listener, 5);
  show("listens", option(listener, SOL_SOCKET, SO_ACCEPTCONN));
  show_poll("idle", listener);
  try("connect", connect, client, &address, sizeof address);
  show_poll("asked", listener);
  try("again", connect, client, &address, sizeof address);
  int server = (int)try("accept", accept4, listener, &name, &size, SOCK_NONBLOCK);
  show("size", size);
  show_octal("flags", (unsigned long)sys(fcntl, server, F_GETFL));
  size = sizeof name;
  try("peer", getpeername, client, &name, &size);
  show_text("path", name.path);
  size = sizeof name;
  sys(getsockname, server, &name, &size);
  show_text("path", name.path);
  try("accept-flags", accept4, listener, 0, 0, 1);
  show("sent", send_text(client, "hello"));
  show_received("came", server, 100, 0);
  show_received("empty", server, 100, 0);
  sys(close, client);
  show_poll("closed", server);
  show_received("end", server, 100, 0);
  show("late", send_text(server, "x"));
}

CASE(other_kinds_do_not_meet) {
  struct sockaddr_un address = at_path("s");
  int listener = new_socket(AF_UNIX, SOCK_SEQPACKET);
  sys(bind, listener, &address, sizeof address);
  sys(listen, listener, 1);
  try("stream", connect, new_socket(AF_UNIX, SOCK_STREAM), &address, sizeof address);
  try("datagram", connect, new_socket(AF_UNIX, SOCK_DGRAM), &address, sizeof address);
  try("sequence", connect, new_socket(AF_UNIX, SOCK_SEQPACKET), &address, sizeof address);
}

CASE(backlog) {
  struct sockaddr_un address = at_path("s");
  int listener = new_socket(AF_UNIX, SOCK_STREAM);
  sys(bind, listener, &address, sizeof address);
  sys(listen, listener, 1);
  for (int i = 0; i < 4; i++) {
    int client = new_socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK);
    try("connect", connect, client, &address, sizeof address);
  }
  sys(accept, listener, 0, 0);
  int client = new_socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK);
  try("connect", connect, client, &address, sizeof address);
}

CASE(listener_closed) {
  struct sockaddr_un address = at_path("s");
  int listener = new_socket(AF_UNIX, SOCK_STREAM), client = new_socket(AF_UNIX, SOCK_STREAM);
  sys(bind, listener, &address, sizeof address);
  sys(listen, listener, 1);
  sys(connect, client, &address, sizeof address);
  sys(close, listener);
  show_poll("poll", client);
  show_received("receive", client, 10, 0);
  show_received("receive", client, 10, 0);
  show("send", send_text(client, "x"));
}

CASE(stream_has_no_borders) {
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  send_text(ends[0], "abc");
  send_text(ends[0], "def");
  show_received("peek", ends[1], 10, MSG_PEEK);
  show_received("some", ends[1], 4, 0);
  show_received("rest", ends[1], 10, 0);
  send_text(ends[0], "xyz");
  int count = 0;
  try("ioctl", ioctl, ends[1], FIONREAD, &count);
  show("count", count);
  show("nothing-sent", send_text(ends[0], ""));
  try("read", read, ends[1], &count, 0);
}

CASE(unread_data_resets) {
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  send_text(ends[0], "unread");
  sys(close, ends[1]);
  show_poll("poll", ends[0]);
  show_received("receive", ends[0], 10, 0);
  show_received("receive", ends[0], 10, 0);
  show("send", send_text(ends[0], "x"));
}

CASE(shutdown_halves) {
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  send_text(ends[0], "abc");
  try("writing", shutdown, ends[0], SHUT_WR);
  show("send", send_text(ends[0], "x"));
  show_poll("own", ends[0]);
  show_poll("other", ends[1]);
  show_received("came", ends[1], 10, 0);
  show_received("end", ends[1], 10, 0);
  show("back", send_text(ends[1], "back"));
  show_received("back", ends[0], 10, 0);
  try("reading", shutdown, ends[0], SHUT_RD);
  show("back", send_text(ends[1], "back"));
  show_poll("own", ends[0]);
  show_poll("other", ends[1]);
}

ENDING(broken_pipe) {
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  sys(close, ends[1]);
  show("quiet", send_text(ends[0], "x"));
  ready();
  sys(write, ends[0], "x", 1);
}

CASE(datagrams) {
  sys(socketpair, AF_UNIX, SOCK_DGRAM, 0, ends);
  show("sent", send_text(ends[0], "abc"));
  show("sent", send_text(ends[0], ""));
  show("sent", send_text(ends[0], "defgh"));
  show_poll("poll", ends[1]);
  show_received("first", ends[1], 10, 0);
  show_received("empty", ends[1], 10, 0);
  show_received("peek", ends[1], 2, MSG_PEEK);
  char bytes[8];
  try("true-size", recvfrom, ends[1], bytes, 2, MSG_TRUNC | MSG_DONTWAIT, 0, 0);
  show_received("none", ends[1], 10, 0);
  sys(close, ends[1]);
  show_poll("poll", ends[0]);
  show("late", send_text(ends[0], "x"));
  show("later", send_text(ends[0], "x"));
}

CASE(datagrams_by_name) {
  struct sockaddr_un server = at_path("server"), client = at_path("client"), from;
  unsigned size = sizeof from;
  int a = new_socket(AF_UNIX, SOCK_DGRAM), b = new_socket(AF_UNIX, SOCK_DGRAM);
  char bytes[16];
  sys(bind, a, &server, sizeof server);
  try("unnamed", sendto, b, "1", 1, 0, &server, sizeof server);
  try("came", recvfrom, a, bytes, 16, 0, &from, &size);
  show("size", size);
  sys(bind, b, &client, sizeof client);
  sys(sendto, b, "22", 2, 0, &server, sizeof server);
  size = sizeof from;
  try("came", recvfrom, a, bytes, 16, 0, &from, &size);
  show("size", size);
  show_text("from", from.path);
  try("connect", connect, a, &client, sizeof client);
  show("back", send_text(a, "back"));
  show_received("back", b, 16, 0);
  int third = new_socket(AF_UNIX, SOCK_DGRAM);
  try("stranger", sendto, third, "x", 1, 0, &server, sizeof server);
  try("stranger-connects", connect, third, &server, sizeof server);
  server.family = AF_UNSPEC;
  try("disconnect", connect, a, &server, sizeof server);
  show("nowhere", send_text(a, "x"));
  sys(unlink, "client");
  try("gone", sendto, a, "x", 1, 0, &client, sizeof client);
}

CASE(datagram_too_long) {
  sys(socketpair, AF_UNIX, SOCK_DGRAM, 0, ends);
  set_option(ends[0], SOL_SOCKET, SO_SNDBUF, 5000);
  uint8_t *pages = new_pages(4);
  try("fits", sendto, ends[0], pages, 8192, 0, 0, 0);
  try("too-long", sendto, ends[0], pages, 9969, 0, 0, 0);
}

CASE(sequences) {
  sys(socketpair, AF_UNIX, SOCK_SEQPACKET, 0, ends);
  send_text(ends[0], "abc");
  send_text(ends[0], "de");
  show_received("cut", ends[1], 2, 0);
  show_received("next", ends[1], 10, 0);
  show_received("none", ends[1], 10, 0);
  sys(shutdown, ends[0], SHUT_WR);
  show_received("end", ends[1], 10, 0);
  show("send", send_text(ends[0], "x"));
  sys(close, ends[0]);
  show_poll("poll", ends[1]);
  show("send", send_text(ends[1], "x"));
}

CASE(credentials_of_the_peer) {
  struct ucred peer = {1, 1, 1};
  unsigned size = sizeof peer;
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  try("get", getsockopt, ends[0], SOL_SOCKET, SO_PEERCRED, &peer, &size);
  show("size", size);
  check("pid", peer.pid == sys(getpid));
  check("uid", (long)peer.uid == sys(geteuid));
  size = sizeof peer;
  sys(getsockopt, new_socket(AF_UNIX, SOCK_STREAM), SOL_SOCKET, SO_PEERCRED, &peer, &size);
  show("pid", peer.pid);
  show("uid", (int)peer.uid);
}

CASE(wait_all) {
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  if (sys(fork) == 0) {
    for (int i = 0; i < 5; i++) {
      send_text(ends[0], "ab");
      nap(10);
    }
    sys(exit_group, 0);
  }
  char bytes[32];
  long count = try("all", recvfrom, ends[1], bytes, 8, MSG_WAITALL, 0, 0);
  show_bytes("bytes", bytes, count);
  sys(wait4, -1, 0, 0, 0);
  sys(close, ends[0]);
  try("end", recvfrom, ends[1], bytes, 8, MSG_WAITALL, 0, 0);
}

CASE(timeout) {
  struct timeval time = {0, 30000};
  char byte;
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  sys(setsockopt, ends[0], SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  long before = nanoseconds_now(CLOCK_MONOTONIC);
  try("receive", recvfrom, ends[0], &byte, 1, 0, 0, 0);
  try("read", read, ends[0], &byte, 1);
  check("waited", nanoseconds_now(CLOCK_MONOTONIC) - before >= 60000000);
}

CASE(permission_to_connect) {
  struct sockaddr_un address = at_path("s");
  int listener = new_socket(AF_UNIX, SOCK_STREAM);
  sys(bind, listener, &address, sizeof address);
  sys(listen, listener, 5);
  sys(chmod, "s", 0444);
  if (sys(fork) == 0) {
    sys(setuid, 12345);
    long result = sys(connect, new_socket(AF_UNIX, SOCK_STREAM), &address, sizeof address);
    sys(exit_group, -result);
  }
  int status = 0;
  sys(wait4, -1, &status, 0, 0);
  show("stranger", -(status >> 8 & 255));
}

CASE(full_and_emptied) {
  static char bytes[1 << 16];
  sys(socketpair, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends);
  long sent = 0, count;
  while ((count = sys(write, ends[0], bytes, sizeof bytes)) > 0) sent += count;
  show("full", count);
  show_poll("full", ends[0]);
  check("some", sent > 100000);
  long got = 0;
  while ((count = sys(read, ends[1], bytes, sizeof bytes)) > 0) got += count;
  check("all", got == sent);
  show("empty", count);
  show_poll("empty", ends[0]);
}

CASE(edges_of_epoll) {
  struct epoll_event event = {POLLIN | POLLOUT | POLLRDHUP | EPOLLET, 7}, out = {0, 0};
  sys(socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  int instance = (int)sys(epoll_create1, 0);
  sys(epoll_ctl, instance, EPOLL_CTL_ADD, ends[0], &event);
  try("first", epoll_wait, instance, &out, 1, 0);
  show_hex("events", out.events);
  try("again", epoll_wait, instance, &out, 1, 0);
  send_text(ends[1], "x");
  try("data", epoll_wait, instance, &out, 1, 0);
  show_hex("events", out.events);
  try("again", epoll_wait, instance, &out, 1, 0);
  send_text(ends[1], "y");
  try("more", epoll_wait, instance, &out, 1, 0);
  sys(shutdown, ends[1], SHUT_WR);
  try("half", epoll_wait, instance, &out, 1, 0);
  show_hex("events", out.events);
  sys(close, ends[1]);
  try("closed", epoll_wait, instance, &out, 1, 0);
  show_hex("events", out.events);
}
