// Terminals: what ioctl(2) takes, and a pseudoterminal to type on. Include after conformance.h.
#ifndef CONFORMANCE_TERMINAL_H
#define CONFORMANCE_TERMINAL_H

enum {
  TCSETSW = 0x5403, TCSETSF = 0x5404, TCGETA = 0x5405, TCSBRK = 0x5409, TCXONC = 0x540a,
  TCFLSH = 0x540b, TIOCEXCL = 0x540c, TIOCNXCL = 0x540d, TIOCSCTTY = 0x540e, TIOCSPGRP = 0x5410,
  TIOCOUTQ = 0x5411, TIOCSWINSZ = 0x5414, TIOCMGET = 0x5415, TIOCPKT = 0x5420,
  TIOCNOTTY = 0x5422, TIOCSETD = 0x5423, TIOCGETD = 0x5424, TIOCGSID = 0x5429,
  TIOCGPTPEER = 0x5441, TIOCGLCKTRMIOS = 0x5456,
  TIOCSLCKTRMIOS = 0x5457, VINTR = 0, VQUIT = 1, VERASE = 2, VKILL = 3, VEOF = 4, VTIME = 5, VMIN = 6,
  VSTART = 8, VSTOP = 9, VSUSP = 10, VEOL = 11, VREPRINT = 12, VWERASE = 14, VLNEXT = 15,
  VEOL2 = 16, PARMRK = 010, ISTRIP = 040, INLCR = 0100, IGNCR = 0200, ICRNL = 0400, IUCLC = 01000,
  IXON = 02000, IXANY = 04000, IUTF8 = 040000, OPOST = 1, OLCUC = 2, ONLCR = 4, OCRNL = 010,
  ONOCR = 020, ONLRET = 040, XTABS = 014000, ISIG = 1, ICANON = 2, ECHO = 010, ECHOE = 020,
  ECHOK = 040, ECHONL = 0100, NOFLSH = 0200, TOSTOP = 0400, ECHOCTL = 01000, ECHOPRT = 02000,
  ECHOKE = 04000, IEXTEN = 0100000, EXTPROC = 0200000, TCOOFF = 0, TCOON = 1, TCIFLUSH = 0,
  TCOFLUSH = 1, TCIOFLUSH = 2,
};
#define TIOCGPTN 0x80045430
#define TIOCSPTLCK 0x40045431
#define TIOCGPTLCK 0x80045439
#define TIOCGEXCL 0x80045440
#define TIOCGPKT 0x80045438
#define TIOCSIG 0x40045436
#define TCGETS2 0x802c542a
#define TCSETS2 0x402c542b

struct terminal_modes {
  uint32_t iflag, oflag, cflag, lflag;
  uint8_t line, cc[19];
  uint32_t ispeed, ospeed;
};

struct window_size {
  uint16_t rows, columns, width, height;
};

static int master, slave;
static struct terminal_modes modes;

static void get_modes(void) {
  prepared("get-modes", sys(ioctl, slave, TCGETS, &modes));
}

static void set_modes(void) {
  prepared("set-modes", sys(ioctl, slave, TCSETS, &modes));
}

static int open_slave(long flags) {
  char path[32] = "/dev/pts/";
  unsigned number = 0;
  sys(ioctl, master, TIOCGPTN, &number);
  int at = 9;
  for (unsigned unit = 1000; unit; unit /= 10) {
    if (number >= unit || unit == 1) path[at++] = (char)('0' + number / unit % 10);
  }
  return (int)sys(openat, AT_FDCWD, path, flags);
}

// A pseudoterminal, neither side of which waits.
static void new_terminal(void) {
  int unlocked = 0;
  master = open_path("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK);
  prepared("unlock", sys(ioctl, master, TIOCSPTLCK, &unlocked));
  slave = (int)prepared("slave", open_slave(O_RDWR | O_NOCTTY | O_NONBLOCK));
  get_modes();
}

// What a descriptor has to read, in one read; a short while is given for it to come.
static void show_read(const char *label, int fd) {
  char bytes[600];
  struct { int fd; short events, revents; } one = {fd, POLLIN, 0};
  sys(poll, &one, 1, 30);
  long count = sys(read, fd, bytes, sizeof bytes);
  if (count < 0) {
    show(label, count);
  } else {
    show_bytes(label, bytes, count);
  }
}

static void type_bytes(const char *text, unsigned long count) {
  long done = sys(write, master, text, count);
  if (done != (long)count) show("typed", done);
}

static void type(const char *text) {
  type_bytes(text, length(text));
}

// All that comes out of the terminal: a busy Linux hands it on in pieces.
static inline void show_echo(void) {
  char bytes[600];
  struct { int fd; short events, revents; } one = {master, POLLIN, 0};
  long total = 0, count = -EAGAIN;
  for (int patience = 30; total < (long)sizeof bytes; patience = 12) {
    sys(poll, &one, 1, patience);
    if (!(one.revents & POLLIN)) break;
    count = sys(read, master, bytes + total, sizeof bytes - (unsigned long)total);
    if (count <= 0) break;
    total += count;
  }
  if (total == 0) {
    show("echo", count);
  } else {
    show_bytes("echo", bytes, total);
  }
}

// Types, and shows the echo and what can be read.
static inline void show_typed(const char *label, const char *text) {
  type(text);
  put_label(label);
  show_echo();
  show_read("read", slave);
}

#endif
