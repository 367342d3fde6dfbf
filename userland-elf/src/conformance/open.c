// open(2) and openat(2) of what exists. Creation is in create.c, O_PATH in opath.c.
#include "conformance.h"

CASE(lowest_descriptor) {
  int first = new_file("f", "x"), second = open_path("f", O_RDONLY), third = open_path("f", O_RDONLY);
  show("first", first);
  show("second", second);
  show("third", third);
  sys(close, second);
  try("again", openat, AT_FDCWD, "f", O_RDONLY);
}

CASE(access_modes) {
  make_file("f", "hello");
  char byte;
  static const char *const labels[] = {"read-only", "write-only", "read-write", "mode-3"};
  for (int mode = 0; mode <= 3; mode++) {
    int fd = (int)show(labels[mode], sys(openat, AT_FDCWD, "f", mode));
    show("read", sys(read, fd, &byte, 1));
    show("write", sys(write, fd, "J", 1));
    sys(close, fd);
  }
}

CASE(missing) {
  try("name", openat, AT_FDCWD, "none", O_RDONLY);
  try("empty", openat, AT_FDCWD, "", O_RDONLY);
  try("in-missing-folder", openat, AT_FDCWD, "none/f", O_RDONLY);
  make_file("f", "x");
  try("below-file", openat, AT_FDCWD, "f/g", O_RDONLY);
  try("file-slash", openat, AT_FDCWD, "f/", O_RDONLY);
  try("file-dot", openat, AT_FDCWD, "f/.", O_RDONLY);
  try("missing-slash", openat, AT_FDCWD, "none/", O_RDONLY);
}

CASE(bad_pointers) {
  try("null", openat, AT_FDCWD, 0, O_RDONLY);
  try("wild", openat, AT_FDCWD, WILD, O_RDONLY);
  try("kernel", openat, AT_FDCWD, 0xffff800000000000ul, O_RDONLY);
  uint8_t *end = pages_before_fault(1);
  end[-1] = 'f';
  try("unterminated", openat, AT_FDCWD, end - 1, O_RDONLY);
  end[-1] = 0;
  end[-2] = '.';
  try("terminated", openat, AT_FDCWD, end - 2, O_RDONLY);
}

CASE(folders) {
  make_folder("d");
  char byte;
  int fd = (int)try("read-only", openat, AT_FDCWD, "d", O_RDONLY);
  try("read", read, fd, &byte, 1);
  try("pread", pread64, fd, &byte, 1, 0);
  try("write", write, fd, "x", 1);
  try("write-only", openat, AT_FDCWD, "d", O_WRONLY);
  try("read-write", openat, AT_FDCWD, "d", O_RDWR);
  try("create", openat, AT_FDCWD, "d", O_RDONLY | O_CREAT, 0644);
  try("truncate", openat, AT_FDCWD, "d", O_RDONLY | O_TRUNC);
  try("ftruncate", ftruncate, fd, 0);
}

CASE(directory_flag) {
  make_folder("d");
  make_file("f", "x");
  sys(symlink, "d", "to-d");
  sys(symlink, "f", "to-f");
  try("folder", openat, AT_FDCWD, "d", O_RDONLY | O_DIRECTORY);
  try("file", openat, AT_FDCWD, "f", O_RDONLY | O_DIRECTORY);
  try("link-to-folder", openat, AT_FDCWD, "to-d", O_RDONLY | O_DIRECTORY);
  try("link-to-file", openat, AT_FDCWD, "to-f", O_RDONLY | O_DIRECTORY);
  try("missing", openat, AT_FDCWD, "none", O_RDONLY | O_DIRECTORY);
  try("nofollow", openat, AT_FDCWD, "to-d", O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
}

CASE(relative_to_a_descriptor) {
  make_folder("d");
  make_file("d/f", "inside");
  int folder = open_path("d", O_RDONLY | O_DIRECTORY), file = open_path("d/f", O_RDONLY);
  int fd = (int)try("folder", openat, folder, "f", O_RDONLY);
  show_contents("contents", fd);
  try("dot-dot", openat, folder, "../d/f", O_RDONLY);
  try("file", openat, file, "f", O_RDONLY);
  try("closed", openat, 999, "f", O_RDONLY);
  try("closed-absolute", openat, 999, "/", O_RDONLY);
  try("closed-empty", openat, 999, "", O_RDONLY);
  try("file-empty", openat, file, "", O_RDONLY);
  try("negative", openat, -1, "f", O_RDONLY);
}

CASE(truncate_flag) {
  make_file("f", "hello");
  int fd = open_path("f", O_WRONLY | O_TRUNC);
  show("size", size_of(fd));
  sys(write, fd, "new", 3);
  show_file("file", "f");
}

CASE(append_flag) {
  make_file("f", "hello");
  int fd = open_path("f", O_RDWR | O_APPEND);
  show("offset", offset_of(fd));
  try("write", write, fd, "!", 1);
  show("offset", offset_of(fd));
  try("seek", lseek, fd, 0, SEEK_SET);
  try("write", write, fd, "?", 1);
  show("offset", offset_of(fd));
  show_contents("file", fd);
}

CASE(append_sees_other_writers) {
  make_file("f", "a");
  int fd = open_path("f", O_WRONLY | O_APPEND), other = open_path("f", O_WRONLY | O_APPEND);
  sys(write, fd, "b", 1);
  sys(write, other, "c", 1);
  sys(write, fd, "d", 1);
  show_file("file", "f");
  show("offset", offset_of(fd));
}

CASE(nofollow) {
  make_file("f", "x");
  sys(symlink, "f", "link");
  sys(symlink, "none", "dangling");
  make_folder("d");
  make_file("d/g", "x");
  sys(symlink, "d", "to-d");
  try("link", openat, AT_FDCWD, "link", O_RDONLY | O_NOFOLLOW);
  try("dangling", openat, AT_FDCWD, "dangling", O_RDONLY | O_NOFOLLOW);
  try("file", openat, AT_FDCWD, "f", O_RDONLY | O_NOFOLLOW);
  try("below-link", openat, AT_FDCWD, "to-d/g", O_RDONLY | O_NOFOLLOW);
  try("link-slash", openat, AT_FDCWD, "to-d/", O_RDONLY | O_NOFOLLOW);
}

CASE(unknown_flags) {
  make_file("f", "x");
  int fd = (int)try("high-bit", openat, AT_FDCWD, "f", O_RDONLY | 0x40000000);
  show_octal("flags", (unsigned long)sys(fcntl, fd, F_GETFL));
  fd = (int)try("largefile", openat, AT_FDCWD, "f", O_RDONLY | O_LARGEFILE);
  show_octal("flags", (unsigned long)sys(fcntl, fd, F_GETFL));
}

CASE(flags_kept) {
  make_file("f", "x");
  int fd = open_path("f", O_RDWR | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CREAT);
  show_octal("flags", (unsigned long)sys(fcntl, fd, F_GETFL));
  fd = open_path("f", O_RDWR | O_SYNC | O_CLOEXEC | O_TRUNC);
  show_octal("flags", (unsigned long)sys(fcntl, fd, F_GETFL));
  show("cloexec", sys(fcntl, fd, F_GETFD));
  fd = open_path(".", O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  show_octal("flags", (unsigned long)sys(fcntl, fd, F_GETFL));
}

CASE(old_open_and_creat) {
  int fd = (int)try("open", open, "f", O_RDWR | O_CREAT, 0600);
  try("write", write, fd, "hello", 5);
  fd = (int)try("creat", creat, "f", 0644);
  show("size", size_of(fd));
  char byte;
  try("read", read, fd, &byte, 1);
  try("missing", open, "none", O_RDONLY);
}

CASE(unlinked_while_open) {
  int fd = new_file("f", "hello");
  struct stat status;
  try("unlink", unlink, "f");
  sys(fstat, fd, &status);
  show("links", (long)status.st_nlink);
  show_contents("contents", fd);
  try("write", pwrite64, fd, "J", 1, 0);
  show_contents("contents", fd);
  try("reopen", openat, AT_FDCWD, "f", O_RDONLY);
}

CASE(close_errors) {
  int fd = new_file("f", "x");
  try("open", close, fd);
  try("again", close, fd);
  try("negative", close, -1);
  try("large", close, 1 << 30);
  try("read", read, fd, UNMAPPED, 1);
}

CASE(descriptor_is_32_bits) {
  int fd = new_file("f", "hello");
  char byte;
  try("high-bits-ignored", read, (1l << 32) | fd, &byte, 1);
  try("high-bits-of-missing", read, (1l << 32) | 999, &byte, 1);
}
