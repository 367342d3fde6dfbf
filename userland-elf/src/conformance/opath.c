// O_PATH descriptors: what they allow and what they refuse.
#include "conformance.h"

CASE(data_calls_are_refused) {
  make_file("f", "hello");
  char byte;
  struct stat status;
  int fd = (int)try("open", openat, AT_FDCWD, "f", O_PATH);
  try("read", read, fd, &byte, 1);
  try("write", write, fd, "x", 1);
  try("pread", pread64, fd, &byte, 1, 0);
  try("lseek", lseek, fd, 0, SEEK_SET);
  try("ftruncate", ftruncate, fd, 0);
  try("fchmod", fchmod, fd, 0600);
  try("fchown", fchown, fd, -1, -1);
  try("ioctl", ioctl, fd, FIONREAD, &byte);
  try("fsync", fsync, fd);
  try("fallocate", fallocate, fd, 0, 0, 1);
  try("getdents", getdents64, fd, &status, sizeof status);
}

CASE(what_is_allowed) {
  make_file("f", "hello");
  struct stat status;
  struct statfs space;
  int fd = open_path("f", O_PATH);
  try("fstat", fstat, fd, &status);
  show("size", status.st_size);
  try("fstatfs", fstatfs, fd, &space);
  int copy = (int)try("dup", dup, fd);
  try("getfd", fcntl, copy, F_GETFD);
  try("setfd", fcntl, copy, F_SETFD, FD_CLOEXEC);
  show_octal("getfl", (unsigned long)sys(fcntl, fd, F_GETFL));
  try("setfl", fcntl, fd, F_SETFL, O_APPEND);
  try("close", close, fd);
}

CASE(folder) {
  make_folder("d");
  make_file("d/f", "inside");
  int fd = (int)try("open", openat, AT_FDCWD, "d", O_PATH);
  int file = (int)try("below", openat, fd, "f", O_RDONLY);
  show_contents("contents", file);
  try("fchdir", fchdir, fd);
  show_file("now-here", "f");
}

CASE(symbolic_link_itself) {
  make_file("f", "x");
  sys(symlink, "f", "link");
  struct stat status;
  char target[16];
  int fd = (int)try("open", openat, AT_FDCWD, "link", O_PATH | O_NOFOLLOW);
  sys(fstat, fd, &status);
  show_octal("kind", status.st_mode & S_IFMT);
  long count = try("readlinkat", readlinkat, fd, "", target, sizeof target);
  show_bytes("target", target, count);
  int followed = (int)try("followed", openat, AT_FDCWD, "link", O_PATH);
  sys(fstat, followed, &status);
  show_octal("kind", status.st_mode & S_IFMT);
}

CASE(flags_that_count) {
  make_file("f", "x");
  try("directory-of-file", openat, AT_FDCWD, "f", O_PATH | O_DIRECTORY);
  try("missing", openat, AT_FDCWD, "none", O_PATH);
  try("create-is-ignored", openat, AT_FDCWD, "none", O_PATH | O_CREAT, 0644);
  int fd = (int)try("write-is-ignored", openat, AT_FDCWD, "f", O_PATH | O_RDWR | O_TRUNC | O_APPEND);
  show_octal("flags", (unsigned long)sys(fcntl, fd, F_GETFL));
  show_file("kept", "f");
  try("reopen", openat, fd, "", O_RDONLY);
}

CASE(reopened_through_proc) {
  make_file("f", "hello");
  int fd = open_path("f", O_PATH);
  char path[32] = "/proc/self/fd/3";
  path[14] = (char)('0' + fd);
  int reader = (int)try("open", openat, AT_FDCWD, path, O_RDWR);
  show_contents("contents", reader);
}

CASE(empty_path_calls) {
  make_file("f", "hello");
  struct stat status;
  int fd = open_path("f", O_PATH);
  try("fstatat", newfstatat, fd, "", &status, AT_EMPTY_PATH);
  show("size", status.st_size);
  try("fstatat-without", newfstatat, fd, "", &status, 0);
  try("fchownat", fchownat, fd, "", -1, -1, AT_EMPTY_PATH);
  try("faccessat2", faccessat2, fd, "", F_OK, AT_EMPTY_PATH);
}
