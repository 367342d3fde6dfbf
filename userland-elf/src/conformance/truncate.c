// truncate(2), ftruncate(2), fallocate(2), posix_fadvise(2).
#include "conformance.h"

CASE(shrinks_and_extends) {
  int fd = new_file("f", "0123456789");
  try("shrink", ftruncate, fd, 4);
  show_contents("file", fd);
  try("extend", ftruncate, fd, 8);
  show_contents("file", fd);
  try("by-name", truncate, "f", 2);
  show_contents("file", fd);
  try("same", truncate, "f", 2);
  show("size", size_of(fd));
}

CASE(offset_stays) {
  int fd = new_file("f", "0123456789");
  sys(lseek, fd, 8, SEEK_SET);
  try("shrink", ftruncate, fd, 2);
  show("offset", offset_of(fd));
  try("write", write, fd, "!", 1);
  show_contents("file", fd);
}

CASE(ftruncate_errors) {
  int fd = new_file("f", "x"), ends[2];
  sys(pipe2, ends, 0);
  try("negative", ftruncate, fd, -1l);
  try("closed", ftruncate, 999, 0);
  try("closed-negative", ftruncate, 999, -1l);
  try("reader", ftruncate, open_path("f", O_RDONLY), 0);
  try("folder", ftruncate, open_path(".", O_RDONLY), 0);
  try("pipe", ftruncate, ends[1], 0);
}

CASE(truncate_errors) {
  make_file("f", "x");
  sys(symlink, "f", "link");
  sys(symlink, "none", "dangling");
  try("missing", truncate, "none", 0);
  try("empty", truncate, "", 0);
  try("folder", truncate, ".", 0);
  try("negative", truncate, "f", -1l);
  try("negative-missing", truncate, "none", -1l);
  try("slash", truncate, "f/", 0);
  try("wild", truncate, WILD, 0);
  try("dangling", truncate, "dangling", 0);
  try("link", truncate, "link", 3);
  show_file("file", "f");
}

CASE(times_move) {
  int fd = new_file("f", "hello");
  struct timespec old[2] = {{1000, 0}, {1000, 0}};
  struct stat status;
  sys(utimensat, fd, 0, old, 0);
  sys(ftruncate, fd, 1);
  sys(fstat, fd, &status);
  check("mtime-moved", status.st_mtim.tv_sec != 1000);
  check("atime-kept", status.st_atim.tv_sec == 1000);
}

CASE(fallocate_extends) {
  int fd = new_file("f", "hello");
  try("keep-size", fallocate, fd, FALLOC_FL_KEEP_SIZE, 0, 100);
  show("size", size_of(fd));
  try("plain", fallocate, fd, 0, 0, 10);
  show_contents("file", fd);
  try("beyond", fallocate, fd, 0, 20, 4);
  show("size", size_of(fd));
  try("within", fallocate, fd, 0, 0, 2);
  show("size", size_of(fd));
}

CASE(fallocate_punches_holes) {
  int fd = new_file("f", "");
  uint8_t *pages = new_pages(4);
  memset(pages, 'a', 4 * PAGE);
  sys(write, fd, pages, 4 * PAGE);
  try("part-of-page", fallocate, fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 10, 10);
  try("pages", fallocate, fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, PAGE - 5, PAGE + 10);
  try("past-end", fallocate, fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 3 * PAGE, 9 * PAGE);
  show("size", size_of(fd));
  sys(pread64, fd, pages, 4 * PAGE, 0);
  check("small-hole", all_bytes(pages + 10, 10, 0) && pages[9] == 'a' && pages[20] == 'a');
  check("large-hole", all_bytes(pages + PAGE - 5, PAGE + 10, 0));
  check("between", all_bytes(pages + 2 * PAGE + 5, PAGE - 5, 'a') && pages[PAGE - 6] == 'a');
  check("end", all_bytes(pages + 3 * PAGE, PAGE, 0));
}

CASE(fallocate_errors) {
  int fd = new_file("f", "x"), ends[2];
  sys(pipe2, ends, 0);
  try("length-zero", fallocate, fd, 0, 0, 0);
  try("negative-length", fallocate, fd, 0, 0, -1l);
  try("negative-offset", fallocate, fd, 0, -1l, 1);
  try("punch-without-keep", fallocate, fd, FALLOC_FL_PUNCH_HOLE, 0, 1);
  try("unknown", fallocate, fd, 0x4000, 0, 1);
  try("closed", fallocate, 999, 0, 0, 1);
  try("reader", fallocate, open_path("f", O_RDONLY), 0, 0, 1);
  try("folder", fallocate, open_path(".", O_RDONLY), 0, 0, 1);
  try("pipe", fallocate, ends[1], 0, 0, 1);
  try("overflow", fallocate, fd, 0, (1ul << 63) - 1, 10);
}

CASE(fadvise) {
  int fd = new_file("f", "hello"), ends[2];
  sys(pipe2, ends, 0);
  try("normal", fadvise64, fd, 0, 0, POSIX_FADV_NORMAL);
  try("dontneed", fadvise64, fd, 0, 5, POSIX_FADV_DONTNEED);
  try("noreuse", fadvise64, fd, 0, 0, POSIX_FADV_NOREUSE);
  try("unknown", fadvise64, fd, 0, 0, 77);
  try("negative-length", fadvise64, fd, 0, -1l, 0);
  try("closed", fadvise64, 999, 0, 0, 0);
  try("pipe", fadvise64, ends[0], 0, 0, 0);
  try("readahead", readahead, fd, 0, 5);
  try("readahead-closed", readahead, 999, 0, 5);
  show_contents("file", fd);
}

CASE(sync_calls) {
  int fd = new_file("f", "hello"), ends[2];
  sys(pipe2, ends, 0);
  try("fsync", fsync, fd);
  try("fdatasync", fdatasync, fd);
  try("sync-file-range", sync_file_range, fd, 0, 5, SYNC_FILE_RANGE_WRITE);
  try("syncfs", syncfs, fd);
  try("fsync-closed", fsync, 999);
  try("fdatasync-closed", fdatasync, 999);
  try("syncfs-closed", syncfs, 999);
  try("range-unknown", sync_file_range, fd, 0, 5, 64);
  try("range-negative", sync_file_range, fd, -1l, 5, 0);
  try("range-pipe", sync_file_range, ends[0], 0, 5, 0);
  try("fsync-pipe", fsync, ends[0]);
  try("fsync-folder", fsync, open_path(".", O_RDONLY));
}
