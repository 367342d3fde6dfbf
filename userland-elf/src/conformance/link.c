// link(2), symlink(2), readlink(2), unlink(2).
#include "conformance.h"

static long links_of(const char *path) {
  struct stat status;
  long result = sys(lstat, path, &status);
  return result < 0 ? result : (long)status.st_nlink;
}

CASE(hard_links_share_the_file) {
  struct stat first, second;
  make_file("f", "hello");
  try("link", link, "f", "g");
  sys(stat, "f", &first);
  sys(stat, "g", &second);
  check("same", first.st_ino == second.st_ino);
  show("links", links_of("f"));
  sys(close, open_path("g", O_WRONLY | O_TRUNC));
  show_file("f", "f");
  try("unlink", unlink, "f");
  show("links", links_of("g"));
}

CASE(link_errors) {
  make_file("f", "x");
  make_file("g", "x");
  make_folder("d");
  try("exists", link, "f", "g");
  try("same", link, "f", "f");
  try("missing", link, "none", "h");
  try("folder", link, "d", "h");
  try("missing-folder", link, "f", "none/h");
  try("below-file", link, "f", "g/h");
  try("slash", link, "f", "h/");
  try("old-slash", link, "f/", "h");
  try("empty-old", link, "", "h");
  try("empty-new", link, "f", "");
  try("onto-folder", link, "f", "d");
  try("dot", link, "f", ".");
  try("wild", link, WILD, "h");
  try("wild-new", link, "f", WILD);
}

CASE(linkat_flags) {
  struct stat status;
  int fd = new_file("f", "x");
  sys(symlink, "f", "link");
  try("link-itself", linkat, AT_FDCWD, "link", AT_FDCWD, "copy", 0);
  sys(lstat, "copy", &status);
  show_octal("kind", status.st_mode & S_IFMT);
  try("followed", linkat, AT_FDCWD, "link", AT_FDCWD, "hard", AT_SYMLINK_FOLLOW);
  sys(lstat, "hard", &status);
  show_octal("kind", status.st_mode & S_IFMT);
  try("unknown-flag", linkat, AT_FDCWD, "f", AT_FDCWD, "h", 1);
  try("empty-without-flag", linkat, fd, "", AT_FDCWD, "h", 0);
  try("closed", linkat, 999, "f", AT_FDCWD, "h", 0);
}

CASE(symlink_keeps_its_text) {
  char target[64];
  try("symlink", symlink, "any text/../at all", "link");
  long count = try("readlink", readlink, "link", target, sizeof target);
  show_bytes("target", target, count);
  show("links", links_of("link"));
}

CASE(readlink_buffers) {
  char target[8] = "........";
  sys(symlink, "0123456789", "link");
  try("short", readlink, "link", target, 4);
  show_bytes("target", target, 8);
  try("zero", readlink, "link", target, 0);
  try("negative", readlink, "link", target, -1);
  try("wild", readlink, "link", WILD, 10);
  uint8_t *end = pages_before_fault(1);
  try("edge", readlink, "link", end - 4, 10);
  try("fits-edge", readlink, "link", end - 4, 4);
}

CASE(readlink_errors) {
  char target[8];
  int fd = new_file("f", "x");
  make_folder("d");
  try("file", readlink, "f", target, 8);
  try("folder", readlink, "d", target, 8);
  try("missing", readlink, "none", target, 8);
  try("empty", readlink, "", target, 8);
  try("descriptor-of-file", readlinkat, fd, "", target, 8);
  try("closed", readlinkat, 999, "f", target, 8);
  sys(symlink, "d", "link");
  try("slash", readlink, "link/", target, 8);
  try("wild-path", readlink, WILD, target, 8);
}

CASE(symlink_errors) {
  static char long_target[4097];
  make_file("f", "x");
  make_folder("d");
  memset(long_target, 'x', 4096);
  try("exists", symlink, "x", "f");
  try("empty-target", symlink, "", "link");
  try("empty-name", symlink, "x", "");
  try("slash", symlink, "x", "link/");
  try("folder-slash", symlink, "x", "d/");
  try("missing-folder", symlink, "x", "none/link");
  try("below-file", symlink, "x", "f/link");
  try("too-long", symlink, long_target, "link");
  try("wild", symlink, WILD, "link");
  int folder = open_path("d", O_RDONLY);
  try("at", symlinkat, "x", folder, "inside");
  check("made", exists("d/inside"));
  try("closed", symlinkat, "x", 999, "inside");
}

CASE(longest_symlink) {
  static char target[4096], back[4097];
  memset(target, 'x', 4095);
  try("symlink", symlink, target, "link");
  try("readlink", readlink, "link", back, sizeof back);
  show("differs", memcmp(target, back, 4095));
  sys(lstat, "link", back);
  show("size", ((struct stat *)back)->st_size);
}

CASE(unlink_errors) {
  make_file("f", "x");
  make_folder("d");
  sys(symlink, "d", "to-d");
  try("missing", unlink, "none");
  try("folder", unlink, "d");
  try("folder-slash", unlink, "d/");
  try("file-slash", unlink, "f/");
  try("link-slash", unlink, "to-d/");
  try("dot", unlink, ".");
  try("dot-dot", unlink, "..");
  try("root", unlink, "/");
  try("empty", unlink, "");
  try("below-file", unlink, "f/g");
  try("wild", unlink, WILD);
  try("link-itself", unlink, "to-d");
  check("folder-kept", exists("d"));
}

CASE(unlinkat_flags) {
  make_folder("d");
  make_folder("d/sub");
  make_file("d/f", "x");
  int folder = open_path("d", O_RDONLY);
  try("folder-without-flag", unlinkat, folder, "sub", 0);
  try("file-with-flag", unlinkat, folder, "f", AT_REMOVEDIR);
  try("unknown-flag", unlinkat, folder, "f", 1);
  try("folder", unlinkat, folder, "sub", AT_REMOVEDIR);
  try("file", unlinkat, folder, "f", 0);
  try("closed", unlinkat, 999, "f", 0);
  try("missing", unlinkat, folder, "none", AT_REMOVEDIR);
}

CASE(name_reused_after_unlink) {
  int fd = new_file("f", "old");
  sys(unlink, "f");
  make_file("f", "new");
  show_contents("open", fd);
  show_file("named", "f");
}
