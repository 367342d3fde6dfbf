// openat2(2): the structure and RESOLVE_*.
#include "conformance.h"

static long open_how(int folder, const char *path, uint64_t flags, uint64_t mode, uint64_t resolve) {
  struct open_how how = {flags, mode, resolve};
  return sys(openat2, folder, path, &how, sizeof how);
}

#define try_open(label, ...) show(label, open_how(__VA_ARGS__))

CASE(plain) {
  make_file("f", "hello");
  int fd = (int)try_open("open", AT_FDCWD, "f", O_RDWR, 0, 0);
  show_contents("contents", fd);
  show_octal("flags", (unsigned long)sys(fcntl, fd, F_GETFL));
  fd = (int)try_open("create", AT_FDCWD, "g", O_RDWR | O_CREAT, 0600, 0);
  struct stat status;
  sys(fstat, fd, &status);
  show_octal("mode", status.st_mode);
}

CASE(strict_flags_and_modes) {
  make_file("f", "x");
  try_open("unknown-flag", AT_FDCWD, "f", 0x40000000, 0, 0);
  try_open("unknown-high-flag", AT_FDCWD, "f", 1ul << 40, 0, 0);
  try_open("mode-without-create", AT_FDCWD, "f", O_RDONLY, 0644, 0);
  try_open("mode-too-large", AT_FDCWD, "g", O_RDWR | O_CREAT, 010000, 0);
  try_open("unknown-resolve", AT_FDCWD, "f", O_RDONLY, 0, 0x1000);
  try_open("beneath-and-in-root", AT_FDCWD, "f", O_RDONLY, 0, RESOLVE_BENEATH | RESOLVE_IN_ROOT);
  try_open("path-with-write", AT_FDCWD, "f", O_PATH | O_RDWR, 0, 0);
  try_open("path-directory", AT_FDCWD, ".", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0, 0);
  try_open("tmpfile-read-only", AT_FDCWD, ".", O_TMPFILE | O_RDONLY, 0600, 0);
}

CASE(sizes_of_the_structure) {
  uint64_t how[5] = {O_RDONLY, 0, 0, 0, 0};
  make_file("f", "x");
  try("too-small", openat2, AT_FDCWD, "f", how, 16);
  try("zero", openat2, AT_FDCWD, "f", how, 0);
  try("larger-zeroes", openat2, AT_FDCWD, "f", how, 40);
  how[4] = 1;
  try("larger-with-a-bit", openat2, AT_FDCWD, "f", how, 40);
  try("huge", openat2, AT_FDCWD, "f", how, 5000);
  try("wild", openat2, AT_FDCWD, "f", WILD, 24);
}

CASE(no_symlinks) {
  make_folder("d");
  make_file("d/f", "x");
  sys(symlink, "d", "to-d");
  sys(symlink, "d/f", "to-f");
  try_open("plain", AT_FDCWD, "d/f", O_RDONLY, 0, RESOLVE_NO_SYMLINKS);
  try_open("middle", AT_FDCWD, "to-d/f", O_RDONLY, 0, RESOLVE_NO_SYMLINKS);
  try_open("last", AT_FDCWD, "to-f", O_RDONLY, 0, RESOLVE_NO_SYMLINKS);
  try_open("last-path-nofollow", AT_FDCWD, "to-f", O_PATH | O_NOFOLLOW, 0, RESOLVE_NO_SYMLINKS);
}

CASE(beneath) {
  make_folder("d");
  make_folder("d/e");
  make_file("d/e/f", "x");
  make_file("out", "x");
  sys(symlink, "e", "d/inside");
  sys(symlink, "../out", "d/outside");
  sys(symlink, "/", "d/absolute");
  sys(symlink, "../d/e", "d/back");
  int folder = open_path("d", O_RDONLY | O_DIRECTORY);
  try_open("plain", folder, "e/f", O_RDONLY, 0, RESOLVE_BENEATH);
  try_open("dot-dot-within", folder, "e/../e/f", O_RDONLY, 0, RESOLVE_BENEATH);
  try_open("dot-dot-out", folder, "../out", O_RDONLY, 0, RESOLVE_BENEATH);
  try_open("dot-dot-alone", folder, "..", O_RDONLY, 0, RESOLVE_BENEATH);
  try_open("out-and-back", folder, "../d/e/f", O_RDONLY, 0, RESOLVE_BENEATH);
  try_open("absolute", folder, "/", O_RDONLY, 0, RESOLVE_BENEATH);
  try_open("link-inside", folder, "inside/f", O_RDONLY, 0, RESOLVE_BENEATH);
  try_open("link-outside", folder, "outside", O_RDONLY, 0, RESOLVE_BENEATH);
  try_open("link-absolute", folder, "absolute", O_RDONLY, 0, RESOLVE_BENEATH);
  try_open("link-out-and-back", folder, "back/f", O_RDONLY, 0, RESOLVE_BENEATH);
  try_open("missing", folder, "none", O_RDONLY, 0, RESOLVE_BENEATH);
}

CASE(in_root) {
  make_folder("d");
  make_folder("d/e");
  make_file("d/e/f", "inside");
  sys(symlink, "/e/f", "d/absolute");
  sys(symlink, "../../../e/f", "d/up");
  int folder = open_path("d", O_RDONLY | O_DIRECTORY);
  int fd = (int)try_open("absolute", folder, "/e/f", O_RDONLY, 0, RESOLVE_IN_ROOT);
  show_contents("contents", fd);
  try_open("dot-dot", folder, "../../e/f", O_RDONLY, 0, RESOLVE_IN_ROOT);
  fd = (int)try_open("link-absolute", folder, "absolute", O_RDONLY, 0, RESOLVE_IN_ROOT);
  show_contents("contents", fd);
  try_open("link-up", folder, "up", O_RDONLY, 0, RESOLVE_IN_ROOT);
  try_open("not-there", folder, "/dev/null", O_RDONLY, 0, RESOLVE_IN_ROOT);
}

CASE(no_magic_links_and_no_other_device) {
  make_file("f", "x");
  int fd = open_path("f", O_RDONLY);
  char path[32] = "/proc/self/fd/3";
  path[14] = (char)('0' + fd);
  try_open("magic", AT_FDCWD, path, O_RDONLY, 0, RESOLVE_NO_MAGICLINKS);
  try_open("plain-link-is-fine", AT_FDCWD, "f", O_RDONLY, 0, RESOLVE_NO_MAGICLINKS);
  try_open("other-mount", AT_FDCWD, "/proc/self/status", O_RDONLY, 0, RESOLVE_NO_XDEV);
  try_open("same-mount", AT_FDCWD, "f", O_RDONLY, 0, RESOLVE_NO_XDEV);
}
