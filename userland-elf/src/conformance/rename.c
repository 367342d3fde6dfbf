// rename(2), renameat2(2).
#include "conformance.h"

static unsigned long inode_of(const char *path) {
  struct stat status;
  return sys(lstat, path, &status) == 0 ? status.st_ino : 0;
}

CASE(to_a_new_name) {
  make_file("f", "hello");
  unsigned long inode = inode_of("f");
  try("rename", rename, "f", "g");
  check("old-gone", !exists("f"));
  check("same-inode", inode_of("g") == inode);
  show_file("contents", "g");
}

CASE(onto_a_file) {
  int fd = new_file("old", "old");
  make_file("new", "new");
  try("rename", rename, "new", "old");
  show_file("named", "old");
  show_contents("open", fd);
  struct stat status;
  sys(fstat, fd, &status);
  show("links-of-replaced", (long)status.st_nlink);
}

CASE(onto_itself) {
  make_file("f", "hello");
  sys(link, "f", "g");
  try("same-name", rename, "f", "f");
  try("same-file", rename, "f", "g");
  check("both-stay", exists("f") && exists("g"));
}

CASE(kinds) {
  make_file("f", "x");
  make_folder("d");
  make_folder("empty");
  make_folder("full");
  make_file("full/inside", "x");
  try("file-onto-folder", rename, "f", "empty");
  try("folder-onto-file", rename, "d", "f");
  try("folder-onto-full", rename, "d", "full");
  try("folder-onto-empty", rename, "d", "empty");
  check("moved", exists("empty") && !exists("d"));
  try("full-to-new", rename, "full", "moved");
  show_file("inside", "moved/inside");
}

CASE(links_are_moved_not_followed) {
  make_file("f", "hello");
  sys(symlink, "f", "link");
  try("link", rename, "link", "moved");
  struct stat status;
  sys(lstat, "moved", &status);
  show_octal("kind", status.st_mode & S_IFMT);
  make_file("g", "other");
  try("onto-link", rename, "g", "moved");
  show_file("moved", "moved");
  show_file("f", "f");
}

CASE(folder_into_itself) {
  make_folder("d");
  make_folder("d/sub");
  try("into-itself", rename, "d", "d/new");
  try("into-deeper", rename, "d", "d/sub/new");
  try("onto-deeper", rename, "d", "d/sub");
  try("sub-onto-parent", rename, "d/sub", "d");
}

CASE(dots_slashes_and_nothing) {
  make_file("f", "x");
  make_folder("d");
  try("dot", rename, ".", "x");
  try("dot-dot", rename, "..", "x");
  try("to-dot", rename, "d", ".");
  try("to-d-dot", rename, "d", "d/.");
  try("empty", rename, "", "x");
  try("to-empty", rename, "f", "");
  try("file-slash", rename, "f/", "x");
  try("file-to-slash", rename, "f", "x/");
  try("folder-slash", rename, "d/", "e");
  try("folder-to-slash", rename, "e", "d/");
  check("moved", exists("d"));
}

CASE(errors) {
  make_file("f", "x");
  make_folder("d");
  try("missing", rename, "none", "x");
  try("missing-onto-existing", rename, "none", "f");
  try("missing-folder", rename, "f", "none/x");
  try("below-file", rename, "f", "f/x");
  try("from-below-file", rename, "f/x", "y");
  try("wild", rename, WILD, "x");
  try("to-wild", rename, "f", WILD);
  try("closed", renameat, 999, "f", AT_FDCWD, "x");
  try("to-closed", renameat, AT_FDCWD, "f", 999, "x");
  try("unknown-flag", renameat2, AT_FDCWD, "f", AT_FDCWD, "x", 8);
}

CASE(across_folders) {
  struct stat before, after, parent;
  make_folder("a");
  make_folder("b");
  make_folder("a/sub");
  make_file("a/sub/f", "x");
  sys(stat, "b", &before);
  try("rename", rename, "a/sub", "b/sub");
  sys(stat, "b", &after);
  show("links-added", (long)(after.st_nlink - before.st_nlink));
  sys(stat, "b/sub/..", &parent);
  check("dot-dot-follows", parent.st_ino == after.st_ino);
  show_file("inside", "b/sub/f");
  int from = open_path("b", O_RDONLY), to = open_path("a", O_RDONLY);
  try("renameat", renameat, from, "sub", to, "back");
  check("there", exists("a/back/f"));
}

CASE(noreplace) {
  make_file("f", "f");
  make_file("g", "g");
  try("exists", renameat2, AT_FDCWD, "f", AT_FDCWD, "g", RENAME_NOREPLACE);
  show_file("g", "g");
  try("free", renameat2, AT_FDCWD, "f", AT_FDCWD, "h", RENAME_NOREPLACE);
  show_file("h", "h");
  sys(symlink, "none", "dangling");
  try("dangling", renameat2, AT_FDCWD, "h", AT_FDCWD, "dangling", RENAME_NOREPLACE);
  try("itself", renameat2, AT_FDCWD, "h", AT_FDCWD, "h", RENAME_NOREPLACE);
  try("dot", renameat2, AT_FDCWD, "h", AT_FDCWD, ".", RENAME_NOREPLACE);
  try("with-exchange", renameat2, AT_FDCWD, "h", AT_FDCWD, "g", RENAME_NOREPLACE | RENAME_EXCHANGE);
}

CASE(exchange) {
  make_file("f", "f");
  make_folder("d");
  make_file("d/inside", "x");
  try("files", renameat2, AT_FDCWD, "f", AT_FDCWD, "d/inside", RENAME_EXCHANGE);
  show_file("f", "f");
  show_file("inside", "d/inside");
  try("file-and-folder", renameat2, AT_FDCWD, "f", AT_FDCWD, "d", RENAME_EXCHANGE);
  show_file("inside", "f/inside");
  show_file("d", "d");
  try("missing", renameat2, AT_FDCWD, "f", AT_FDCWD, "none", RENAME_EXCHANGE);
  try("with-own-child", renameat2, AT_FDCWD, "f", AT_FDCWD, "f/inside", RENAME_EXCHANGE);
  try("child-with-parent", renameat2, AT_FDCWD, "f/inside", AT_FDCWD, "f", RENAME_EXCHANGE);
}

CASE(open_folder_keeps_working) {
  make_folder("d");
  make_file("d/f", "inside");
  int fd = open_path("d", O_RDONLY | O_DIRECTORY);
  sys(rename, "d", "e");
  int file = (int)try("openat", openat, fd, "f", O_RDONLY);
  show_contents("contents", file);
}

CASE(working_folder_moves_along) {
  char path[4200];
  make_folder("d");
  sys(chdir, "d");
  try("rename", rename, "../d", "../elsewhere");
  make_file("f", "x");
  long count = sys(getcwd, path, sizeof path);
  show_text("end", count > 11 ? path + count - 11 : "short");
}
