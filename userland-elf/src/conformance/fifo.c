// Named pipes.
#include "conformance.h"

CASE(named_pipe) {
  char bytes[8];
  try("mknod", mknod, "fifo", S_IFIFO | 0600, 0);
  try("write-without-reader", openat, AT_FDCWD, "fifo", O_WRONLY | O_NONBLOCK);
  int reader = (int)try("reader", openat, AT_FDCWD, "fifo", O_RDONLY | O_NONBLOCK);
  try("no-writer-yet", read, reader, bytes, 8);
  int writer = (int)try("writer", openat, AT_FDCWD, "fifo", O_WRONLY | O_NONBLOCK);
  try("empty", read, reader, bytes, 8);
  try("write", write, writer, "hello", 5);
  show_bytes("bytes", bytes, try("read", read, reader, bytes, 8));
  try("seek", lseek, reader, 0, SEEK_SET);
  int both = (int)try("both", openat, AT_FDCWD, "fifo", O_RDWR);
  try("write", write, both, "x", 1);
  try("read", read, both, bytes, 1);
}

CASE(opening_waits_for_the_other_end) {
  char bytes[8];
  int status;
  sys(mknod, "fifo", S_IFIFO | 0600, 0);
  for (int reading = 0; reading < 2; reading++) {
    if (sys(fork) == 0) {
      struct timespec while_ = {0, 20000000};
      sys(nanosleep, &while_, 0);
      long fd = sys(openat, AT_FDCWD, "fifo", reading ? O_WRONLY : O_RDONLY);
      long moved = reading ? sys(write, fd, "hello", 5) : sys(read, fd, bytes, 8);
      sys(exit_group, (int)moved);
    }
    int fd = (int)try("open", openat, AT_FDCWD, "fifo", reading ? O_RDONLY : O_WRONLY);
    if (reading) {
      show_bytes("bytes", bytes, try("read", read, fd, bytes, 8));
      try("end", read, fd, bytes, 8);
    } else {
      try("write", write, fd, "abc", 3);
    }
    sys(wait4, -1, &status, 0, 0);
    show("other", status >> 8);
    sys(close, fd);
  }
}
