// What the cases about sockets need: numbers and structures of Linux, addresses, connections on
// loopback. Included after conformance.h.
#ifndef CONFORMANCE_SOCKETS_H
#define CONFORMANCE_SOCKETS_H

enum {
  AF_UNSPEC = 0, AF_UNIX = 1, AF_INET = 2, AF_INET6 = 10, AF_NETLINK = 16,
  SOCK_STREAM = 1, SOCK_DGRAM = 2, SOCK_RAW = 3, SOCK_SEQPACKET = 5,
  SOCK_NONBLOCK = 04000, SOCK_CLOEXEC = 02000000,
  SOL_SOCKET = 1, IPPROTO_IP = 0, IPPROTO_TCP = 6, IPPROTO_UDP = 17, IPPROTO_IPV6 = 41,
  SO_REUSEADDR = 2, SO_TYPE = 3, SO_ERROR = 4, SO_BROADCAST = 6, SO_SNDBUF = 7, SO_RCVBUF = 8,
  SO_KEEPALIVE = 9, SO_OOBINLINE = 10, SO_LINGER = 13, SO_REUSEPORT = 15, SO_PASSCRED = 16,
  SO_PEERCRED = 17, SO_RCVLOWAT = 18, SO_RCVTIMEO = 20, SO_SNDTIMEO = 21, SO_ACCEPTCONN = 30,
  SO_PROTOCOL = 38, SO_DOMAIN = 39, SO_PEEK_OFF = 42,
  IP_TOS = 1, IP_TTL = 2, IP_PKTINFO = 8, IP_RECVTTL = 12, IP_MULTICAST_TTL = 33,
  IP_ADD_MEMBERSHIP = 35, IPV6_V6ONLY = 26, IPV6_UNICAST_HOPS = 16,
  TCP_NODELAY = 1, TCP_MAXSEG = 2, TCP_CORK = 3, TCP_KEEPIDLE = 4, TCP_KEEPCNT = 6,
  TCP_SYNCNT = 7, TCP_DEFER_ACCEPT = 9, TCP_INFO = 11, TCP_QUICKACK = 12,
  MSG_OOB = 1, MSG_PEEK = 2, MSG_CTRUNC = 8, MSG_TRUNC = 0x20, MSG_DONTWAIT = 0x40,
  MSG_WAITALL = 0x100, MSG_NOSIGNAL = 0x4000, MSG_WAITFORONE = 0x10000,
  MSG_CMSG_CLOEXEC = 0x40000000,
  SCM_RIGHTS = 1, SCM_CREDENTIALS = 2,
  SHUT_RD = 0, SHUT_WR = 1, SHUT_RDWR = 2,
  SIOCOUTQ = 0x5411, SIOCATMARK = 0x8905,
};

struct sockaddr_un { uint16_t family; char path[108]; };
struct sockaddr_in { uint16_t family, port; uint32_t address; char zero[8]; };
struct sockaddr_in6 { uint16_t family, port; uint32_t flow; uint8_t address[16]; uint32_t scope; };
struct msghdr {
  void *name; unsigned namelen; struct iovec *iov; unsigned long iovlen;
  void *control; unsigned long controllen; int flags;
};
struct mmsghdr { struct msghdr header; unsigned length; };
struct cmsghdr { unsigned long length; int level, type; };
struct ucred { int pid; unsigned uid, gid; };
struct linger { int onoff, seconds; };

#define LOOPBACK 0x0100007fu

static inline uint16_t swapped(unsigned port) {
  return (uint16_t)(port << 8 | (port & 0xffff) >> 8);
}

static inline struct sockaddr_in at_port(uint16_t port) {
  return (struct sockaddr_in){AF_INET, port, LOOPBACK, {0}};
}

// The length of an address of AF_UNIX with that path.
static inline struct sockaddr_un at_path(const char *path) {
  struct sockaddr_un address = {AF_UNIX, {0}};
  memcpy(address.path, path, length(path));
  return address;
}

static inline int new_socket(int family, int type) {
  return (int)prepared("socket", sys(socket, family, type, 0));
}

// An int option: its value, or the error as a negative number.
static inline long option(int fd, int level, int name) {
  int value = 0;
  unsigned size = sizeof value;
  long result = sys(getsockopt, fd, level, name, &value, &size);
  return result < 0 ? result : value;
}

static inline long set_option(int fd, int level, int name, int value) {
  return sys(setsockopt, fd, level, name, &value, sizeof value);
}

// A TCP listener on 127.0.0.1, whose port the kernel chose.
static inline int new_listener(struct sockaddr_in *address, int backlog) {
  unsigned size = sizeof *address;
  int fd = new_socket(AF_INET, SOCK_STREAM);
  *address = at_port(0);
  prepared("bind", sys(bind, fd, address, sizeof *address));
  prepared("listen", sys(listen, fd, backlog));
  prepared("name", sys(getsockname, fd, address, &size));
  return fd;
}

// Two connected ends over TCP: the one that connected, the one that was accepted.
static inline void connected(int ends[2]) {
  struct sockaddr_in address;
  int listener = new_listener(&address, 5);
  ends[0] = new_socket(AF_INET, SOCK_STREAM);
  prepared("connect", sys(connect, ends[0], &address, sizeof address));
  ends[1] = (int)prepared("accept", sys(accept, listener, 0, 0));
  sys(close, listener);
}

static inline void nap(long milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  sys(nanosleep, &time, 0);
}

static inline void show_poll(const char *label, int fd) {
  struct pollfd p = {fd, POLLIN | POLLOUT | POLLPRI | POLLRDHUP, 0};
  sys(poll, &p, 1, 0);
  show_hex(label, (unsigned long)(uint16_t)p.revents);
}

// Receives without waiting and shows what came.
static inline void show_received(const char *label, int fd, unsigned size, int flags) {
  char bytes[4096];
  long count = sys(recvfrom, fd, bytes, size, flags | MSG_DONTWAIT, 0, 0);
  if (count < 0) {
    show(label, count);
  } else {
    show_bytes(label, bytes, count);
  }
}

static inline long send_text(int fd, const char *text) {
  return sys(sendto, fd, text, length(text), MSG_NOSIGNAL, 0, 0);
}

static inline void ignore_broken_pipes(void) {
  struct kernel_sigaction ignore = {(void *)1, 0, 0, 0};
  sys(rt_sigaction, 13, &ignore, 0, 8);
}

#endif
