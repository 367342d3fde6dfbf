// ioctl(2) of what is no terminal.
#include "conformance.h"

static char termios[64];

CASE(terminal_requests_on_a_file) {
  int fd = new_file("f", "hello");
  try("tcgets", ioctl, fd, TCGETS, termios);
  try("tcsets", ioctl, fd, TCSETS, termios);
  try("tiocgwinsz", ioctl, fd, TIOCGWINSZ, termios);
  try("tiocgpgrp", ioctl, fd, TIOCGPGRP, termios);
  try("tcgets-wild", ioctl, fd, TCGETS, WILD);
}

CASE(terminal_requests_on_others) {
  int ends[2];
  sys(pipe2, ends, 0);
  try("pipe", ioctl, ends[0], TCGETS, termios);
  try("folder", ioctl, open_path(".", O_RDONLY), TCGETS, termios);
  try("null", ioctl, open_path("/dev/null", O_RDWR), TCGETS, termios);
  try("closed", ioctl, 999, TCGETS, termios);
  try("pipe-window", ioctl, ends[1], TIOCGWINSZ, termios);
}

CASE(unknown_requests) {
  int fd = new_file("f", "x"), ends[2];
  sys(pipe2, ends, 0);
  try("file", ioctl, fd, 0x12345678, 0);
  try("pipe", ioctl, ends[0], 0x12345678, 0);
  try("folder", ioctl, open_path(".", O_RDONLY), 0x12345678, 0);
  try("closed", ioctl, 999, 0x12345678, 0);
}

CASE(bytes_left_in_a_file) {
  int fd = new_file("f", "0123456789"), left = -1;
  try("start", ioctl, fd, FIONREAD, &left);
  show("left", left);
  sys(lseek, fd, 7, SEEK_SET);
  try("later", ioctl, fd, FIONREAD, &left);
  show("left", left);
  try("wild", ioctl, fd, FIONREAD, WILD);
}

CASE(nonblocking) {
  int ends[2], on = 1, off = 0;
  sys(pipe2, ends, 0);
  try("on", ioctl, ends[0], FIONBIO, &on);
  show_octal("flags", (unsigned long)sys(fcntl, ends[0], F_GETFL));
  try("off", ioctl, ends[0], FIONBIO, &off);
  show_octal("flags", (unsigned long)sys(fcntl, ends[0], F_GETFL));
  try("wild", ioctl, ends[0], FIONBIO, WILD);
  int fd = new_file("f", "x");
  try("file", ioctl, fd, FIONBIO, &on);
  show_octal("flags", (unsigned long)sys(fcntl, fd, F_GETFL));
}

CASE(close_on_exec) {
  int fd = new_file("f", "x");
  try("set", ioctl, fd, FIOCLEX, 0);
  show("flag", sys(fcntl, fd, F_GETFD));
  try("clear", ioctl, fd, FIONCLEX, 0);
  show("flag", sys(fcntl, fd, F_GETFD));
}

CASE(asynchronous) {
  int fd = new_file("f", "x"), ends[2], on = 1, off = 0;
  sys(pipe2, ends, 0);
  try("file-on", ioctl, fd, FIOASYNC, &on);
  try("file-off", ioctl, fd, FIOASYNC, &off);
  try("pipe-on", ioctl, ends[0], FIOASYNC, &on);
  show_octal("flags", (unsigned long)sys(fcntl, ends[0], F_GETFL));
  try("pipe-off", ioctl, ends[0], FIOASYNC, &off);
  show_octal("flags", (unsigned long)sys(fcntl, ends[0], F_GETFL));
  try("wild", ioctl, ends[0], FIOASYNC, WILD);
}

CASE(sizes) {
  enum { FIGETBSZ = 2, FIOQSIZE = 0x5460 };
  int fd = new_file("f", "hello"), ends[2], block = 0;
  long size = 0;
  sys(pipe2, ends, 0);
  try("size", ioctl, fd, FIOQSIZE, &size);
  try("size-of-pipe", ioctl, ends[0], FIOQSIZE, &size);
  try("block", ioctl, fd, FIGETBSZ, &block);
  show("bytes", block);
  try("block-of-pipe", ioctl, ends[0], FIGETBSZ, &block);
  try("block-wild", ioctl, fd, FIGETBSZ, WILD);
  try("path", ioctl, open_path("f", O_PATH), FIOCLEX, 0);
}
