// UDP over loopback: udp(7), ip(7).
#include "conformance.h"
#include "sockets.h"

static struct sockaddr_in address;

static int new_receiver(void) {
  unsigned size = sizeof address;
  int fd = new_socket(AF_INET, SOCK_DGRAM);
  address = at_port(0);
  prepared("bind", sys(bind, fd, &address, sizeof address));
  sys(getsockname, fd, &address, &size);
  return fd;
}

CASE(datagrams) {
  int a = new_receiver(), b = new_socket(AF_INET, SOCK_DGRAM);
  struct sockaddr_in from, name;
  unsigned size = sizeof from;
  char bytes[16];
  try("send", sendto, b, "hello", 5, 0, &address, sizeof address);
  try("send", sendto, b, "", 0, 0, &address, sizeof address);
  show_poll("poll", a);
  int count = 0;
  sys(ioctl, a, FIONREAD, &count);
  show("count", count);
  long got = sys(recvfrom, a, bytes, 16, 0, &from, &size);
  show_bytes("came", bytes, got);
  show("size", size);
  unsigned name_size = sizeof name;
  sys(getsockname, b, &name, &name_size);
  check("from", from.port == name.port && from.address == LOOPBACK);
  check("any", name.address == 0);
  show_received("empty", a, 16, 0);
  show_received("none", a, 16, 0);
}

CASE(connected_ends) {
  int a = new_receiver(), b = new_socket(AF_INET, SOCK_DGRAM);
  struct sockaddr_in name;
  unsigned size = sizeof name;
  try("connect", connect, b, &address, sizeof address);
  sys(getsockname, b, &name, &size);
  check("address", name.address == LOOPBACK && name.port != 0);
  show("send", send_text(b, "x"));
  show_received("came", a, 10, 0);
  try("elsewhere", sendto, b, "y", 1, 0, &name, sizeof name);
  show_received("itself", b, 10, 0);
  int stranger = new_socket(AF_INET, SOCK_DGRAM);
  sys(sendto, stranger, "z", 1, 0, &name, sizeof name);
  show_received("stranger", b, 10, 0);
  sys(sendto, a, "w", 1, 0, &name, sizeof name);
  show_received("partner", b, 10, 0);
  name.family = AF_UNSPEC;
  try("disconnect", connect, b, &name, sizeof name);
  show("send", send_text(b, "x"));
}

CASE(nobody_there) {
  int a = new_receiver(), b = new_socket(AF_INET, SOCK_DGRAM);
  sys(close, a);
  try("unconnected", sendto, b, "x", 1, 0, &address, sizeof address);
  nap(10);
  show("error", option(b, SOL_SOCKET, SO_ERROR));
  sys(connect, b, &address, sizeof address);
  show("send", send_text(b, "x"));
  nap(10);
  show_poll("poll", b);
  show("send", send_text(b, "x"));
  show("send", send_text(b, "x"));
  nap(10);
  show_received("receive", b, 10, 0);
  show_received("receive", b, 10, 0);
}

CASE(bad_destinations) {
  struct sockaddr_in to = at_port(0);
  int fd = new_socket(AF_INET, SOCK_DGRAM);
  try("none", sendto, fd, "x", 1, 0, 0, 0);
  try("port-0", sendto, fd, "x", 1, 0, &to, sizeof to);
  try("short", sendto, fd, "x", 1, 0, &to, 8);
  to.port = swapped(9);
  to.address = 0xffffff7f;
  try("broadcast", sendto, fd, "x", 1, 0, &to, sizeof to);
  to.family = AF_INET6;
  try("family", sendto, fd, "x", 1, 0, &to, sizeof to);
}

CASE(too_long) {
  int a = new_receiver(), b = new_socket(AF_INET, SOCK_DGRAM);
  uint8_t *pages = new_pages(17);
  try("too-long", sendto, b, pages, 65508, 0, &address, sizeof address);
  try("longest", sendto, b, pages, 65507, 0, &address, sizeof address);
  try("far-too-long", sendto, b, pages, 17 * PAGE, 0, &address, sizeof address);
  try("true-size", recvfrom, a, pages, 10, MSG_TRUNC | MSG_DONTWAIT, 0, 0);
  try("unmapped", sendto, b, UNMAPPED, 10, 0, &address, sizeof address);
}

CASE(information) {
  int a = new_receiver(), b = new_socket(AF_INET, SOCK_DGRAM);
  show("want", set_option(a, IPPROTO_IP, IP_PKTINFO, 1));
  set_option(a, IPPROTO_IP, IP_RECVTTL, 1);
  set_option(b, IPPROTO_IP, IP_TTL, 33);
  sys(sendto, b, "x", 1, 0, &address, sizeof address);
  char data[8];
  union {
    struct cmsghdr header;
    char bytes[128];
  } control;
  struct iovec vector = {data, 8};
  struct msghdr m = {0, 0, &vector, 1, &control, sizeof control, 0};
  try("receive", recvmsg, a, &m, 0);
  show("control", (long)m.controllen);
  show("type", control.header.type);
  show("length", (long)control.header.length);
  show_bytes("address", control.bytes + 24, 4);
  int ttl;
  memcpy(&ttl, control.bytes + 32 + 16, 4);
  show("ttl", ttl);
}

CASE(options) {
  int fd = new_socket(AF_INET, SOCK_DGRAM);
  show("ttl", option(fd, IPPROTO_IP, IP_TTL));
  show("set", set_option(fd, IPPROTO_IP, IP_TTL, 256));
  show("set", set_option(fd, IPPROTO_IP, IP_TTL, 0));
  show("set", set_option(fd, IPPROTO_IP, IP_TTL, -1));
  show("set", set_option(fd, IPPROTO_IP, IP_TOS, 0x13));
  show("tos", option(fd, IPPROTO_IP, IP_TOS));
  show("multicast", option(fd, IPPROTO_IP, IP_MULTICAST_TTL));
  show("v6", option(fd, IPPROTO_IPV6, IPV6_V6ONLY));
  unsigned membership[2] = {0x01010101, LOOPBACK};
  try("join", setsockopt, fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, membership, 8);
  fd = new_socket(AF_INET6, SOCK_DGRAM);
  show("v6", option(fd, IPPROTO_IPV6, IPV6_V6ONLY));
  show("hops", option(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS));
  show("hops", set_option(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 300));
  show("tcp", set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1));
}

CASE(shut_down) {
  int a = new_receiver(), b = new_socket(AF_INET, SOCK_DGRAM);
  try("unconnected", shutdown, a, SHUT_RD);
  char byte;
  try("receive", recvfrom, a, &byte, 1, 0, 0, 0);
  show_received("without-waiting", a, 1, 0);
  show_poll("poll", a);
  sys(connect, b, &address, sizeof address);
  try("writing", shutdown, b, SHUT_WR);
  show("send", send_text(b, "x"));
}

CASE(taken_ports) {
  int a = new_receiver(), b = new_socket(AF_INET, SOCK_DGRAM);
  try("taken", bind, b, &address, sizeof address);
  set_option(b, SOL_SOCKET, SO_REUSEADDR, 1);
  try("one-sided", bind, b, &address, sizeof address);
  set_option(a, SOL_SOCKET, SO_REUSEADDR, 1);
  try("both", bind, b, &address, sizeof address);
  try("listen", listen, a, 1);
  try("accept", accept, a, 0, 0);
}

CASE(both_versions) {
  struct sockaddr_in6 any = {AF_INET6, 0, 0, {0}, 0}, from;
  unsigned size = sizeof any;
  int a = new_socket(AF_INET6, SOCK_DGRAM), b = new_socket(AF_INET, SOCK_DGRAM);
  sys(bind, a, &any, sizeof any);
  sys(getsockname, a, &any, &size);
  address = at_port(any.port);
  try("send", sendto, b, "x", 1, 0, &address, sizeof address);
  char byte;
  size = sizeof from;
  try("came", recvfrom, a, &byte, 1, MSG_DONTWAIT, &from, &size);
  show_bytes("mapped", from.address, 16);
  try("back", sendto, a, "y", 1, 0, &from, size);
  show_received("back", b, 1, 0);
}
