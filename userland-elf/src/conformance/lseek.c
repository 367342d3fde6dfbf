// lseek(2), SEEK_DATA and SEEK_HOLE on sparse files.
#include "conformance.h"

#define STEP (64l << 10)  // as large as any file system's block

CASE(set_current_end) {
  int fd = new_file("f", "0123456789");
  try("set", lseek, fd, 4, SEEK_SET);
  try("current", lseek, fd, 3, SEEK_CUR);
  try("back", lseek, fd, -5, SEEK_CUR);
  try("end", lseek, fd, 0, SEEK_END);
  try("before-end", lseek, fd, -3, SEEK_END);
  try("past-end", lseek, fd, 1000, SEEK_END);
  show("size", size_of(fd));
}

CASE(errors) {
  int fd = new_file("f", "0123456789"), ends[2];
  sys(pipe2, ends, 0);
  try("negative", lseek, fd, -1l, SEEK_SET);
  try("before-start", lseek, fd, -11, SEEK_END);
  try("unknown", lseek, fd, 0, 9);
  try("negative-whence", lseek, fd, 0, -1);
  try("closed", lseek, 999, 0, SEEK_SET);
  try("closed-unknown", lseek, 999, 0, 9);
  try("pipe", lseek, ends[0], 0, SEEK_CUR);
  try("pipe-unknown", lseek, ends[0], 0, 9);
  sys(lseek, fd, 10, SEEK_SET);
  try("overflow", lseek, fd, (1ul << 63) - 1, SEEK_CUR);
  show("unmoved", offset_of(fd));
}

CASE(data_and_holes) {
  int fd = new_file("f", "");
  sys(pwrite64, fd, "data", 4, 2 * STEP);
  sys(ftruncate, fd, 6 * STEP);
  show("data-from-0", sys(lseek, fd, 0, SEEK_DATA) / STEP);
  show("hole-from-0", sys(lseek, fd, 0, SEEK_HOLE) / STEP);
  show("data-inside", sys(lseek, fd, 2 * STEP + 1, SEEK_DATA) - 2 * STEP);
  long hole = sys(lseek, fd, 2 * STEP, SEEK_HOLE);
  check("hole-behind-data", hole > 2 * STEP && hole <= 3 * STEP);
  try("no-more-data", lseek, fd, 4 * STEP, SEEK_DATA);
  show("hole-in-hole", sys(lseek, fd, 4 * STEP + 7, SEEK_HOLE) - 4 * STEP);
}

CASE(data_and_holes_at_the_end) {
  int fd = new_file("f", "hello");
  try("data", lseek, fd, 0, SEEK_DATA);
  try("hole", lseek, fd, 0, SEEK_HOLE);
  try("data-at-end", lseek, fd, 5, SEEK_DATA);
  try("hole-at-end", lseek, fd, 5, SEEK_HOLE);
  try("data-past-end", lseek, fd, 6, SEEK_DATA);
  try("hole-past-end", lseek, fd, 6, SEEK_HOLE);
  try("data-negative", lseek, fd, -1l, SEEK_DATA);
  try("hole-negative", lseek, fd, -1l, SEEK_HOLE);
  int empty = new_file("empty", "");
  try("data-of-empty", lseek, empty, 0, SEEK_DATA);
  try("hole-of-empty", lseek, empty, 0, SEEK_HOLE);
}

CASE(offset_after_data_seek) {
  int fd = new_file("f", "hello");
  try("hole", lseek, fd, 2, SEEK_HOLE);
  show("offset", offset_of(fd));
  try("failed", lseek, fd, 100, SEEK_DATA);
  show("offset", offset_of(fd));
}

CASE(large_sparse_file) {
  int fd = new_file("f", "");
  try("truncate", ftruncate, fd, 1l << 36);
  try("end", lseek, fd, 0, SEEK_END);
  try("pwrite", pwrite64, fd, "end", 3, (1l << 36) - 3);
  char bytes[4];
  show_bytes("bytes", bytes, try("pread", pread64, fd, bytes, 4, (1l << 36) - 3));
  struct stat status;
  sys(fstat, fd, &status);
  check("few-blocks", status.st_blocks < 10000);
  show("size", status.st_size);
}

CASE(folder_rewinds) {
  make_folder("d");
  int fd = open_path("d", O_RDONLY | O_DIRECTORY);
  char entries[512];
  long first = sys(getdents64, fd, entries, sizeof entries);
  check("entries", first > 0);
  try("at-end", getdents64, fd, entries, sizeof entries);
  try("rewind", lseek, fd, 0, SEEK_SET);
  check("again", sys(getdents64, fd, entries, sizeof entries) == first);
}
