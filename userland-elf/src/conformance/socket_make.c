// socket(2), socketpair(2): families, types, flags, and what is no socket.
#include "conformance.h"
#include "sockets.h"

CASE(kinds) {
  try("unix-stream", socket, AF_UNIX, SOCK_STREAM, 0);
  try("unix-other-protocol", socket, AF_UNIX, SOCK_STREAM, 2);
  try("unix-bad-type", socket, AF_UNIX, 6, 0);
  try("tcp", socket, AF_INET, SOCK_STREAM, IPPROTO_TCP);
  try("udp", socket, AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
  try("stream-of-udp", socket, AF_INET, SOCK_STREAM, IPPROTO_UDP);
  try("datagram-of-tcp", socket, AF_INET, SOCK_DGRAM, IPPROTO_TCP);
  try("sequence-of-inet", socket, AF_INET, SOCK_SEQPACKET, 0);
  try("no-family", socket, AF_UNSPEC, SOCK_STREAM, 0);
  try("far-family", socket, 46, SOCK_STREAM, 0);
  try("negative-family", socket, -1, SOCK_STREAM, 0);
  try("far-type", socket, AF_INET, 11, 0);
  try("raw-of-nothing", socket, AF_INET, SOCK_RAW, 0);
  try("bad-flag", socket, AF_UNIX, SOCK_STREAM | 0100000, 0);
  try("netlink", socket, AF_NETLINK, SOCK_RAW, 0);
  try("netlink-stream", socket, AF_NETLINK, SOCK_STREAM, 0);
}

CASE(flags) {
  int fd = (int)sys(socket, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  show_octal("status", (unsigned long)sys(fcntl, fd, F_GETFL));
  show("cloexec", sys(fcntl, fd, F_GETFD));
  fd = new_socket(AF_INET, SOCK_DGRAM);
  show_octal("status", (unsigned long)sys(fcntl, fd, F_GETFL));
  struct stat status;
  sys(fstat, fd, &status);
  show_octal("mode", status.st_mode);
  show("size", status.st_size);
  try("seek", lseek, fd, 0, SEEK_SET);
  try("truncate", ftruncate, fd, 0);
  try("sync", fsync, fd);
  try("map", mmap, 0, PAGE, PROT_READ, MAP_SHARED, fd, 0);
}

CASE(pairs) {
  int ends[2];
  try("unix", socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
  try("tcp", socketpair, AF_INET, SOCK_STREAM, 0, ends);
  try("udp", socketpair, AF_INET, SOCK_DGRAM, 0, ends);
  try("unmapped", socketpair, AF_UNIX, SOCK_STREAM, 0, UNMAPPED);
  try("type", socketpair, AF_UNIX, 4, 0, ends);
  try("next", socket, AF_UNIX, SOCK_STREAM, 0);
}

CASE(not_a_socket) {
  int fd = new_file("f", "x");
  struct sockaddr_in address = at_port(0);
  unsigned size = sizeof address;
  try("bind", bind, fd, &address, size);
  try("listen", listen, fd, 1);
  try("accept", accept, fd, 0, 0);
  try("connect", connect, fd, &address, size);
  try("name", getsockname, fd, &address, &size);
  try("peer", getpeername, fd, &address, &size);
  try("send", sendto, fd, "x", 1, 0, 0, 0);
  try("receive", recvfrom, fd, &address, 1, 0, 0, 0);
  try("shutdown", shutdown, fd, 2);
  show("option", option(fd, SOL_SOCKET, SO_TYPE));
  show("set", set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1));
  try("closed", listen, 77, 1);
}

CASE(calls_on_new_sockets) {
  int kinds[][2] = {{AF_INET, SOCK_STREAM}, {AF_INET, SOCK_DGRAM}, {AF_UNIX, SOCK_STREAM},
                    {AF_UNIX, SOCK_DGRAM}, {AF_UNIX, SOCK_SEQPACKET}, {AF_INET6, SOCK_STREAM}};
  ignore_broken_pipes();
  for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    char bytes[128];
    unsigned size = sizeof bytes;
    int fd = new_socket(kinds[i][0], kinds[i][1]);
    put(" |");
    show_poll("poll", fd);
    try("send", sendto, fd, "x", 1, 0, 0, 0);
    try("receive", recvfrom, fd, bytes, 1, MSG_DONTWAIT, 0, 0);
    try("accept", accept, fd, 0, 0);
    try("peer", getpeername, fd, bytes, &size);
    try("shutdown", shutdown, fd, SHUT_RDWR);
    try("shutdown", shutdown, fd, 3);
    show_poll("poll", fd);
  }
}

CASE(options_that_tell) {
  int kinds[][2] = {{AF_INET, SOCK_STREAM}, {AF_INET6, SOCK_DGRAM}, {AF_UNIX, SOCK_SEQPACKET}};
  for (unsigned i = 0; i < 3; i++) {
    int fd = new_socket(kinds[i][0], kinds[i][1]);
    show("type", option(fd, SOL_SOCKET, SO_TYPE));
    show("domain", option(fd, SOL_SOCKET, SO_DOMAIN));
    show("protocol", option(fd, SOL_SOCKET, SO_PROTOCOL));
    show("error", option(fd, SOL_SOCKET, SO_ERROR));
    show("listens", option(fd, SOL_SOCKET, SO_ACCEPTCONN));
    show("set-type", set_option(fd, SOL_SOCKET, SO_TYPE, 1));
    show("unknown", option(fd, SOL_SOCKET, 99));
    show("unknown", set_option(fd, SOL_SOCKET, 99, 1));
    show("level", option(fd, 200, 1));
    show("level", set_option(fd, 200, 1, 1));
  }
}

CASE(options_that_are_kept) {
  int names[] = {SO_REUSEADDR, SO_BROADCAST, SO_KEEPALIVE, SO_OOBINLINE, SO_REUSEPORT};
  int fd = new_socket(AF_INET, SOCK_STREAM);
  for (unsigned i = 0; i < 5; i++) {
    show("before", option(fd, SOL_SOCKET, names[i]));
    show("set", set_option(fd, SOL_SOCKET, names[i], 7));
    show("after", option(fd, SOL_SOCKET, names[i]));
  }
  show("cred-of-tcp", option(fd, SOL_SOCKET, SO_PASSCRED));
  try("short", setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, "x", 1);
  try("unmapped", setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, UNMAPPED, 4);
  char byte = 0;
  unsigned size = 1;
  try("one-byte", getsockopt, fd, SOL_SOCKET, SO_REUSEADDR, &byte, &size);
  show("size", size);
  size = (unsigned)-1;
  try("negative", getsockopt, fd, SOL_SOCKET, SO_REUSEADDR, &byte, &size);
  try("unmapped", getsockopt, fd, SOL_SOCKET, SO_REUSEADDR, UNMAPPED, &size);
}

CASE(buffers) {
  int fd = new_socket(AF_UNIX, SOCK_STREAM);
  show("set", set_option(fd, SOL_SOCKET, SO_SNDBUF, 10000));
  show("get", option(fd, SOL_SOCKET, SO_SNDBUF));
  show("set", set_option(fd, SOL_SOCKET, SO_SNDBUF, 1));
  show("get", option(fd, SOL_SOCKET, SO_SNDBUF));
  show("set", set_option(fd, SOL_SOCKET, SO_RCVBUF, 5000));
  show("get", option(fd, SOL_SOCKET, SO_RCVBUF));
  show("set", set_option(fd, SOL_SOCKET, SO_RCVBUF, 0));
  show("get", option(fd, SOL_SOCKET, SO_RCVBUF));
  show("low", set_option(fd, SOL_SOCKET, SO_RCVLOWAT, 5));
  show("low", option(fd, SOL_SOCKET, SO_RCVLOWAT));
  show("none", set_option(fd, SOL_SOCKET, SO_RCVLOWAT, 0));
  show("low", option(fd, SOL_SOCKET, SO_RCVLOWAT));
}

CASE(lingering_and_timeouts) {
  int fd = new_socket(AF_INET, SOCK_STREAM);
  struct linger linger = {1, 5};
  unsigned size = sizeof linger;
  try("set", setsockopt, fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  linger = (struct linger){9, 9};
  try("get", getsockopt, fd, SOL_SOCKET, SO_LINGER, &linger, &size);
  show("on", linger.onoff);
  show("seconds", linger.seconds);
  try("short", setsockopt, fd, SOL_SOCKET, SO_LINGER, &linger, 4);
  struct timeval time = {3, 500000};
  try("set", setsockopt, fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  time = (struct timeval){0, 0};
  size = sizeof time;
  try("get", getsockopt, fd, SOL_SOCKET, SO_RCVTIMEO, &time, &size);
  show("seconds", time.tv_sec);
  show("micros", time.tv_usec);
  time = (struct timeval){0, 1000000};
  try("too-fine", setsockopt, fd, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
  time = (struct timeval){0, -1};
  try("negative", setsockopt, fd, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

/* What is refused before the value is looked at: a level, a length. */
static void levels_of(const char *family, int fd) {
  int levels[] = {0x3f1c6b45,   SOL_SOCKET,   IPPROTO_IP, IPPROTO_TCP,
                  IPPROTO_UDP, IPPROTO_IPV6, 270 /* SOL_NETLINK */};
  show(family, fd >= 0);
  for (unsigned i = 0; i < sizeof levels / sizeof *levels; i++) {
    if (levels[i] != IPPROTO_IP && levels[i] != IPPROTO_IPV6) {
      try("set-nothing", setsockopt, fd, levels[i], 231, NULL, 0);
      try("set", setsockopt, fd, levels[i], 231, NULL, 4);
    }
    try("set-negative", setsockopt, fd, levels[i], 231, NULL, -1);
    unsigned size = 4;
    try("get", getsockopt, fd, levels[i], 231, NULL, &size);
    try("get-unmapped", getsockopt, fd, levels[i], 231, NULL, UNMAPPED);
  }
}

CASE(levels_of_options) {
  levels_of("unix", new_socket(AF_UNIX, SOCK_DGRAM));
  levels_of("tcp", new_socket(AF_INET, SOCK_STREAM));
  levels_of("udp", new_socket(AF_INET, SOCK_DGRAM));
  levels_of("tcp6", new_socket(AF_INET6, SOCK_STREAM));
  levels_of("udp6", new_socket(AF_INET6, SOCK_DGRAM));
  levels_of("netlink", new_socket(AF_NETLINK, SOCK_RAW));
}
