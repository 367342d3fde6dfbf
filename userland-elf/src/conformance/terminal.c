// Pseudoterminals and their two sides: opening, closing, window size, packet mode, sessions.
#include "conformance.h"
#include "terminal.h"

CASE(opening) {
  int number = -1, locked = -1;
  struct stat status;
  master = (int)open_path("/dev/ptmx", O_RDWR | O_NOCTTY);
  try("number", ioctl, master, TIOCGPTN, &number);
  try("locked", ioctl, master, TIOCGPTLCK, &locked);
  show("lock", locked);
  show("open-locked", open_slave(O_RDWR | O_NOCTTY));
  locked = 0;
  try("unlock", ioctl, master, TIOCSPTLCK, &locked);
  slave = open_slave(O_RDWR | O_NOCTTY);
  check("open", slave >= 0);
  try("fstat", fstat, slave, &status);
  show_octal("kind", status.st_mode & S_IFMT);
  check("number-is-minor", (status.st_rdev & 0xff) == (unsigned)number % 256);
  show("major", (long)(status.st_rdev >> 8 & 0xfff));
  try("seek", lseek, slave, 0, SEEK_SET);
  try("pread", pread64, slave, &number, 1, 0);
  try("number-of-slave", ioctl, slave, TIOCGPTN, &number);
  try("lock-of-slave", ioctl, slave, TIOCSPTLCK, &locked);
}

CASE(peer) {
  int unlocked = 0;
  master = open_path("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK);
  sys(ioctl, master, TIOCSPTLCK, &unlocked);
  slave = (int)sys(ioctl, master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  check("peer", slave >= 0);
  show("cloexec", sys(fcntl, slave, F_GETFD));
  type("hi\n");
  show_read("read", slave);
  try("of-slave", ioctl, slave, TIOCGPTPEER, O_RDWR);
}

CASE(before_the_slave_opens) {
  char bytes[8];
  int unlocked = 0;
  struct { int fd; short events, revents; } one;
  master = open_path("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK);
  one.fd = master;
  one.events = POLLIN | POLLOUT;
  try("read", read, master, bytes, 8);
  try("poll", poll, &one, 1, 0);
  show_hex("events", (unsigned)one.revents);
  sys(ioctl, master, TIOCSPTLCK, &unlocked);
  type("early\n");
  show_read("echo", master);
  slave = open_slave(O_RDWR | O_NOCTTY | O_NONBLOCK);
  show_read("read", slave);
}

CASE(slave_closes) {
  char bytes[8];
  struct { int fd; short events, revents; } one;
  new_terminal();
  one.fd = master;
  one.events = POLLIN | POLLOUT;
  sys(write, slave, "bye", 3);
  sys(close, slave);
  sys(poll, 0, 0, 20);
  try("poll", poll, &one, 1, 0);
  show_hex("events", (unsigned)one.revents);
  show_read("left", master);
  try("end", read, master, bytes, 8);
  slave = open_slave(O_RDWR | O_NOCTTY | O_NONBLOCK);
  check("again", slave >= 0);
  try("alive", read, master, bytes, 0);
  sys(write, slave, "ok", 2);
  show_read("read", master);
}

CASE(modes_stay_while_the_master_is_open) {
  new_terminal();
  modes.lflag &= ~(uint32_t)ECHO;
  set_modes();
  sys(close, slave);
  slave = open_slave(O_RDWR | O_NOCTTY);
  get_modes();
  check("echo-off", (modes.lflag & ECHO) == 0);
}

CASE(master_closes) {
  char bytes[8];
  struct window_size size;
  struct { int fd; short events, revents; } one;
  new_terminal();
  one.fd = slave;
  one.events = POLLIN | POLLOUT;
  type("lost\n");
  sys(poll, 0, 0, 20);
  sys(close, master);
  try("read", read, slave, bytes, 8);
  try("write", write, slave, "x", 1);
  try("poll", poll, &one, 1, 0);
  show_hex("events", (unsigned)one.revents);
  try("size", ioctl, slave, TIOCGWINSZ, &size);
  try("modes", ioctl, slave, TCGETS, &modes);
  try("group", ioctl, slave, TIOCSPGRP, &size);
  try("reads", ioctl, slave, FIONREAD, &size);
}

CASE(window_size) {
  struct window_size size = {24, 80, 5, 6}, got;
  new_terminal();
  try("first", ioctl, slave, TIOCGWINSZ, &got);
  show("rows", got.rows);
  try("set", ioctl, master, TIOCSWINSZ, &size);
  try("get", ioctl, slave, TIOCGWINSZ, &got);
  show("rows", got.rows);
  show("columns", got.columns);
  show("width", got.width);
  show("height", got.height);
  try("wild", ioctl, slave, TIOCGWINSZ, WILD);
  try("set-wild", ioctl, slave, TIOCSWINSZ, WILD);
}

CASE(packets) {
  int on = 1;
  new_terminal();
  try("on", ioctl, master, TIOCPKT, &on);
  sys(write, slave, "hi", 2);
  show_read("data", master);
  sys(ioctl, slave, TCFLSH, TCIFLUSH);
  show_read("flush-read", master);
  sys(ioctl, slave, TCFLSH, TCOFLUSH);
  show_read("flush-write", master);
  sys(ioctl, slave, TCXONC, TCOOFF);
  show_read("stop", master);
  sys(ioctl, slave, TCXONC, TCOON);
  show_read("start", master);
  modes.iflag &= ~(uint32_t)IXON;
  set_modes();
  show_read("no-flow", master);
  modes.iflag |= IXON;
  set_modes();
  show_read("flow", master);
  on = 0;
  try("off", ioctl, master, TIOCPKT, &on);
  sys(write, slave, "hi", 2);
  show_read("plain", master);
  try("of-slave", ioctl, slave, TIOCPKT, &on);
}

CASE(master_shows_the_slaves_modes) {
  struct terminal_modes of_master;
  new_terminal();
  modes.lflag &= ~(uint32_t)ECHO;
  try("set", ioctl, master, TCSETS, &modes);
  get_modes();
  try("get", ioctl, master, TCGETS, &of_master);
  check("same", of_master.lflag == modes.lflag);
  check("echo-off", (modes.lflag & ECHO) == 0);
}

CASE(modes_that_cannot_change) {
  new_terminal();
  modes.cflag = 0;
  set_modes();
  get_modes();
  show_hex("cflag", modes.cflag);
  modes.cflag = 015;
  set_modes();
  sys(ioctl, slave, TCGETS2, &modes);
  show("speed", modes.ospeed);
  modes.cflag = 010000;
  modes.ispeed = modes.ospeed = 12345;
  try("set2", ioctl, slave, TCSETS2, &modes);
  sys(ioctl, slave, TCGETS2, &modes);
  show("speed", modes.ospeed);
  show("in", modes.ispeed);
}

CASE(small_commands) {
  int value = -1;
  new_terminal();
  try("discipline", ioctl, slave, TIOCGETD, &value);
  show("is", value);
  try("drain", ioctl, slave, TCSBRK, 1);
  try("break", ioctl, slave, TCSBRK, 0);
  try("modem", ioctl, slave, TIOCMGET, &value);
  try("exclusive", ioctl, slave, TIOCEXCL, 0);
  try("is-exclusive", ioctl, slave, TIOCGEXCL, &value);
  show("it-is", value);
  try("shared", ioctl, slave, TIOCNXCL, 0);
  try("unknown", ioctl, slave, 0x54ff, 0);
  try("wild", ioctl, slave, TCGETS, WILD);
  try("not-a-terminal", ioctl, new_file("f", ""), TCGETS, &modes);
}

CASE(no_controlling_terminal) {
  int value = -1;
  new_terminal();
  try("group", ioctl, slave, 0x540f, &value);
  try("session", ioctl, slave, TIOCGSID, &value);
  try("set-group", ioctl, slave, TIOCSPGRP, &value);
  try("give-up", ioctl, slave, TIOCNOTTY, 0);
  try("group-of-master", ioctl, master, 0x540f, &value);
  show("is", value);
  try("session-of-master", ioctl, master, TIOCGSID, &value);
  try("signal", ioctl, master, TIOCSIG, 2);
  try("bad-signal", ioctl, master, TIOCSIG, 0);
}

// Runs in a child that leads a new session; what it shows comes back by a pipe.
static int report[2];

static long begin_session(void) {
  sys(pipe2, report, 0);
  long child = sys(fork);
  if (child == 0) {
    line_length = 0;
    sys(setsid);
  }
  return child;
}

static void end_session(void) {
  sys(write, report[1], line, line_length);
  sys(exit_group, 0);
}

static void show_session(void) {
  static char text[4096];
  int status = 0;
  sys(close, report[1]);
  long count, total = 0;
  while ((count = sys(read, report[0], text + total, sizeof text - (size_t)total - 1)) > 0) total += count;
  text[total] = 0;
  put(text);
  sys(wait4, -1, &status, 0, 0);
  show_hex("status", (unsigned)status);
}

CASE(controlling_terminal) {
  new_terminal();
  if (begin_session() == 0) {
    int value = -1, pid = (int)sys(getpid);
    try("none", openat, AT_FDCWD, "/dev/tty", O_RDWR);
    try("take", ioctl, slave, TIOCSCTTY, 0);
    try("again", ioctl, slave, TIOCSCTTY, 0);
    try("session", ioctl, slave, TIOCGSID, &value);
    check("mine", value == pid);
    try("group", ioctl, slave, 0x540f, &value);
    check("mine", value == pid);
    int tty = (int)sys(openat, AT_FDCWD, "/dev/tty", O_RDWR);
    check("tty", tty >= 0);
    value = 99999999;
    try("no-group", ioctl, slave, TIOCSPGRP, &value);
    value = -5;
    try("negative", ioctl, slave, TIOCSPGRP, &value);
    value = (int)sys(getppid);
    try("other-session", ioctl, slave, TIOCSPGRP, &value);
    struct kernel_sigaction ignore = {.handler = SIG_IGN};
    sys(rt_sigaction, 1, &ignore, 0, 8);
    sys(rt_sigaction, 18, &ignore, 0, 8);
    try("give-up", ioctl, slave, TIOCNOTTY, 0);
    try("none", openat, AT_FDCWD, "/dev/tty", O_RDWR);
    try("not-mine", ioctl, slave, TIOCNOTTY, 0);
    end_session();
  }
  show_session();
}

CASE(opening_makes_it_controlling) {
  new_terminal();
  sys(close, slave);
  if (begin_session() == 0) {
    int value = -1;
    slave = open_slave(O_RDWR);
    try("session", ioctl, slave, TIOCGSID, &value);
    check("mine", value == (int)sys(getpid));
    if (sys(fork) == 0) {
      int tty = (int)sys(openat, AT_FDCWD, "/dev/tty", O_RDWR);
      check("childs", tty >= 0);
      sys(setsid);
      try("after-setsid", openat, AT_FDCWD, "/dev/tty", O_RDWR);
      try("taken", ioctl, slave, TIOCSCTTY, 0);
      end_session();
    }
    sys(wait4, -1, 0, 0, 0);
    end_session();
  }
  show_session();
}

CASE(keys_send_signals) {
  new_terminal();
  if (begin_session() == 0) {
    uint64_t keys = 1ul << 1 | 1ul << 2 | 1ul << 19 | 1ul << 27, none = 0;
    struct { int32_t number, error, code; char rest[116]; } info;
    struct timespec wait = {2, 0};
    sys(rt_sigprocmask, SIG_SETMASK, &keys, &none, 8);
    sys(ioctl, slave, TIOCSCTTY, 0);
    type("\003");
    try("interrupt", rt_sigtimedwait, &keys, &info, &wait, 8);
    show("code", info.code);
    type("\034");
    try("quit", rt_sigtimedwait, &keys, &info, &wait, 8);
    type("\032");
    try("suspend", rt_sigtimedwait, &keys, &info, &wait, 8);
    struct window_size size = {10, 20, 0, 0};
    sys(ioctl, master, TIOCSWINSZ, &size);
    try("window", rt_sigtimedwait, &keys, &info, &wait, 8);
    sys(ioctl, master, TIOCSWINSZ, &size);
    wait.tv_sec = 0;
    try("same-window", rt_sigtimedwait, &keys, &info, &wait, 8);
    end_session();
  }
  show_session();
}

// A child of the session leader in a group of its own; answers its wait status at each change.
static int wait_for(long child) {
  int status = -1;
  sys(wait4, child, &status, 2, 0);
  return status;
}

CASE(background_reads_stop) {
  new_terminal();
  sys(fcntl, slave, F_SETFL, O_RDWR);
  if (begin_session() == 0) {
    char bytes[8];
    sys(ioctl, slave, TIOCSCTTY, 0);
    long child = sys(fork);
    if (child == 0) {
      sys(setpgid, 0, 0);
      int count = (int)sys(read, slave, bytes, 8);
      sys(exit_group, count);
    }
    sys(setpgid, child, child);
    show_hex("stopped", (unsigned)wait_for(child));
    int group = (int)child;
    try("foreground", ioctl, slave, TIOCSPGRP, &group);
    type("hello\n");
    sys(kill, -child, 18);
    show_hex("read", (unsigned)wait_for(child));
    child = sys(fork);
    if (child == 0) {
      struct kernel_sigaction ignore = {.handler = SIG_IGN};
      sys(rt_sigaction, 21, &ignore, 0, 8);
      sys(setpgid, 0, 0);
      long count = sys(read, slave, bytes, 8);
      sys(exit_group, count == -EIO);
    }
    show_hex("ignored", (unsigned)wait_for(child));
    end_session();
  }
  show_session();
}

CASE(background_writes) {
  new_terminal();
  if (begin_session() == 0) {
    sys(ioctl, slave, TIOCSCTTY, 0);
    for (int stops = 0; stops < 2; stops++) {
      if (stops) {
        modes.lflag |= TOSTOP;
        set_modes();
      }
      long child = sys(fork);
      if (child == 0) {
        sys(setpgid, 0, 0);
        int count = (int)sys(write, slave, "x", 1);
        sys(exit_group, count);
      }
      show_hex(stops ? "stops" : "writes", (unsigned)wait_for(child));
      sys(kill, child, 9);
      sys(wait4, -1, 0, WNOHANG, 0);
    }
    long child = sys(fork);
    if (child == 0) {
      sys(setpgid, 0, 0);
      int result = (int)sys(ioctl, slave, TCSETS, &modes);
      sys(exit_group, result);
    }
    show_hex("modes", (unsigned)wait_for(child));
    sys(kill, child, 9);
    end_session();
  }
  show_session();
}

CASE(orphans_are_refused) {
  new_terminal();
  if (begin_session() == 0) {
    sys(ioctl, slave, TIOCSCTTY, 0);
    int ends[2];
    sys(pipe2, ends, 0);
    long child = sys(fork);
    if (child == 0) {
      long grandchild = sys(fork);
      if (grandchild == 0) {
        char byte;
        sys(setpgid, 0, 0);
        sys(read, ends[0], &byte, 1);
        try("read", read, slave, &byte, 1);
        try("modes", ioctl, slave, TCSETS, &modes);
        int group = (int)sys(getpid);
        try("foreground", ioctl, slave, TIOCSPGRP, &group);
        end_session();
      }
      sys(exit_group, 0);
    }
    sys(wait4, child, 0, 0, 0);
    sys(write, ends[1], "xx", 2);
    struct timespec while_ = {0, 100000000};
    sys(nanosleep, &while_, 0);
    sys(exit_group, 0);
  }
  show_session();
}

CASE(hang_up) {
  new_terminal();
  if (begin_session() == 0) {
    uint64_t hup = 1ul << 0 | 1ul << 17, none = 0;
    char info[128];
    struct timespec wait = {2, 0};
    sys(rt_sigprocmask, SIG_SETMASK, &hup, &none, 8);
    slave = open_slave(O_RDWR);
    sys(close, master);
    sys(ioctl, slave, TIOCSCTTY, 0);
    sys(write, report[1], " ready", 6);
    try("first", rt_sigtimedwait, &hup, info, &wait, 8);
    try("second", rt_sigtimedwait, &hup, info, &wait, 8);
    try("read", read, slave, info, 1);
    try("tty", openat, AT_FDCWD, "/dev/tty", O_RDWR);
    end_session();
  }
  char ready[8];
  sys(read, report[0], ready, 6);
  struct timespec while_ = {0, 50000000};
  sys(nanosleep, &while_, 0);
  sys(close, slave);
  sys(close, master);
  show_session();
}

CASE(leader_ends) {
  new_terminal();
  int told[2];
  sys(pipe2, told, 0);
  if (begin_session() == 0) {
    sys(ioctl, slave, TIOCSCTTY, 0);
    if (sys(fork) == 0) {
      uint64_t hup = 1ul, none = 0;
      char info[128];
      struct timespec wait = {2, 0};
      sys(rt_sigprocmask, SIG_SETMASK, &hup, &none, 8);
      sys(write, told[1], "x", 1);
      try("signal", rt_sigtimedwait, &hup, info, &wait, 8);
      try("tty", openat, AT_FDCWD, "/dev/tty", O_RDWR);
      int value = -1;
      try("group", ioctl, slave, 0x540f, &value);
      end_session();
    }
    char byte;
    sys(read, told[0], &byte, 1);
    sys(exit_group, 0);
  }
  show_session();
}
