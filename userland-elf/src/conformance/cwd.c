// getcwd(2), chdir(2), fchdir(2).
#include "conformance.h"

static char path[8192];

static bool ends_with(const char *text, const char *end) {
  size_t count = length(text), tail = length(end);
  return count >= tail && memcmp(text + count - tail, end, tail) == 0;
}

CASE(getcwd_answers_with_the_length) {
  long count = sys(getcwd, path, sizeof path);
  check("length-with-zero", count == (long)length(path) + 1);
  check("absolute", path[0] == '/');
  check("name", ends_with(path, "/getcwd-answers-with-the-length"));
}

CASE(getcwd_errors) {
  long count = sys(getcwd, path, sizeof path);
  try("one-too-small", getcwd, path, count - 1);
  check("exact", sys(getcwd, path, count) == count);
  try("zero", getcwd, path, 0);
  try("wild", getcwd, WILD, sizeof path);
  try("null", getcwd, 0, 0);
}

CASE(chdir_and_back) {
  make_folder("d");
  make_folder("d/e");
  try("down", chdir, "d/e");
  sys(getcwd, path, sizeof path);
  check("name", ends_with(path, "/chdir-and-back/d/e"));
  try("up", chdir, "../..");
  sys(getcwd, path, sizeof path);
  check("name", ends_with(path, "/chdir-and-back"));
  try("dot", chdir, ".");
  try("root", chdir, "/");
  sys(getcwd, path, sizeof path);
  show_text("at", path);
  try("above-root", chdir, "..");
  sys(getcwd, path, sizeof path);
  show_text("at", path);
}

CASE(chdir_through_a_link) {
  make_folder("d");
  sys(symlink, "d", "link");
  try("chdir", chdir, "link");
  sys(getcwd, path, sizeof path);
  check("real-name", ends_with(path, "/chdir-through-a-link/d"));
  try("up", chdir, "..");
  sys(getcwd, path, sizeof path);
  check("real-parent", ends_with(path, "/chdir-through-a-link"));
}

CASE(chdir_errors) {
  make_file("f", "x");
  try("missing", chdir, "none");
  try("file", chdir, "f");
  try("empty", chdir, "");
  try("wild", chdir, WILD);
  try("below-file", chdir, "f/..");
  sys(symlink, "loop", "loop");
  try("loop", chdir, "loop");
}

CASE(fchdir) {
  make_folder("d");
  int folder = open_path("d", O_RDONLY), file = new_file("f", "x");
  try("fchdir", fchdir, folder);
  sys(getcwd, path, sizeof path);
  check("name", ends_with(path, "/fchdir/d"));
  try("file", fchdir, file);
  try("closed", fchdir, 999);
  try("cwd", fchdir, AT_FDCWD);
}

CASE(removed_working_folder) {
  struct stat status;
  make_folder("d");
  sys(chdir, "d");
  try("rmdir", rmdir, "../d");
  try("getcwd", getcwd, path, sizeof path);
  try("stat-dot", stat, ".", &status);
  try("create", openat, AT_FDCWD, "f", O_WRONLY | O_CREAT, 0644);
  try("up", chdir, "..");
  sys(getcwd, path, sizeof path);
  check("name", ends_with(path, "/removed-working-folder"));
}

CASE(deep_folders) {
  long failures = 0;
  for (int i = 0; i < 200; i++) {
    if (sys(mkdir, "a-rather-long-name-of-a-folder", 0755) < 0) failures++;
    if (sys(chdir, "a-rather-long-name-of-a-folder") < 0) failures++;
  }
  show("failures", failures);
  long count = sys(getcwd, path, sizeof path);
  show("getcwd-of-more-than-a-page", count < 0 ? count : 0);
  for (int i = 0; i < 200; i++) {
    if (sys(chdir, "..") < 0) failures++;
    if (sys(rmdir, "a-rather-long-name-of-a-folder") < 0) failures++;
  }
  show("failures", failures);
}
