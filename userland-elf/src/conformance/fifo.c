// Named pipes within one process.
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
