// How names are walked: slashes, dots, links, limits.
#include "conformance.h"

static char name[8192];
static struct stat status;

// A name of `count` letters behind a prefix.
static char *long_name(const char *prefix, size_t count) {
  size_t start = length(prefix);
  memcpy(name, prefix, start);
  memset(name + start, 'n', count);
  name[start + count] = 0;
  return name;
}

CASE(slashes_and_dots) {
  make_folder("d");
  make_folder("d/e");
  make_file("d/f", "x");
  try("double", stat, "d//f", &status);
  try("many", stat, ".//.///d////f", &status);
  try("dots", stat, "./d/./e/../f", &status);
  try("dot-dot-of-missing", stat, "none/../d/f", &status);
  try("dot-dot-of-file", stat, "d/f/../f", &status);
  try("file-dot", stat, "d/f/.", &status);
  try("file-dot-dot", stat, "d/f/..", &status);
  try("three-dots", stat, "...", &status);
  try("slashes-behind-folder", stat, "d///", &status);
}

CASE(above_the_root) {
  struct stat root;
  sys(stat, "/", &root);
  try("many", stat, "/../../..", &status);
  check("root", status.st_ino == root.st_ino && status.st_dev == root.st_dev);
  try("slashes", stat, "////", &status);
  check("root", status.st_ino == root.st_ino);
}

CASE(longest_component) {
  try("255", mkdir, long_name("", 255), 0755);
  try("again", stat, name, &status);
  try("256", mkdir, long_name("", 256), 0755);
  try("open-256", openat, AT_FDCWD, name, O_RDONLY);
  try("create-256", openat, AT_FDCWD, name, O_RDWR | O_CREAT, 0644);
  try("below-missing", stat, long_name("none/", 256), &status);
  make_file("f", "x");
  try("below-file", stat, long_name("f/", 256), &status);
  try("symlink-256", symlink, "x", long_name("", 256));
  try("rename-256", rename, "f", name);
}

CASE(longest_path) {
  for (int i = 0; i < 4200; i += 2) memcpy(name + i, "./", 2);
  make_file("f", "x");
  memcpy(name + 4094, "f", 2);
  try("4095", stat, name, &status);
  memcpy(name + 4094, "./f", 4);
  try("4097", stat, name, &status);
  memcpy(name + 4094, "//", 2);
  name[4096] = 0;
  try("4096", stat, name, &status);
}

CASE(links_in_the_middle) {
  make_folder("d");
  make_folder("d/e");
  make_file("d/e/f", "inside");
  sys(symlink, "d", "one");
  sys(symlink, "one/e", "two");
  sys(symlink, "../d/e", "d/up");
  show_file("one", "one/e/f");
  show_file("two", "two/f");
  show_file("up", "d/up/f");
  show_file("dot-dot-of-link", "two/../e/f");
  sys(symlink, "/", "root");
  try("root", stat, "root/dev", &status);
  sys(symlink, "none", "dangling");
  try("dangling-middle", stat, "dangling/f", &status);
  sys(symlink, "d/e/f", "file");
  try("file-middle", stat, "file/x", &status);
}

CASE(trailing_slash_follows_a_link) {
  make_folder("d");
  make_file("f", "x");
  sys(symlink, "d", "to-folder");
  sys(symlink, "f", "to-file");
  sys(symlink, "none", "dangling");
  try("folder", lstat, "to-folder/", &status);
  show_octal("kind", status.st_mode & S_IFMT);
  try("file", lstat, "to-file/", &status);
  try("dangling", lstat, "dangling/", &status);
}

CASE(loops) {
  sys(symlink, "self", "self");
  sys(symlink, "b", "a");
  sys(symlink, "a", "b");
  try("self", stat, "self", &status);
  try("lstat", lstat, "self", &status);
  try("pair", stat, "a", &status);
  try("middle", stat, "a/x", &status);
  try("open", openat, AT_FDCWD, "self", O_RDONLY);
  try("create", openat, AT_FDCWD, "self", O_RDWR | O_CREAT, 0644);
  try("mkdir-below", mkdir, "self/x", 0755);
}

CASE(forty_links) {
  char from[4] = "l00", to[4] = "l00";
  make_file("l00", "x");
  for (int i = 1; i <= 41; i++) {
    to[1] = (char)('0' + (i - 1) / 10);
    to[2] = (char)('0' + (i - 1) % 10);
    from[1] = (char)('0' + i / 10);
    from[2] = (char)('0' + i % 10);
    sys(symlink, to, from);
  }
  try("39", stat, "l39", &status);
  try("40", stat, "l40", &status);
  try("41", stat, "l41", &status);
}

CASE(odd_names) {
  make_file(" space ", "x");
  make_file("new\nline", "x");
  make_file("\xff\x01", "x");
  make_file("-dash", "x");
  try("space", stat, " space ", &status);
  try("newline", stat, "new\nline", &status);
  try("bytes", stat, "\xff\x01", &status);
  try("case-matters", stat, "-DASH", &status);
  try("colon", mkdir, "a:b", 0755);
  try("backslash", mkdir, "a\\b", 0755);
}

CASE(name_at_the_end_of_memory) {
  uint8_t *end = pages_before_fault(1);
  make_file("name", "x");
  memcpy(end - 5, "name", 5);
  try("terminated", stat, end - 5, &status);
  memcpy(end - 4, "name", 4);
  try("unterminated", stat, end - 4, &status);
  uint8_t *two = pages_before_fault(2);
  memcpy(two - PAGE - 2, "name", 5);
  try("across-pages", stat, two - PAGE - 2, &status);
}

CASE(error_of_the_first_bad_component) {
  make_file("f", "x");
  make_folder("d");
  try("file-then-missing", stat, "f/none/x", &status);
  try("missing-then-file", stat, "none/f/x", &status);
  try("create-below-missing", openat, AT_FDCWD, "d/none/x", O_RDWR | O_CREAT, 0644);
  try("rename-both-bad", rename, "none", "f/x");
  try("link-both-bad", link, "none", "f/x");
  try("link-exists-and-missing", link, "none", "f");
}
