package exo.kernel.abi;

/**
 * Sockets of every family. Source: asm-generic/socket.h, sys/socket.h.
 */
public final class Socket {
  // Families.
  public static final int AF_UNSPEC = 0;
  public static final int AF_LOCAL = 1;
  public static final int AF_UNIX = 1;
  public static final int AF_INET = 2;
  public static final int AF_AX25 = 3;
  public static final int AF_IPX = 4;
  public static final int AF_APPLETALK = 5;
  public static final int AF_NETROM = 6;
  public static final int AF_BRIDGE = 7;
  public static final int AF_ATMPVC = 8;
  public static final int AF_X25 = 9;
  public static final int AF_INET6 = 10;
  public static final int AF_ROSE = 11;
  public static final int AF_DECnet = 12;
  public static final int AF_NETBEUI = 13;
  public static final int AF_SECURITY = 14;
  public static final int AF_KEY = 15;
  public static final int AF_NETLINK = 16;
  public static final int AF_PACKET = 17;
  public static final int AF_ASH = 18;
  public static final int AF_ECONET = 19;
  public static final int AF_ATMSVC = 20;
  public static final int AF_RDS = 21;
  public static final int AF_SNA = 22;
  public static final int AF_IRDA = 23;
  public static final int AF_PPPOX = 24;
  public static final int AF_WANPIPE = 25;
  public static final int AF_LLC = 26;
  public static final int AF_IB = 27;
  public static final int AF_MPLS = 28;
  public static final int AF_CAN = 29;
  public static final int AF_TIPC = 30;
  public static final int AF_BLUETOOTH = 31;
  public static final int AF_IUCV = 32;
  public static final int AF_RXRPC = 33;
  public static final int AF_ISDN = 34;
  public static final int AF_PHONET = 35;
  public static final int AF_IEEE802154 = 36;
  public static final int AF_CAIF = 37;
  public static final int AF_ALG = 38;
  public static final int AF_NFC = 39;
  public static final int AF_VSOCK = 40;
  public static final int AF_KCM = 41;
  public static final int AF_QIPCRTR = 42;
  public static final int AF_SMC = 43;
  public static final int AF_XDP = 44;
  public static final int AF_MCTP = 45;

  // Types of socket(2).
  public static final int SOCK_STREAM = 1;
  public static final int SOCK_DGRAM = 2;
  public static final int SOCK_RAW = 3;
  public static final int SOCK_RDM = 4;
  public static final int SOCK_SEQPACKET = 5;
  public static final int SOCK_DCCP = 6;
  public static final int SOCK_PACKET = 10;

  // Flags in the type of socket(2).
  public static final int SOCK_NONBLOCK = 04000;
  public static final int SOCK_CLOEXEC = 02000000;

  // Levels of socket options.
  public static final int SOL_IP = 0;
  public static final int SOL_SOCKET = 1;
  public static final int SOL_TCP = 6;
  public static final int SOL_UDP = 17;
  public static final int SOL_RAW = 255;
  public static final int SOL_DECNET = 261;
  public static final int SOL_X25 = 262;
  public static final int SOL_PACKET = 263;
  public static final int SOL_ATM = 264;
  public static final int SOL_AAL = 265;
  public static final int SOL_IRDA = 266;
  public static final int SOL_NETBEUI = 267;
  public static final int SOL_LLC = 268;
  public static final int SOL_DCCP = 269;
  public static final int SOL_NETLINK = 270;
  public static final int SOL_TIPC = 271;
  public static final int SOL_RXRPC = 272;
  public static final int SOL_PPPOL2TP = 273;
  public static final int SOL_BLUETOOTH = 274;
  public static final int SOL_PNPIPE = 275;
  public static final int SOL_RDS = 276;
  public static final int SOL_IUCV = 277;
  public static final int SOL_CAIF = 278;
  public static final int SOL_ALG = 279;
  public static final int SOL_NFC = 280;
  public static final int SOL_KCM = 281;
  public static final int SOL_TLS = 282;
  public static final int SOL_XDP = 283;
  public static final int SOL_MPTCP = 284;
  public static final int SOL_MCTP = 285;
  public static final int SOL_SMC = 286;

  // Options of SOL_SOCKET.
  public static final int SO_DEBUG = 1;
  public static final int SO_REUSEADDR = 2;
  public static final int SO_TYPE = 3;
  public static final int SO_ERROR = 4;
  public static final int SO_DONTROUTE = 5;
  public static final int SO_BROADCAST = 6;
  public static final int SO_SNDBUF = 7;
  public static final int SO_RCVBUF = 8;
  public static final int SO_KEEPALIVE = 9;
  public static final int SO_OOBINLINE = 10;
  public static final int SO_NO_CHECK = 11;
  public static final int SO_PRIORITY = 12;
  public static final int SO_LINGER = 13;
  public static final int SO_BSDCOMPAT = 14;
  public static final int SO_REUSEPORT = 15;
  public static final int SO_PASSCRED = 16;
  public static final int SO_PEERCRED = 17;
  public static final int SO_RCVLOWAT = 18;
  public static final int SO_SNDLOWAT = 19;
  public static final int SO_RCVTIMEO_OLD = 20;
  public static final int SO_RCVTIMEO = 20;
  public static final int SO_SNDTIMEO_OLD = 21;
  public static final int SO_SNDTIMEO = 21;
  public static final int SO_SECURITY_AUTHENTICATION = 22;
  public static final int SO_SECURITY_ENCRYPTION_TRANSPORT = 23;
  public static final int SO_SECURITY_ENCRYPTION_NETWORK = 24;
  public static final int SO_BINDTODEVICE = 25;
  public static final int SO_ATTACH_FILTER = 26;
  public static final int SO_GET_FILTER = 26;
  public static final int SO_DETACH_FILTER = 27;
  public static final int SO_DETACH_BPF = 27;
  public static final int SO_PEERNAME = 28;
  public static final int SO_TIMESTAMP_OLD = 29;
  public static final int SO_TIMESTAMP = 29;
  public static final int SO_ACCEPTCONN = 30;
  public static final int SO_PEERSEC = 31;
  public static final int SO_SNDBUFFORCE = 32;
  public static final int SO_RCVBUFFORCE = 33;
  public static final int SO_PASSSEC = 34;
  public static final int SO_TIMESTAMPNS_OLD = 35;
  public static final int SO_TIMESTAMPNS = 35;
  public static final int SO_MARK = 36;
  public static final int SO_TIMESTAMPING_OLD = 37;
  public static final int SO_TIMESTAMPING = 37;
  public static final int SO_PROTOCOL = 38;
  public static final int SO_DOMAIN = 39;
  public static final int SO_RXQ_OVFL = 40;
  public static final int SO_WIFI_STATUS = 41;
  public static final int SO_PEEK_OFF = 42;
  public static final int SO_NOFCS = 43;
  public static final int SO_LOCK_FILTER = 44;
  public static final int SO_SELECT_ERR_QUEUE = 45;
  public static final int SO_BUSY_POLL = 46;
  public static final int SO_MAX_PACING_RATE = 47;
  public static final int SO_BPF_EXTENSIONS = 48;
  public static final int SO_INCOMING_CPU = 49;
  public static final int SO_ATTACH_BPF = 50;
  public static final int SO_ATTACH_REUSEPORT_CBPF = 51;
  public static final int SO_ATTACH_REUSEPORT_EBPF = 52;
  public static final int SO_CNX_ADVICE = 53;
  public static final int SO_MEMINFO = 55;
  public static final int SO_INCOMING_NAPI_ID = 56;
  public static final int SO_COOKIE = 57;
  public static final int SO_PEERGROUPS = 59;
  public static final int SO_ZEROCOPY = 60;
  public static final int SO_TXTIME = 61;
  public static final int SO_BINDTOIFINDEX = 62;
  public static final int SO_TIMESTAMP_NEW = 63;
  public static final int SO_TIMESTAMPNS_NEW = 64;
  public static final int SO_TIMESTAMPING_NEW = 65;
  public static final int SO_RCVTIMEO_NEW = 66;
  public static final int SO_SNDTIMEO_NEW = 67;
  public static final int SO_DETACH_REUSEPORT_BPF = 68;
  public static final int SO_PREFER_BUSY_POLL = 69;
  public static final int SO_BUSY_POLL_BUDGET = 70;
  public static final int SO_NETNS_COOKIE = 71;
  public static final int SO_BUF_LOCK = 72;
  public static final int SO_RESERVE_MEM = 73;
  public static final int SO_TXREHASH = 74;
  public static final int SO_RCVMARK = 75;
  public static final int SO_PASSPIDFD = 76;
  public static final int SO_PEERPIDFD = 77;
  public static final int SO_DEVMEM_LINEAR = 78;
  public static final int SO_DEVMEM_DMABUF = 79;
  public static final int SO_DEVMEM_DONTNEED = 80;
  public static final int SO_RCVPRIORITY = 82;

  // Flags of send(2) and recv(2).
  public static final int MSG_OOB = 0x1;
  public static final int MSG_PEEK = 0x2;
  public static final int MSG_DONTROUTE = 0x4;
  public static final int MSG_TRYHARD = 0x4;
  public static final int MSG_CTRUNC = 0x8;
  public static final int MSG_PROXY = 0x10;
  public static final int MSG_TRUNC = 0x20;
  public static final int MSG_DONTWAIT = 0x40;
  public static final int MSG_EOR = 0x80;
  public static final int MSG_WAITALL = 0x100;
  public static final int MSG_FIN = 0x200;
  public static final int MSG_SYN = 0x400;
  public static final int MSG_CONFIRM = 0x800;
  public static final int MSG_RST = 0x1000;
  public static final int MSG_ERRQUEUE = 0x2000;
  public static final int MSG_NOSIGNAL = 0x4000;
  public static final int MSG_MORE = 0x8000;
  public static final int MSG_WAITFORONE = 0x10000;
  public static final int MSG_BATCH = 0x40000;
  public static final int MSG_ZEROCOPY = 0x4000000;
  public static final int MSG_FASTOPEN = 0x20000000;
  public static final int MSG_CMSG_CLOEXEC = 0x40000000;

  // Control messages of SOL_SOCKET.
  public static final int SCM_RIGHTS = 1;
  public static final int SCM_CREDENTIALS = 2;
  public static final int SCM_SECURITY = 3;
  public static final int SCM_PIDFD = 4;

  // How of shutdown(2), and the longest queue of listen(2).
  public static final int SHUT_RD = 0;
  public static final int SHUT_WR = 1;
  public static final int SHUT_RDWR = 2;
  public static final int SOMAXCONN = 4096;

  private Socket() {}
}
