// Times of files: utimensat(2) and its elders, and what moves which time.
#include "conformance.h"

static const struct timespec thousand[2] = {{1000, 123456789}, {2000, 987654321}};

// The three times, each told apart from the two fixed values: "kept" 1000 and 2000, or "now".
static void show_times(const char *label, const char *path) {
  struct stat status;
  put_label(label);
  if (sys(lstat, path, &status) < 0) {
    put("missing");
    return;
  }
  put(status.st_atim.tv_sec == 1000 ? "a=old" : status.st_atim.tv_sec > 100000000 ? "a=now" : "a=other");
  put(status.st_mtim.tv_sec == 2000 ? ",m=old" : status.st_mtim.tv_sec > 100000000 ? ",m=now" : ",m=other");
}

static void make_old(const char *path) {
  prepared("utimensat", sys(utimensat, AT_FDCWD, path, thousand, AT_SYMLINK_NOFOLLOW));
}

CASE(exact_values) {
  struct stat status;
  make_file("f", "x");
  try("utimensat", utimensat, AT_FDCWD, "f", thousand, 0);
  sys(stat, "f", &status);
  show("atime", status.st_atim.tv_sec);
  show("nanoseconds", status.st_atim.tv_nsec);
  show("mtime", status.st_mtim.tv_sec);
  show("nanoseconds", status.st_mtim.tv_nsec);
  check("ctime-is-now", status.st_ctim.tv_sec > 100000000);
}

CASE(now_and_omit) {
  struct timespec omit_access[2] = {{0, UTIME_OMIT}, {0, UTIME_NOW}};
  struct timespec omit_both[2] = {{5, UTIME_OMIT}, {5, UTIME_OMIT}};
  struct timespec now_access[2] = {{9, UTIME_NOW}, {0, UTIME_OMIT}};
  make_file("f", "x");
  make_old("f");
  try("omit-both", utimensat, AT_FDCWD, "f", omit_both, 0);
  show_times("times", "f");
  try("omit-access", utimensat, AT_FDCWD, "f", omit_access, 0);
  show_times("times", "f");
  make_old("f");
  try("now-access", utimensat, AT_FDCWD, "f", now_access, 0);
  show_times("times", "f");
  try("null", utimensat, AT_FDCWD, "f", 0, 0);
  show_times("times", "f");
}

CASE(omit_both_of_a_missing_file) {
  struct timespec omit_both[2] = {{0, UTIME_OMIT}, {0, UTIME_OMIT}};
  try("missing", utimensat, AT_FDCWD, "none", omit_both, 0);
  try("closed", utimensat, 999, 0, omit_both, 0);
}

CASE(errors) {
  struct timespec large[2] = {{1, 1000000000}, {1, 0}}, negative[2] = {{1, 0}, {1, -1}};
  int fd = new_file("f", "x");
  try("large-nanoseconds", utimensat, AT_FDCWD, "f", large, 0);
  try("negative-nanoseconds", utimensat, AT_FDCWD, "f", negative, 0);
  try("large-of-missing", utimensat, AT_FDCWD, "none", large, 0);
  try("missing", utimensat, AT_FDCWD, "none", thousand, 0);
  try("empty", utimensat, AT_FDCWD, "", thousand, 0);
  try("wild-times", utimensat, AT_FDCWD, "f", WILD, 0);
  try("wild-path", utimensat, AT_FDCWD, WILD, thousand, 0);
  try("unknown-flag", utimensat, AT_FDCWD, "f", thousand, 0x10);
  try("null-path-cwd", utimensat, AT_FDCWD, 0, thousand, 0);
  try("null-path-flag", utimensat, fd, 0, thousand, AT_SYMLINK_NOFOLLOW);
  try("closed", utimensat, 999, 0, thousand, 0);
}

CASE(by_descriptor_and_link) {
  int fd = new_file("f", "x");
  sys(symlink, "f", "link");
  try("descriptor", utimensat, fd, 0, thousand, 0);
  show_times("file", "f");
  sys(utimensat, fd, 0, 0, 0);
  try("link-itself", utimensat, AT_FDCWD, "link", thousand, AT_SYMLINK_NOFOLLOW);
  show_times("link", "link");
  show_times("file", "f");
  try("through-link", utimensat, AT_FDCWD, "link", thousand, 0);
  show_times("file", "f");
  try("empty-path", utimensat, fd, "", 0, AT_EMPTY_PATH);
  show_times("file", "f");
}

CASE(old_calls) {
  struct stat status;
  long pair[2] = {11, 22};
  struct timeval values[2] = {{33, 444444}, {55, 666666}}, wrong[2] = {{1, 1000000}, {1, 0}};
  make_file("f", "x");
  try("utime", utime, "f", pair);
  sys(stat, "f", &status);
  show("atime", status.st_atim.tv_sec);
  show("mtime", status.st_mtim.tv_sec);
  try("utimes", utimes, "f", values);
  sys(stat, "f", &status);
  show("atime", status.st_atim.tv_nsec);
  show("mtime", status.st_mtim.tv_nsec);
  try("utimes-wrong", utimes, "f", wrong);
  try("futimesat", futimesat, AT_FDCWD, "f", values);
  try("utime-null", utime, "f", 0);
  try("utime-missing", utime, "none", pair);
  try("utime-wild", utime, "f", WILD);
}

CASE(before_1970_and_after_2038) {
  struct timespec times[2] = {{-5, 0}, {5000000000l, 0}};
  struct stat status;
  make_file("f", "x");
  try("utimensat", utimensat, AT_FDCWD, "f", times, 0);
  sys(stat, "f", &status);
  check("atime", status.st_atim.tv_sec == -5);
  check("mtime", status.st_mtim.tv_sec == 5000000000l);
}

CASE(write_moves_mtime) {
  int fd = new_file("f", "hello");
  make_old("f");
  sys(write, fd, "x", 1);
  show_times("write", "f");
  make_old("f");
  sys(write, fd, "x", 0);
  show_times("write-nothing", "f");
  sys(chmod, "f", 0600);
  show_times("chmod", "f");
  sys(link, "f", "g");
  show_times("link", "f");
  sys(rename, "f", "h");
  show_times("rename", "h");
}

CASE(truncation_moves_mtime) {
  make_file("f", "hello");
  make_old("f");
  sys(close, open_path("f", O_WRONLY | O_TRUNC));
  show_times("open-trunc", "f");
  make_old("f");
  sys(truncate, "f", 100);
  show_times("truncate", "f");
}

CASE(names_move_the_mtime_of_their_folder) {
  make_folder("d");
  make_folder("e");
  make_old("d");
  make_file("d/f", "x");
  show_times("create", "d");
  make_old("d");
  make_old("e");
  sys(rename, "d/f", "e/f");
  show_times("rename-from", "d");
  show_times("rename-to", "e");
  make_old("e");
  sys(unlink, "e/f");
  show_times("unlink", "e");
  make_old("e");
  sys(mkdir, "e/g", 0755);
  show_times("mkdir", "e");
  make_old("e");
  sys(symlink, "x", "e/link");
  show_times("symlink", "e");
  make_old("e");
  sys(mkdir, "e/g", 0755);
  show_times("failed-mkdir", "e");
}

CASE(noatime_read) {
  make_file("f", "hello");
  make_old("f");
  char byte;
  int fd = (int)try("open", openat, AT_FDCWD, "f", O_RDONLY | O_NOATIME);
  sys(read, fd, &byte, 1);
  show_times("read", "f");
}

CASE(new_files_have_the_present_time) {
  struct timespec before, after;
  struct stat status;
  sys(clock_gettime, CLOCK_REALTIME, &before);
  make_file("f", "x");
  sys(clock_gettime, CLOCK_REALTIME, &after);
  sys(stat, "f", &status);
  check("not-before", status.st_mtim.tv_sec >= before.tv_sec - 1);
  check("not-after", status.st_mtim.tv_sec <= after.tv_sec + 1);
  check("all-equal", status.st_mtim.tv_sec == status.st_ctim.tv_sec &&
                         status.st_atim.tv_sec == status.st_ctim.tv_sec);
}
