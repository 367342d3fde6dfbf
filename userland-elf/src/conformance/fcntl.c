// fcntl(2), dup(2) and its company, close_range(2).
#include "conformance.h"

CASE(dup_takes_the_lowest) {
  int fd = new_file("f", "x");
  try("first", dup, fd);
  try("second", dup, fd);
  sys(close, 4);
  try("third", dup, fd);
  try("closed", dup, 999);
  try("negative", dup, -1);
}

CASE(dup2) {
  int fd = new_file("f", "hello"), other = new_file("g", "other");
  try("onto-open", dup2, fd, other);
  show_contents("same-file", other);
  try("far", dup2, fd, 200);
  show_contents("same-file", 200);
  try("itself", dup2, fd, fd);
  try("closed", dup2, 999, 5);
  try("closed-itself", dup2, 999, 999);
  try("negative", dup2, fd, -1);
  try("too-large", dup2, fd, 1 << 30);
}

CASE(dup3) {
  int fd = new_file("f", "hello");
  try("plain", dup3, fd, 10, 0);
  show("cloexec", sys(fcntl, 10, F_GETFD));
  try("cloexec", dup3, fd, 11, O_CLOEXEC);
  show("cloexec", sys(fcntl, 11, F_GETFD));
  try("itself", dup3, fd, fd, 0);
  try("unknown-flag", dup3, fd, 12, O_APPEND);
  try("closed", dup3, 999, 12, 0);
  try("closed-itself", dup3, 999, 999, 0);
}

CASE(dup_clears_cloexec) {
  int fd = (int)sys(openat, AT_FDCWD, "f", O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  int copy = (int)sys(dup, fd);
  show("first", sys(fcntl, fd, F_GETFD));
  show("copy", sys(fcntl, copy, F_GETFD));
}

CASE(f_dupfd) {
  int fd = new_file("f", "x");
  try("lowest", fcntl, fd, F_DUPFD, 0);
  try("from-100", fcntl, fd, F_DUPFD, 100);
  try("from-100-again", fcntl, fd, F_DUPFD, 100);
  int copy = (int)try("cloexec", fcntl, fd, F_DUPFD_CLOEXEC, 50);
  show("flag", sys(fcntl, copy, F_GETFD));
  try("negative", fcntl, fd, F_DUPFD, -1);
  try("too-large", fcntl, fd, F_DUPFD, 1 << 30);
  try("closed", fcntl, 999, F_DUPFD, 0);
}

CASE(f_setfd) {
  int fd = new_file("f", "x");
  show("before", sys(fcntl, fd, F_GETFD));
  try("set", fcntl, fd, F_SETFD, FD_CLOEXEC);
  show("after", sys(fcntl, fd, F_GETFD));
  try("other-bits", fcntl, fd, F_SETFD, 0x7ffe);
  show("after", sys(fcntl, fd, F_GETFD));
}

CASE(f_setfl) {
  make_file("f", "hello");
  int fd = open_path("f", O_RDWR), copy = (int)sys(dup, fd), other = open_path("f", O_RDWR);
  try("append", fcntl, fd, F_SETFL, O_APPEND | O_NONBLOCK);
  show_octal("flags", (unsigned long)sys(fcntl, fd, F_GETFL));
  show_octal("copy", (unsigned long)sys(fcntl, copy, F_GETFL));
  show_octal("other", (unsigned long)sys(fcntl, other, F_GETFL));
  sys(write, copy, "!", 1);
  show_contents("appended", fd);
  try("access-mode-and-others", fcntl, fd, F_SETFL, O_RDONLY | O_CREAT | O_TRUNC | O_EXCL);
  show_octal("flags", (unsigned long)sys(fcntl, fd, F_GETFL));
  sys(write, fd, "J", 1);
  show_contents("file", fd);
}

CASE(errors) {
  int fd = new_file("f", "x");
  try("closed", fcntl, 999, F_GETFD);
  try("unknown", fcntl, fd, 9999);
  try("closed-unknown", fcntl, 999, 9999);
  try("pipe-size-of-file", fcntl, fd, F_GETPIPE_SZ);
  try("owner", fcntl, fd, F_GETOWN);
  try("lock-wild", fcntl, fd, F_GETLK, WILD);
}

CASE(close_range_closes) {
  int fd = new_file("f", "x");
  for (int i = 10; i < 20; i++) sys(dup2, fd, i);
  try("middle", close_range, 12, 15, 0);
  show("eleven", sys(fcntl, 11, F_GETFD));
  show("twelve", sys(fcntl, 12, F_GETFD));
  show("fifteen", sys(fcntl, 15, F_GETFD));
  show("sixteen", sys(fcntl, 16, F_GETFD));
  try("rest", close_range, 16, ~0u, 0);
  show("nineteen", sys(fcntl, 19, F_GETFD));
  try("nothing-open", close_range, 1000, 2000, 0);
}

CASE(close_range_flags) {
  int fd = new_file("f", "x");
  for (int i = 10; i < 14; i++) sys(dup2, fd, i);
  try("cloexec", close_range, 11, 12, CLOSE_RANGE_CLOEXEC);
  for (int i = 10; i < 14; i++) show("flag", sys(fcntl, i, F_GETFD));
  try("backwards", close_range, 12, 10, 0);
  try("unknown", close_range, 10, 10, 1);
  try("unshare", close_range, 13, 13, CLOSE_RANGE_UNSHARE);
  show("thirteen", sys(fcntl, 13, F_GETFD));
}

CASE(descriptor_limit) {
  struct rlimit old, small;
  int fd = new_file("f", "x"), ends[2], last = fd, next;
  sys(prlimit64, 0, RLIMIT_NOFILE, 0, &old);
  small = old;
  small.rlim_cur = 20;
  try("prlimit", prlimit64, 0, RLIMIT_NOFILE, &small, 0);
  while ((next = (int)sys(dup, fd)) >= 0) last = next;
  show("last", last);
  show("then", next);
  try("open", openat, AT_FDCWD, "f", O_RDONLY);
  try("open-missing", openat, AT_FDCWD, "none", O_RDONLY);
  try("create", openat, AT_FDCWD, "g", O_RDWR | O_CREAT, 0644);
  check("made", exists("g"));
  try("pipe", pipe2, ends, 0);
  try("dup2-at-limit", dup2, fd, 20);
  try("dup2-below", dup2, fd, 19);
  try("f-dupfd-at-limit", fcntl, fd, F_DUPFD, 20);
  try("f-dupfd-below", fcntl, fd, F_DUPFD, 19);
  sys(close, 19);
  try("pipe-with-one-left", pipe2, ends, 0);
  try("open-with-one-left", openat, AT_FDCWD, "f", O_RDONLY);
  sys(prlimit64, 0, RLIMIT_NOFILE, &old, 0);
  try("after", dup, fd);
}

CASE(owners) {
  int fd = new_file("f", "x"), ends[2];
  long self = sys(getpid), group = sys(getpgrp);
  struct { int type, id; } owner = {7, 7};
  sys(pipe2, ends, 0);
  try("nobody", fcntl, fd, F_GETOWN_EX, &owner);
  show("type", owner.type);
  show("id", owner.id);
  try("set", fcntl, fd, F_SETOWN, self);
  check("self", sys(fcntl, fd, F_GETOWN) == self);
  try("set-group", fcntl, ends[0], F_SETOWN, -group);
  sys(fcntl, ends[0], F_GETOWN_EX, &owner);
  show("type", owner.type);
  check("group", owner.id == group);
  owner.type = 0;
  owner.id = (int)self;
  try("set-thread", fcntl, fd, F_SETOWN_EX, &owner);
  check("thread", sys(fcntl, fd, F_GETOWN) == self);
  owner.type = 9;
  try("type", fcntl, fd, F_SETOWN_EX, &owner);
  try("wild", fcntl, fd, F_SETOWN_EX, WILD);
  try("missing", fcntl, fd, F_SETOWN, 0x3fffffff);
  try("least", fcntl, fd, F_SETOWN, 0x80000000ul);
  try("none", fcntl, fd, F_SETOWN, 0);
  try("owner", fcntl, fd, F_GETOWN);
  try("path", fcntl, open_path("f", O_PATH), F_GETOWN);
}

CASE(signal_of_readiness) {
  int fd = new_file("f", "x");
  try("default", fcntl, fd, F_GETSIG);
  try("set", fcntl, fd, F_SETSIG, SIGUSR1);
  try("get", fcntl, fd, F_GETSIG);
  try("last", fcntl, fd, F_SETSIG, 64);
  try("beyond", fcntl, fd, F_SETSIG, 65);
  try("negative", fcntl, fd, F_SETSIG, -1l);
  try("zero", fcntl, fd, F_SETSIG, 0);
}

CASE(hints) {
  int fd = new_file("f", "x");
  uint64_t hint = 9;
  try("get", fcntl, fd, F_GET_RW_HINT, &hint);
  show("hint", (long)hint);
  hint = 3;
  try("set", fcntl, fd, F_SET_RW_HINT, &hint);
  hint = 0;
  sys(fcntl, open_path("f", O_RDONLY), F_GET_RW_HINT, &hint);
  show("hint", (long)hint);
  hint = 6;
  try("unknown", fcntl, fd, F_SET_RW_HINT, &hint);
  try("wild", fcntl, fd, F_GET_RW_HINT, WILD);
}

CASE(flags_that_not_all_have) {
  int fd = new_file("f", "x"), ends[2];
  sys(pipe2, ends, 0);
  try("async-file", fcntl, fd, F_SETFL, 020000);
  show_octal("flags", (unsigned long)sys(fcntl, fd, F_GETFL));
  try("async-pipe", fcntl, ends[0], F_SETFL, 020000);
  show_octal("flags", (unsigned long)sys(fcntl, ends[0], F_GETFL));
  try("off", fcntl, ends[0], F_SETFL, 0);
  show_octal("flags", (unsigned long)sys(fcntl, ends[0], F_GETFL));
  try("noatime", fcntl, fd, F_SETFL, O_NOATIME);
  show_octal("flags", (unsigned long)sys(fcntl, fd, F_GETFL));
}

CASE(path_descriptors) {
  make_file("f", "x");
  int fd = open_path("f", O_PATH);
  try("dup", fcntl, fd, F_DUPFD, 20);
  try("getfd", fcntl, fd, F_GETFD);
  try("setfd", fcntl, fd, F_SETFD, FD_CLOEXEC);
  show_octal("getfl", (unsigned long)sys(fcntl, fd, F_GETFL));
  try("setfl", fcntl, fd, F_SETFL, 0);
  try("unknown", fcntl, fd, 9999);
  try("seals", fcntl, fd, F_GET_SEALS);
}
