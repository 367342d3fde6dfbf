// chmod(2), chown(2), access(2), umask(2), as far as every user may.
#include "conformance.h"

static void show_mode(const char *label, const char *path) {
  struct stat status;
  long result = sys(lstat, path, &status);
  if (result < 0) {
    show(label, result);
  } else {
    show_octal(label, status.st_mode);
  }
}

CASE(chmod_sets_all_twelve_bits) {
  make_file("f", "x");
  try("640", chmod, "f", 0640);
  show_mode("mode", "f");
  try("7777", chmod, "f", 07777);
  show_mode("mode", "f");
  try("0", chmod, "f", 0);
  show_mode("mode", "f");
  try("kind-bits", chmod, "f", 0177644);
  show_mode("mode", "f");
}

CASE(chmod_ways) {
  int fd = new_file("f", "x");
  make_folder("d");
  make_file("d/g", "x");
  int folder = open_path("d", O_RDONLY);
  try("fchmod", fchmod, fd, 0600);
  show_mode("mode", "f");
  try("fchmodat", fchmodat, folder, "g", 0604);
  show_mode("mode", "d/g");
  try("folder", chmod, "d", 01777);
  show_mode("mode", "d");
  try("reader", fchmod, open_path("f", O_RDONLY), 0400);
  show_mode("mode", "f");
}

CASE(chmod_through_links) {
  make_file("f", "x");
  sys(symlink, "f", "link");
  sys(symlink, "none", "dangling");
  try("link", chmod, "link", 0600);
  show_mode("file", "f");
  show_mode("link", "link");
  try("dangling", chmod, "dangling", 0600);
}

CASE(chmod_errors) {
  int ends[2];
  sys(pipe2, ends, 0);
  make_file("f", "x");
  try("missing", chmod, "none", 0600);
  try("empty", chmod, "", 0600);
  try("slash", chmod, "f/", 0600);
  try("wild", chmod, WILD, 0600);
  try("closed", fchmod, 999, 0600);
  try("pipe", fchmod, ends[0], 0600);
  try("closed-folder", fchmodat, 999, "f", 0600);
}

CASE(chown_to_what_it_is) {
  struct stat status;
  int fd = new_file("f", "x");
  sys(symlink, "none", "dangling");
  long user = sys(geteuid), group = sys(getegid);
  try("same", chown, "f", user, group);
  try("nothing", chown, "f", -1, -1);
  try("descriptor", fchown, fd, user, -1);
  try("link-itself", lchown, "dangling", user, group);
  try("through-dangling", chown, "dangling", user, group);
  try("at-nofollow", fchownat, AT_FDCWD, "dangling", user, group, AT_SYMLINK_NOFOLLOW);
  try("empty-path", fchownat, fd, "", user, group, AT_EMPTY_PATH);
  sys(stat, "f", &status);
  check("owner", status.st_uid == user && status.st_gid == group);
}

CASE(chown_errors) {
  make_file("f", "x");
  try("missing", chown, "none", -1, -1);
  try("empty", chown, "", -1, -1);
  try("wild", chown, WILD, -1, -1);
  try("closed", fchown, 999, -1, -1);
  try("unknown-flag", fchownat, AT_FDCWD, "f", -1, -1, 0x10);
  try("empty-without-flag", fchownat, AT_FDCWD, "", -1, -1, 0);
}

CASE(chown_clears_set_id_bits) {
  long user = sys(geteuid);
  make_file("f", "x");
  sys(chmod, "f", 06755);
  try("chown", chown, "f", user, -1);
  show_mode("mode", "f");
  sys(chmod, "f", 06745);
  try("chown", chown, "f", user, -1);
  show_mode("without-group-execute", "f");
}

CASE(access_of_kinds) {
  make_file("f", "x");
  make_folder("d");
  sys(symlink, "f", "link");
  sys(symlink, "none", "dangling");
  try("exists", access, "f", F_OK);
  try("readable-writable", access, "f", R_OK | W_OK);
  try("not-executable", access, "f", X_OK);
  try("folder", access, "d", R_OK | W_OK | X_OK);
  try("link", access, "link", R_OK);
  try("dangling", access, "dangling", F_OK);
  try("missing", access, "none", F_OK);
  try("slash", access, "f/", F_OK);
  try("bad-mode", access, "f", 8);
  try("bad-mode-missing", access, "none", 8);
  try("wild", access, WILD, F_OK);
  sys(chmod, "f", 0700);
  try("executable", access, "f", X_OK);
}

CASE(faccessat) {
  make_folder("d");
  make_file("d/f", "x");
  sys(symlink, "none", "dangling");
  int folder = open_path("d", O_RDONLY), file = open_path("d/f", O_RDONLY);
  try("in-folder", faccessat, folder, "f", R_OK);
  try("closed", faccessat, 999, "f", R_OK);
  try("not-a-folder", faccessat, file, "f", R_OK);
  try("effective", faccessat2, folder, "f", R_OK, AT_EACCESS);
  try("nofollow", faccessat2, AT_FDCWD, "dangling", F_OK, AT_SYMLINK_NOFOLLOW);
  try("empty-path", faccessat2, file, "", R_OK, AT_EMPTY_PATH);
  try("unknown-flag", faccessat2, folder, "f", R_OK, 1);
  try("bad-mode", faccessat2, folder, "f", 9, 0);
}

CASE(umask_answers_with_the_old) {
  show_octal("first", (unsigned long)sys(umask, 077));
  show_octal("second", (unsigned long)sys(umask, 07777777));
  show_octal("only-nine-bits", (unsigned long)sys(umask, 022));
}

CASE(umask_of_every_maker) {
  sys(umask, 0137);
  make_file("file", "x");
  sys(mkdir, "folder", 0777);
  sys(mknod, "fifo", S_IFIFO | 0777, 0);
  sys(symlink, "x", "link");
  show_mode("file", "file");
  show_mode("folder", "folder");
  show_mode("fifo", "fifo");
  show_mode("link", "link");
  try("chmod", chmod, "file", 0777);
  show_mode("chmod-ignores-it", "file");
}
