/* Sockets and readiness. */
static int one, other, stream, poller;

static void options(void) {
  CALL(getsockopt, stream, SOL_SOCKET, SO_TYPE, ROOM(int), DATA(int, {4}));
  CALL(getsockopt, stream, SOL_SOCKET, SO_ERROR, ROOM(int), DATA(int, {4}));
  CALL(getsockopt, stream, SOL_SOCKET, SO_LINGER, room(8), DATA(int, {8}));
  CALL(getsockopt, stream, SOL_SOCKET, SO_RCVTIMEO, room(16), DATA(int, {16}));
  CALL(getsockopt, one, SOL_SOCKET, SO_PEERCRED, room(12), DATA(int, {12}));
  CALL(getsockopt, 99, SOL_SOCKET, SO_RCVBUF, ROOM(int), DATA(int, {4}));
  CALL(setsockopt, stream, SOL_SOCKET, SO_REUSEADDR, DATA(int, {1}), 4);
  CALL(setsockopt, stream, SOL_SOCKET, SO_LINGER, DATA(struct linger, {1, 5}), 8);
  CALL(setsockopt, stream, SOL_SOCKET, SO_SNDTIMEO, DATA(struct timeval, {1, 5}), 16);
  CALL(setsockopt, stream, IPPROTO_TCP, TCP_NODELAY, DATA(int, {1}), 4);
  CALL(setsockopt, stream, IPPROTO_IPV6, IPV6_V6ONLY, DATA(int, {1}), 4);
  CALL(setsockopt, stream, IPPROTO_IP, IP_TTL, DATA(int, {64}), 4);
}

static void readiness(void) {
  CALL(poll, data(((struct pollfd[2]){{one, POLLIN | POLLOUT, 0}, {-1, POLLIN, 0}}), 16), 2, 0);
  CALL(poll, data(((struct pollfd[1]){{one, POLLIN | POLLPRI, 0}}), 8), 1, 1);
  CALL(poll, 0, 0, 0);
  CALL(ppoll, data(((struct pollfd[1]){{99, POLLIN, 0}}), 8), 1, DATA(struct timespec, {0, 1}), 0, 8);
  CALL(ppoll, data(((struct pollfd[1]){{one, POLLIN, 0}}), 8), 1, DATA(struct timespec, {0, 1000}),
       DATA(long, {0}), 8);
  CALL(select, 30, DATA(fd_set, {{1 << one | 1 << other}}), DATA(fd_set, {{1 << one}}), 0,
       DATA(struct timeval, {1, 5}));
  CALL(select, 30, DATA(fd_set, {{1 << one}}), 0, 0, DATA(struct timeval, {0, 5}));
  CALL(select, 0, 0, 0, 0, DATA(struct timeval, {0, 5}));
  CALL(pselect6, 30, DATA(fd_set, {{1 << one}}), 0, 0, DATA(struct timespec, {0, 5}), 0);
  CALL(pselect6, 30, 0, DATA(fd_set, {{1 << one}}), 0, 0,
       data(((long[2]){(long)DATA(long, {1 << 9}), 8}), 16));
  CALL(select, 100, DATA(fd_set, {{0, 1l << 35}}), 0, 0, 0);
  CALL(epoll_create1, EPOLL_CLOEXEC);
  poller = result();
  CALL(epoll_create, 7);
  CALL(epoll_ctl, poller, EPOLL_CTL_ADD, one,
       DATA(struct epoll_event, {EPOLLIN | EPOLLOUT | EPOLLET, {.u64 = 0x1234567890}}));
  CALL(epoll_wait, poller, room(24), 2, 0);
  CALL(epoll_wait, poller, room(24), 2, 0);
  CALL(epoll_pwait, poller, room(24), 2, 0, 0, 8);
  CALL(epoll_pwait2, poller, room(24), 2, DATA(struct timespec, {0, 0}), DATA(long, {0}), 8);
  CALL(epoll_ctl, poller, EPOLL_CTL_DEL, one, 0);
  CALL(epoll_ctl, poller, EPOLL_CTL_DEL, one, DATA(struct epoll_event, {0}));
  CALL(close, poller);
}

static void addresses(void) {
  CALL(bind, other, DATA(struct sockaddr_un, {AF_UNIX, "/none/socket"}), 15);
  CALL(bind, other, DATA(struct sockaddr_un, {AF_UNIX, "\0abstract"}), 11);
  CALL(bind, other, DATA(struct sockaddr_un, {AF_UNIX}), 2);
  CALL(connect, 99,
       DATA(struct sockaddr_in, {AF_INET, 0x5000, {0x0100007f}}), sizeof(struct sockaddr_in));
  CALL(connect, 99,
       DATA(struct sockaddr_in6, {AF_INET6, 0x5000, 0, IN6ADDR_LOOPBACK_INIT, 0}),
       sizeof(struct sockaddr_in6));
  CALL(connect, 99, data("\20\0\0\0\7\0\0\0\1\0\0\0", 12), 12);
  CALL(connect, 99, WILD, 16);
  CALL(connect, 99, 0, 0);
  CALL(socket, AF_INET, SOCK_DGRAM, IPPROTO_UDP);
  int datagram = result();
  CALL(bind, datagram, DATA(struct sockaddr_in, {AF_INET, 0, {0x0100007f}}), 16);
  CALL(getsockname, datagram, room(32), DATA(int, {32}));
  CALL(getsockname, datagram, room(32), DATA(int, {4}));
  CALL(getpeername, datagram, room(32), DATA(int, {32}));
  CALL(getsockname, one, room(110), DATA(int, {110}));
  CALL(sendto, datagram, str("data"), 4, MSG_DONTWAIT | MSG_NOSIGNAL,
       DATA(struct sockaddr_in, {AF_INET, 0x0900, {0x0100007f}}), 16);
  CALL(recvfrom, datagram, room(16), 16, MSG_DONTWAIT, room(32), DATA(int, {32}));
  CALL(accept, datagram, 0, 0);
  CALL(accept4, datagram, room(32), DATA(int, {32}), SOCK_CLOEXEC | SOCK_NONBLOCK);
  CALL(listen, datagram, 5);
  CALL(shutdown, datagram, SHUT_RDWR);
  CALL(close, datagram);
}

static void sockets(void) {
  CALL(socket, AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_IP);
  CALL(close, result());
  CALL(socket, AF_UNIX, SOCK_SEQPACKET, 0);
  CALL(close, result());
  CALL(socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0);
  CALL(close, result());
  CALL(socket, AF_INET6, SOCK_STREAM, IPPROTO_TCP);
  CALL(close, result());
  CALL(socket, 200, 77, 3);
  CALL(socketpair, AF_UNIX, SOCK_STREAM, 0, ROOM(int[2]));
  one = made(0);
  other = made(1);
  CALL(sendto, one, str("hi"), 2, 0, 0, 0);
  CALL(recvfrom, other, room(16), 16, MSG_PEEK, 0, 0);
  CALL(recvfrom, other, room(16), 16, 0, room(16), DATA(int, {16}));
  CALL(sendmsg, one,
       DATA(struct msghdr, {.msg_iov = data(((struct iovec[1]){{str("hello"), 5}}), 16),
                            .msg_iovlen = 1}),
       MSG_NOSIGNAL);
  CALL(recvmsg, other,
       DATA(struct msghdr, {.msg_iov = data(((struct iovec[1]){{room(64), 64}}), 16),
                            .msg_iovlen = 1, .msg_control = room(64), .msg_controllen = 64}),
       0);
  CALL(recvmsg, other,
       DATA(struct msghdr, {.msg_iov = data(((struct iovec[1]){{room(64), 64}}), 16),
                            .msg_iovlen = 1}),
       MSG_DONTWAIT);
  struct {
    struct cmsghdr header;
    int fd;
  } rights = {{20, SOL_SOCKET, SCM_RIGHTS}, file};
  CALL(sendmsg, one,
       DATA(struct msghdr, {.msg_iov = data(((struct iovec[1]){{str("x"), 1}}), 16),
                            .msg_iovlen = 1,
                            .msg_control = data(&rights, 24),
                            .msg_controllen = 24}),
       0);
  CALL(recvmsg, other,
       DATA(struct msghdr, {.msg_iov = data(((struct iovec[1]){{room(64), 64}}), 16),
                            .msg_iovlen = 1, .msg_control = room(64), .msg_controllen = 64}),
       MSG_CMSG_CLOEXEC);
  CALL(sendmsg, 99, WILD, 0);
  CALL(sendmsg, 99,
       DATA(struct msghdr, {.msg_name = DATA(struct sockaddr_in, {AF_INET, 0x5000, {0x0100007f}}),
                            .msg_namelen = 16}),
       0);
  CALL(socket, AF_INET6, SOCK_STREAM, 0);
  stream = result();
  options();
  readiness();
  addresses();
}
