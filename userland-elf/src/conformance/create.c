// Creation by open(2): modes, O_EXCL, links, slashes, O_TMPFILE.
#include "conformance.h"

static void create(const char *path, unsigned mode) {
  long fd = prepared("create", sys(openat, AT_FDCWD, path, O_WRONLY | O_CREAT, mode));
  sys(close, fd);
}

static void show_mode(const char *label, const char *path) {
  struct stat status;
  long result = sys(lstat, path, &status);
  if (result < 0) {
    show(label, result);
  } else {
    show_octal(label, status.st_mode);
  }
}

CASE(new_file_is_empty) {
  int fd = (int)try("openat", openat, AT_FDCWD, "f", O_RDWR | O_CREAT, 0644);
  show("size", size_of(fd));
  show("offset", offset_of(fd));
  show_mode("mode", "f");
}

CASE(existing_is_opened) {
  make_file("f", "hello");
  int fd = (int)try("create", openat, AT_FDCWD, "f", O_RDWR | O_CREAT, 0);
  show_contents("contents", fd);
  show_mode("mode", "f");
}

CASE(mode_and_umask) {
  create("default", 0666);
  show_mode("default", "default");
  sys(umask, 027);
  create("a", 0777);
  show_mode("777-027", "a");
  sys(umask, 0);
  create("b", 07777);
  show_mode("7777-0", "b");
  create("c", 0170644);
  show_mode("kind-bits-ignored", "c");
  sys(umask, 0777);
  create("d", 0777);
  show_mode("777-777", "d");
}

CASE(mode_does_not_bind_the_creator) {
  char byte;
  int fd = (int)try("create", openat, AT_FDCWD, "f", O_RDWR | O_CREAT | O_EXCL, 0);
  try("write", write, fd, "x", 1);
  try("read", pread64, fd, &byte, 1, 0);
  fd = (int)try("create-read-only", openat, AT_FDCWD, "g", O_RDWR | O_CREAT, 0444);
  try("write", write, fd, "x", 1);
}

CASE(exclusive) {
  make_file("f", "x");
  make_folder("d");
  sys(symlink, "f", "link");
  sys(symlink, "none", "dangling");
  try("file", openat, AT_FDCWD, "f", O_WRONLY | O_CREAT | O_EXCL, 0644);
  try("folder", openat, AT_FDCWD, "d", O_WRONLY | O_CREAT | O_EXCL, 0644);
  try("link", openat, AT_FDCWD, "link", O_WRONLY | O_CREAT | O_EXCL, 0644);
  try("dangling", openat, AT_FDCWD, "dangling", O_WRONLY | O_CREAT | O_EXCL, 0644);
  check("target-made", exists("none"));
  try("dot", openat, AT_FDCWD, ".", O_WRONLY | O_CREAT | O_EXCL, 0644);
  try("without-create", openat, AT_FDCWD, "f", O_RDONLY | O_EXCL);
}

CASE(through_a_dangling_link) {
  sys(symlink, "target", "dangling");
  int fd = (int)try("create", openat, AT_FDCWD, "dangling", O_RDWR | O_CREAT, 0644);
  sys(write, fd, "hello", 5);
  show_file("target", "target");
  sys(symlink, "none/deeper", "far");
  try("far", openat, AT_FDCWD, "far", O_RDWR | O_CREAT, 0644);
  sys(symlink, "other", "nofollow");
  try("nofollow", openat, AT_FDCWD, "nofollow", O_RDWR | O_CREAT | O_NOFOLLOW, 0644);
  sys(symlink, "slash/", "to-slash");
  try("to-slash", openat, AT_FDCWD, "to-slash", O_RDWR | O_CREAT, 0644);
}

CASE(trailing_slashes_and_dots) {
  make_file("f", "x");
  make_folder("d");
  try("new-slash", openat, AT_FDCWD, "new/", O_RDWR | O_CREAT, 0644);
  try("file-slash", openat, AT_FDCWD, "f/", O_RDWR | O_CREAT, 0644);
  try("folder-slash", openat, AT_FDCWD, "d/", O_RDONLY | O_CREAT, 0644);
  try("folder-slash-exclusive", openat, AT_FDCWD, "d/", O_RDONLY | O_CREAT | O_EXCL, 0644);
  try("dot", openat, AT_FDCWD, ".", O_RDONLY | O_CREAT, 0644);
  try("dot-dot", openat, AT_FDCWD, "..", O_RDONLY | O_CREAT, 0644);
  try("root", openat, AT_FDCWD, "/", O_RDONLY | O_CREAT, 0644);
  try("in-folder-dot", openat, AT_FDCWD, "d/./g", O_RDWR | O_CREAT, 0644);
  check("made", exists("d/g"));
}

CASE(in_missing_places) {
  make_file("f", "x");
  try("missing-folder", openat, AT_FDCWD, "none/f", O_RDWR | O_CREAT, 0644);
  try("below-file", openat, AT_FDCWD, "f/g", O_RDWR | O_CREAT, 0644);
  try("empty", openat, AT_FDCWD, "", O_RDWR | O_CREAT, 0644);
  make_folder("d");
  int fd = open_path("d", O_RDONLY | O_DIRECTORY);
  sys(rmdir, "d");
  try("removed-folder", openat, fd, "f", O_RDWR | O_CREAT, 0644);
}

CASE(read_only_creation) {
  char byte;
  int fd = (int)try("create", openat, AT_FDCWD, "f", O_RDONLY | O_CREAT, 0644);
  try("read", read, fd, &byte, 1);
  try("write", write, fd, "x", 1);
  try("truncating", openat, AT_FDCWD, "g", O_RDONLY | O_CREAT | O_TRUNC, 0644);
}

CASE(tmpfile) {
  struct stat status;
  int fd = (int)try("open", openat, AT_FDCWD, ".", O_RDWR | O_TMPFILE, 0640);
  try("write", write, fd, "hidden", 6);
  sys(fstat, fd, &status);
  show_octal("mode", status.st_mode);
  show("links", (long)status.st_nlink);
  show_contents("contents", fd);
  char path[32] = "/proc/self/fd/3";
  path[14] = (char)('0' + fd);
  try("linkat", linkat, AT_FDCWD, path, AT_FDCWD, "named", AT_SYMLINK_FOLLOW);
  show_file("named", "named");
}

CASE(tmpfile_errors) {
  make_file("f", "x");
  try("read-only", openat, AT_FDCWD, ".", O_RDONLY | O_TMPFILE, 0640);
  try("file", openat, AT_FDCWD, "f", O_RDWR | O_TMPFILE, 0640);
  try("missing", openat, AT_FDCWD, "none", O_RDWR | O_TMPFILE, 0640);
  int fd = (int)try("exclusive", openat, AT_FDCWD, ".", O_RDWR | O_TMPFILE | O_EXCL, 0640);
  char path[32] = "/proc/self/fd/3";
  path[14] = (char)('0' + fd);
  try("linkat", linkat, AT_FDCWD, path, AT_FDCWD, "named", AT_SYMLINK_FOLLOW);
}

CASE(mknod_of_a_regular_file) {
  try("mknod", mknod, "f", S_IFREG | 0640, 0);
  show_mode("mode", "f");
  try("kind-0", mknodat, AT_FDCWD, "g", 0600, 0);
  show_mode("mode", "g");
  try("exists", mknod, "f", S_IFREG | 0640, 0);
  try("folder-kind", mknod, "d", S_IFDIR | 0755, 0);
  try("unknown-kind", mknod, "u", 0150000 | 0644, 0);
  try("slash", mknod, "s/", S_IFREG | 0644, 0);
  try("missing-folder", mknod, "none/f", S_IFREG | 0644, 0);
  try("fifo", mknod, "p", S_IFIFO | 0600, 0);
  show_mode("mode", "p");
}
