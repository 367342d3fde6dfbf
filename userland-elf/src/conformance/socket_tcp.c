// TCP over loopback: tcp(7).
#include "conformance.h"
#include "sockets.h"

static int ends[2];

CASE(names) {
  struct sockaddr_in address, name;
  unsigned size = sizeof name;
  int listener = new_listener(&address, 5), client = new_socket(AF_INET, SOCK_STREAM);
  check("port-chosen", address.port != 0);
  try("name", getsockname, client, &name, &size);
  check("nothing", name.address == 0 && name.port == 0);
  try("connect", connect, client, &address, sizeof address);
  size = sizeof name;
  sys(getsockname, client, &name, &size);
  check("loopback", name.address == LOOPBACK && name.port != 0);
  struct sockaddr_in peer;
  size = sizeof peer;
  int server = (int)sys(accept, listener, &peer, &size);
  show("size", size);
  check("same", peer.port == name.port && peer.address == LOOPBACK);
  size = 4;
  try("short", getpeername, server, &peer, &size);
  show("size", size);
  size = (unsigned)-1;
  try("negative", getpeername, server, &peer, &size);
  try("again", connect, client, &address, sizeof address);
  try("listening", connect, listener, &address, sizeof address);
}

CASE(refused) {
  struct sockaddr_in address;
  int listener = new_listener(&address, 1), client = new_socket(AF_INET, SOCK_STREAM);
  sys(close, listener);
  try("connect", connect, client, &address, sizeof address);
  show_poll("poll", client);
  show("error", option(client, SOL_SOCKET, SO_ERROR));
  client = new_socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
  try("connect", connect, client, &address, sizeof address);
  show_poll("poll", client);
  show("error", option(client, SOL_SOCKET, SO_ERROR));
  show("error", option(client, SOL_SOCKET, SO_ERROR));
  try("later", connect, client, &address, sizeof address);
}

CASE(nobody_waits_for_the_queue_of_errors) {
  struct sockaddr_in address;
  char bytes[8];
  int listener = new_listener(&address, 1), client = new_socket(AF_INET, SOCK_STREAM);
  int datagrams = new_socket(AF_INET, SOCK_DGRAM);
  try("connect", connect, client, &address, sizeof address);
  try("stream", recvfrom, client, bytes, sizeof bytes, 0x2000, 0, 0);
  try("datagrams", recvfrom, datagrams, bytes, sizeof bytes, 0x2000, 0, 0);
  sys(close, listener);
}

CASE(connecting_without_waiting) {
  struct sockaddr_in address;
  new_listener(&address, 1);
  int client = new_socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
  try("connect", connect, client, &address, sizeof address);
  show_poll("poll", client);
  show("error", option(client, SOL_SOCKET, SO_ERROR));
  try("once-more", connect, client, &address, sizeof address);
  try("thrice", connect, client, &address, sizeof address);
}

CASE(bad_addresses) {
  struct sockaddr_in address = at_port(0);
  int fd = new_socket(AF_INET, SOCK_STREAM);
  try("short", bind, fd, &address, 15);
  try("empty", connect, fd, &address, 0);
  address.address = 0x04030201;
  try("not-mine", bind, fd, &address, sizeof address);
  address.family = AF_INET6;
  try("family", bind, fd, &address, sizeof address);
  try("family", connect, fd, &address, sizeof address);
  address = at_port(0);
  address.family = AF_UNSPEC;
  try("none", bind, fd, &address, sizeof address);
  address.address = 0;
  try("none-any", bind, fd, &address, sizeof address);
  try("again", bind, fd, &address, sizeof address);
}

CASE(taken_ports) {
  struct sockaddr_in address;
  int listener = new_listener(&address, 1), fd = new_socket(AF_INET, SOCK_STREAM);
  try("taken", bind, fd, &address, sizeof address);
  set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  try("listened-on", bind, fd, &address, sizeof address);
  address.address = 0;
  try("any", bind, fd, &address, sizeof address);
  address.address = 0x0200007f;
  try("another-address", bind, fd, &address, sizeof address);
  try("listen", listen, fd, 1);
  sys(close, listener);
}

CASE(shared_ports) {
  struct sockaddr_in address = at_port(0);
  unsigned size = sizeof address;
  int a = new_socket(AF_INET, SOCK_STREAM), b = new_socket(AF_INET, SOCK_STREAM);
  set_option(a, SOL_SOCKET, SO_REUSEPORT, 1);
  sys(bind, a, &address, sizeof address);
  sys(getsockname, a, &address, &size);
  try("one-sided", bind, b, &address, sizeof address);
  set_option(b, SOL_SOCKET, SO_REUSEPORT, 1);
  try("both", bind, b, &address, sizeof address);
  try("listen", listen, a, 1);
  try("listen", listen, b, 1);
  try("connect", connect, new_socket(AF_INET, SOCK_STREAM), &address, sizeof address);
}

CASE(reused_address) {
  struct sockaddr_in address = at_port(0);
  unsigned size = sizeof address;
  int a = new_socket(AF_INET, SOCK_STREAM), b = new_socket(AF_INET, SOCK_STREAM);
  set_option(a, SOL_SOCKET, SO_REUSEADDR, 1);
  set_option(b, SOL_SOCKET, SO_REUSEADDR, 1);
  sys(bind, a, &address, sizeof address);
  sys(getsockname, a, &address, &size);
  try("both", bind, b, &address, sizeof address);
  try("listen", listen, a, 1);
  try("listen", listen, b, 1);
}

CASE(time_wait) {
  struct sockaddr_in address;
  int listener = new_listener(&address, 1), client = new_socket(AF_INET, SOCK_STREAM);
  sys(connect, client, &address, sizeof address);
  int server = (int)sys(accept, listener, 0, 0);
  sys(close, listener);
  sys(close, server);
  sys(close, client);
  nap(20);
  int fd = new_socket(AF_INET, SOCK_STREAM);
  try("held", bind, fd, &address, sizeof address);
  set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  try("held-from-strangers", bind, fd, &address, sizeof address);
}

CASE(time_wait_reused) {
  struct sockaddr_in address = at_port(0);
  unsigned size = sizeof address;
  int listener = new_socket(AF_INET, SOCK_STREAM), client = new_socket(AF_INET, SOCK_STREAM);
  set_option(listener, SOL_SOCKET, SO_REUSEADDR, 1);
  sys(bind, listener, &address, sizeof address);
  sys(listen, listener, 1);
  sys(getsockname, listener, &address, &size);
  sys(connect, client, &address, sizeof address);
  int server = (int)sys(accept, listener, 0, 0);
  sys(close, listener);
  sys(close, server);
  sys(close, client);
  nap(20);
  int fd = new_socket(AF_INET, SOCK_STREAM);
  try("held", bind, fd, &address, sizeof address);
  set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  try("reused", bind, fd, &address, sizeof address);
  try("listen", listen, fd, 1);
}

CASE(both_ways) {
  connected(ends);
  show_poll("idle", ends[0]);
  show("sent", send_text(ends[0], "hello"));
  show_poll("data", ends[1]);
  show_received("peek", ends[1], 3, MSG_PEEK);
  show_received("came", ends[1], 100, 0);
  show_received("empty", ends[1], 100, 0);
  show("sent", send_text(ends[1], "a"));
  show("sent", send_text(ends[1], "b"));
  int count = 0;
  sys(ioctl, ends[0], FIONREAD, &count);
  show("count", count);
  char bytes[8];
  try("dropped", recvfrom, ends[0], bytes, 1, MSG_TRUNC, 0, 0);
  show_received("rest", ends[0], 100, 0);
}

CASE(orderly_end) {
  connected(ends);
  send_text(ends[0], "last");
  sys(close, ends[0]);
  nap(10);
  show_poll("poll", ends[1]);
  show_received("came", ends[1], 100, 0);
  show_received("end", ends[1], 100, 0);
  show_received("end", ends[1], 100, 0);
  show("send", send_text(ends[1], "x"));
  nap(10);
  show_poll("poll", ends[1]);
  show("send", send_text(ends[1], "x"));
  show_received("receive", ends[1], 100, 0);
}

CASE(half_close) {
  connected(ends);
  try("shutdown", shutdown, ends[0], SHUT_WR);
  nap(10);
  show("send", send_text(ends[0], "x"));
  show_poll("own", ends[0]);
  show_poll("other", ends[1]);
  show_received("end", ends[1], 10, 0);
  show("back", send_text(ends[1], "back"));
  show_received("back", ends[0], 10, 0);
  sys(shutdown, ends[1], SHUT_WR);
  nap(10);
  show_poll("own", ends[0]);
  show_poll("other", ends[1]);
  unsigned size = 16;
  char name[16];
  try("peer", getpeername, ends[0], name, &size);
}

CASE(abortive_end) {
  struct linger at_once = {1, 0};
  connected(ends);
  sys(setsockopt, ends[0], SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  send_text(ends[0], "lost?");
  sys(close, ends[0]);
  nap(10);
  show_poll("poll", ends[1]);
  show("error", option(ends[1], SOL_SOCKET, SO_ERROR));
  show_poll("poll", ends[1]);
  show("send", send_text(ends[1], "x"));
}

CASE(unread_data_resets) {
  connected(ends);
  send_text(ends[1], "unread");
  nap(10);
  sys(close, ends[0]);
  nap(10);
  show_poll("poll", ends[1]);
  show_received("receive", ends[1], 10, 0);
  show_received("receive", ends[1], 10, 0);
  show("send", send_text(ends[1], "x"));
}

CASE(listener_closed) {
  struct sockaddr_in address;
  int listener = new_listener(&address, 1), client = new_socket(AF_INET, SOCK_STREAM);
  sys(connect, client, &address, sizeof address);
  sys(close, listener);
  nap(10);
  show_poll("poll", client);
  show_received("receive", client, 10, 0);
  show_received("receive", client, 10, 0);
}

CASE(listener_shut_down) {
  struct sockaddr_in address;
  int listener = new_listener(&address, 1);
  show("listens", option(listener, SOL_SOCKET, SO_ACCEPTCONN));
  try("writing", shutdown, listener, SHUT_WR);
  show("listens", option(listener, SOL_SOCKET, SO_ACCEPTCONN));
  try("reading", shutdown, listener, SHUT_RD);
  show("listens", option(listener, SOL_SOCKET, SO_ACCEPTCONN));
  try("accept", accept, listener, 0, 0);
  try("again", listen, listener, 1);
}

CASE(urgent_data) {
  int mark = 9;
  connected(ends);
  try("send", sendto, ends[0], "abc", 3, MSG_OOB, 0, 0);
  send_text(ends[0], "de");
  nap(10);
  show_poll("poll", ends[1]);
  show_received("before", ends[1], 10, 0);
  sys(ioctl, ends[1], SIOCATMARK, &mark);
  show("mark", mark);
  show_received("urgent", ends[1], 10, MSG_OOB);
  show_received("again", ends[1], 10, MSG_OOB);
  show_received("after", ends[1], 10, 0);
  show_poll("poll", ends[1]);
}

CASE(urgent_data_in_line) {
  connected(ends);
  set_option(ends[1], SOL_SOCKET, SO_OOBINLINE, 1);
  sys(sendto, ends[0], "abc", 3, MSG_OOB, 0, 0);
  nap(10);
  show_poll("poll", ends[1]);
  show_received("out-of-band", ends[1], 10, MSG_OOB);
  show_received("before", ends[1], 10, 0);
  show_received("urgent", ends[1], 10, 0);
}

CASE(options) {
  int fd = new_socket(AF_INET, SOCK_STREAM);
  int names[] = {TCP_NODELAY, TCP_CORK, TCP_KEEPIDLE, TCP_KEEPCNT, TCP_SYNCNT, TCP_QUICKACK};
  for (unsigned i = 0; i < 6; i++) {
    show("before", option(fd, IPPROTO_TCP, names[i]));
    show("set", set_option(fd, IPPROTO_TCP, names[i], 5));
    show("after", option(fd, IPPROTO_TCP, names[i]));
    show("too-much", set_option(fd, IPPROTO_TCP, names[i], 1000000));
  }
  show("defer", set_option(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, 5));
  show("defer", option(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT));
  show("segment", option(fd, IPPROTO_TCP, TCP_MAXSEG));
  show("segment", set_option(fd, IPPROTO_TCP, TCP_MAXSEG, 10));
  show("unknown", option(fd, IPPROTO_TCP, 99));
  show("unknown", set_option(fd, IPPROTO_TCP, 99, 1));
  show("of-udp", option(new_socket(AF_INET, SOCK_DGRAM), IPPROTO_TCP, TCP_NODELAY));
  char info[256];
  unsigned size = 1;
  try("info", getsockopt, fd, IPPROTO_TCP, TCP_INFO, info, &size);
  show("state", info[0]);
  connected(ends);
  try("info", getsockopt, ends[0], IPPROTO_TCP, TCP_INFO, info, &size);
  show("state", info[0]);
  sys(shutdown, ends[1], SHUT_WR);
  nap(10);
  sys(getsockopt, ends[0], IPPROTO_TCP, TCP_INFO, info, &size);
  show("state", info[0]);
  sys(getsockopt, ends[1], IPPROTO_TCP, TCP_INFO, info, &size);
  show("state", info[0]);
}

CASE(inherited_options) {
  struct sockaddr_in address;
  int listener = new_listener(&address, 1), client = new_socket(AF_INET, SOCK_STREAM);
  set_option(listener, IPPROTO_TCP, TCP_NODELAY, 1);
  set_option(listener, SOL_SOCKET, SO_KEEPALIVE, 1);
  sys(connect, client, &address, sizeof address);
  sys(fcntl, listener, F_SETFL, O_NONBLOCK);
  int server = (int)sys(accept, listener, 0, 0);
  show("no-delay", option(server, IPPROTO_TCP, TCP_NODELAY));
  show("keep-alive", option(server, SOL_SOCKET, SO_KEEPALIVE));
  show_octal("flags", (unsigned long)sys(fcntl, server, F_GETFL));
  try("accept", accept, listener, 0, 0);
}

CASE(deferred_until_data) {
  struct sockaddr_in address;
  int listener = new_listener(&address, 1), client = new_socket(AF_INET, SOCK_STREAM);
  set_option(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, 30);
  sys(fcntl, listener, F_SETFL, O_NONBLOCK);
  sys(connect, client, &address, sizeof address);
  nap(10);
  try("without-data", accept, listener, 0, 0);
  send_text(client, "x");
  nap(10);
  int server = (int)sys(accept, listener, 0, 0);
  show_received("data", server, 10, 0);
}

CASE(both_versions) {
  struct sockaddr_in6 any = {AF_INET6, 0, 0, {0}, 0}, name;
  struct sockaddr_in address = at_port(0);
  unsigned size = sizeof any;
  int listener = new_socket(AF_INET6, SOCK_STREAM), client = new_socket(AF_INET, SOCK_STREAM);
  try("bind", bind, listener, &any, sizeof any);
  sys(listen, listener, 1);
  sys(getsockname, listener, &any, &size);
  address.port = any.port;
  try("connect", connect, client, &address, sizeof address);
  size = sizeof name;
  int server = (int)sys(accept, listener, &name, &size);
  show("size", size);
  show_bytes("mapped", name.address, 16);
  show("family", name.family);
  send_text(client, "x");
  nap(10);
  show_received("came", server, 10, 0);
  int six = new_socket(AF_INET6, SOCK_STREAM);
  any.address[15] = 1;
  try("loopback", connect, six, &any, sizeof any);
  try("v4-taken", bind, new_socket(AF_INET, SOCK_STREAM), &address, sizeof address);
}

CASE(version_6_only) {
  struct sockaddr_in6 any = {AF_INET6, 0, 0, {0}, 0};
  struct sockaddr_in address = at_port(0);
  unsigned size = sizeof any;
  int listener = new_socket(AF_INET6, SOCK_STREAM);
  show("set", set_option(listener, IPPROTO_IPV6, IPV6_V6ONLY, 1));
  sys(bind, listener, &any, sizeof any);
  show("late", set_option(listener, IPPROTO_IPV6, IPV6_V6ONLY, 0));
  sys(listen, listener, 1);
  sys(getsockname, listener, &any, &size);
  address.port = any.port;
  try("connect", connect, new_socket(AF_INET, SOCK_STREAM), &address, sizeof address);
  try("bind", bind, new_socket(AF_INET, SOCK_STREAM), &address, sizeof address);
}

CASE(much_data) {
  static char bytes[1 << 16];
  connected(ends);
  if (sys(fork) == 0) {
    sys(close, ends[1]);
    for (unsigned i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 7);
    for (int i = 0; i < 100; i++) sys(write, ends[0], bytes, sizeof bytes);
    sys(exit_group, 0);
  }
  sys(close, ends[0]);
  long total = 0, count;
  bool right = true;
  while ((count = sys(read, ends[1], bytes, 50000)) > 0) {
    for (long i = 0; i < count; i += 997) right &= bytes[i] == (char)(((total + i) & 0xffff) * 7);
    total += count;
  }
  show("total", total);
  check("right", right);
  show("end", count);
  sys(wait4, -1, 0, 0, 0);
}

CASE(blocking_accept) {
  struct sockaddr_in address;
  int listener = new_listener(&address, 1);
  if (sys(fork) == 0) {
    nap(20);
    int client = new_socket(AF_INET, SOCK_STREAM);
    sys(connect, client, &address, sizeof address);
    send_text(client, "child");
    sys(exit_group, 0);
  }
  int server = (int)sys(accept, listener, 0, 0);
  char bytes[16];
  long count = sys(read, server, bytes, 16);
  show_bytes("came", bytes, count);
  try("end", read, server, bytes, 16);
  sys(wait4, -1, 0, 0, 0);
}

CASE(accept_in_time) {
  struct sockaddr_in address;
  struct timeval time = {0, 20000};
  int listener = new_listener(&address, 1);
  sys(setsockopt, listener, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  long before = nanoseconds_now(CLOCK_MONOTONIC);
  try("accept", accept, listener, 0, 0);
  check("waited", nanoseconds_now(CLOCK_MONOTONIC) - before >= 20000000);
}

CASE(disconnect) {
  struct sockaddr_in address = at_port(0);
  address.family = AF_UNSPEC;
  connected(ends);
  try("disconnect", connect, ends[0], &address, sizeof address);
  nap(10);
  show_poll("own", ends[0]);
  show("send", send_text(ends[0], "x"));
  show_received("other", ends[1], 10, 0);
}

CASE(files_to_sockets) {
  connected(ends);
  int file = new_file("f", "from a file"), pipe[2];
  long off = 5;
  try("sendfile", sendfile, ends[0], file, &off, 100);
  show("offset", off);
  nap(10);
  show_received("came", ends[1], 100, 0);
  sys(pipe2, pipe, 0);
  sys(write, pipe[1], "through a pipe", 14);
  try("splice", splice, pipe[0], 0, ends[0], 0, 100, 0);
  nap(10);
  try("back", splice, ends[1], 0, pipe[1], 0, 100, 0);
  char bytes[32];
  long count = sys(read, pipe[0], bytes, sizeof bytes);
  show_bytes("bytes", bytes, count);
}

static unsigned hex_at(const char *digits, int count) {
  unsigned value = 0;
  for (int i = 0; i < count; i++) {
    char c = digits[i];
    value = value * 16 + (unsigned)(c <= '9' ? c - '0' : c - 'A' + 10);
  }
  return value;
}

// Finds the line of /proc/net/tcp with a local port and a state; waits for it, since connections
// end in their own time. Returns its length.
static long table_line(char *text, size_t size, unsigned port, unsigned state) {
  for (;;) {
    int table = (int)sys(openat, AT_FDCWD, "/proc/net/tcp", O_RDONLY, 0);
    if (table < 0) return table;
    char bytes[4096];
    size_t used = 0;
    long count;
    while ((count = sys(read, table, bytes, sizeof bytes)) > 0) {
      for (long i = 0; i < count; i++) {
        if (bytes[i] != '\n') {
          if (used < size - 1) text[used++] = bytes[i];
          continue;
        }
        text[used] = 0;
        const char *colon = text;
        while (*colon && *colon != ':') colon++;
        if (text + used > colon + 32 && hex_at(colon + 11, 4) == port && hex_at(colon + 30, 2) == state) {
          sys(close, table);
          return (long)used;
        }
        used = 0;
      }
    }
    sys(close, table);
    nap(1);
  }
}

static void show_table_line(const char *label, unsigned port, unsigned state) {
  char text[512];
  show(label, table_line(text, sizeof text, port, state));
  int words = 0;
  const char *last[20];
  for (const char *at = text; *at; at++) {
    if (*at != ' ' && (at == text || at[-1] == ' ') && words < 20) last[words++] = at;
  }
  show("words", words);
  show("timer", (long)hex_at(last[5], 2));
  if (words > 15) show_bytes("end", last[words - 2], 5);
}

CASE(table) {
  connected(ends);
  struct sockaddr_in address;
  int listener = new_listener(&address, 1);
  unsigned size = sizeof address;
  show_table_line("listens", (unsigned)__builtin_bswap16(address.port), 10);
  sys(getsockname, ends[0], &address, &size);
  unsigned port = (unsigned)__builtin_bswap16(address.port);
  show_table_line("connected", port, 1);
  sys(close, ends[0]);
  sys(close, ends[1]);
  show_table_line("waits", port, 6);
  sys(close, listener);
}

CASE(link_of_descriptor) {
  char path[] = "/proc/self/fd/0", link[64];
  int socket = new_socket(AF_INET, SOCK_STREAM);
  path[14] = (char)('0' + socket);
  long count = sys(readlink, path, link, sizeof link);
  show_bytes("kind", link, 8);
  check("two-digits", count >= 11);
}
