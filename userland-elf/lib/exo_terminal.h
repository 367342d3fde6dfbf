/* Terminals: single keys, the size of the window, whose turn it is. */
#ifndef EXO_TERMINAL_H
#define EXO_TERMINAL_H

#include "exo_process.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>

typedef struct {
  unsigned short rows, columns, width, height;
} WindowSize;

static inline bool is_terminal(int fd) {
  struct termios settings;
  return sys_ioctl(fd, TCGETS, &settings) == 0;
}

/* Keys come one by one, without echo, signals or editing; what was set goes to before. */
static inline long raw_keys(int fd, struct termios *before) {
  long error = sys_ioctl(fd, TCGETS, before);
  if (error) return error;
  struct termios raw = *before;
  raw.c_lflag &= ~(unsigned)(ICANON | ECHO | ISIG | IEXTEN);
  raw.c_iflag &= ~(unsigned)(ICRNL | IXON);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  return sys_ioctl(fd, TCSETSW, &raw);
}

static inline long set_keys(int fd, struct termios *settings) {
  return sys_ioctl(fd, TCSETSW, settings);
}

/* Columns of the window, 80 when it does not say. */
static inline int window_columns(int fd) {
  WindowSize size = {0, 0, 0, 0};
  sys_ioctl(fd, TIOCGWINSZ, &size);
  return size.columns ? size.columns : 80;
}

/* The process group that has the terminal: it gets keys and Ctrl-C. */
static inline long give_terminal(int fd, int group) { return sys_ioctl(fd, TIOCSPGRP, &group); }

#endif
