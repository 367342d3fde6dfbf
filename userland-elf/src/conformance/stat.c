// stat(2), lstat, fstat, newfstatat, statfs; statx(2).
#include "conformance.h"

CASE(regular_file) {
  struct stat status;
  make_file("f", "hello");
  try("stat", stat, "f", &status);
  show_octal("mode", status.st_mode);
  show("links", (long)status.st_nlink);
  show("size", status.st_size);
  check("owner", status.st_uid == sys(geteuid) && status.st_gid == sys(getegid));
  check("inode", status.st_ino != 0);
  check("blocksize", status.st_blksize >= 512);
  show("device", (long)status.st_rdev);
}

CASE(structure_is_filled_exactly) {
  uint8_t bytes[160];
  make_file("f", "hello");
  memset(bytes, 0xee, sizeof bytes);
  try("stat", stat, "f", bytes);
  check("behind-untouched", all_bytes(bytes + 144, 16, 0xee));
  check("reserved-zero", all_bytes(bytes + 120, 24, 0));
  check("padding-zero", all_bytes(bytes + 36, 4, 0));
}

CASE(folder) {
  struct stat status, parent, self;
  make_folder("d");
  sys(stat, "d", &status);
  show_octal("mode", status.st_mode);
  make_folder("d/inner");
  sys(stat, ".", &parent);
  sys(stat, "d/..", &self);
  check("dot-dot-is-parent", parent.st_ino == self.st_ino && parent.st_dev == self.st_dev);
  sys(stat, "d/.", &self);
  check("dot-is-self", status.st_ino == self.st_ino);
}

CASE(links_are_followed_or_not) {
  struct stat status, target;
  make_file("f", "hello");
  sys(symlink, "f", "link");
  sys(stat, "f", &target);
  try("stat", stat, "link", &status);
  check("same-file", status.st_ino == target.st_ino);
  try("lstat", lstat, "link", &status);
  show_octal("mode", status.st_mode);
  show("size", status.st_size);
  check("own-inode", status.st_ino != target.st_ino);
  try("nofollow", newfstatat, AT_FDCWD, "link", &status, AT_SYMLINK_NOFOLLOW);
  show_octal("kind", status.st_mode & S_IFMT);
  sys(symlink, "none", "dangling");
  try("stat-dangling", stat, "dangling", &status);
  try("lstat-dangling", lstat, "dangling", &status);
}

CASE(kinds_of_descriptors) {
  struct stat status;
  int ends[2];
  sys(pipe2, ends, 0);
  try("pipe", fstat, ends[0], &status);
  show_octal("mode", status.st_mode);
  show("size", status.st_size);
  try("null", stat, "/dev/null", &status);
  show_octal("kind", status.st_mode & S_IFMT);
  show_hex("device", status.st_rdev);
  try("root", stat, "/", &status);
  show_octal("kind", status.st_mode & S_IFMT);
}

CASE(errors) {
  struct stat status;
  make_file("f", "hello");
  try("missing", stat, "none", &status);
  try("empty", stat, "", &status);
  try("below-file", stat, "f/g", &status);
  try("slash", stat, "f/", &status);
  try("wild-path", stat, WILD, &status);
  try("wild-result", stat, "f", WILD);
  try("missing-wild-result", stat, "none", WILD);
  try("null-result", fstat, 0, 0);
  try("closed", fstat, 999, &status);
  try("closed-wild", fstat, 999, WILD);
  try("flags", newfstatat, AT_FDCWD, "f", &status, 0x10000);
}

CASE(fstatat) {
  struct stat status;
  make_folder("d");
  make_file("d/f", "hello");
  int folder = open_path("d", O_RDONLY), file = open_path("d/f", O_RDONLY);
  try("in-folder", newfstatat, folder, "f", &status, 0);
  show("size", status.st_size);
  try("empty-path", newfstatat, file, "", &status, AT_EMPTY_PATH);
  show("size", status.st_size);
  try("empty-path-cwd", newfstatat, AT_FDCWD, "", &status, AT_EMPTY_PATH);
  show_octal("kind", status.st_mode & S_IFMT);
  try("empty-without-flag", newfstatat, file, "", &status, 0);
  try("not-a-folder", newfstatat, file, "f", &status, 0);
  try("closed", newfstatat, 999, "f", &status, 0);
  try("closed-absolute", newfstatat, 999, "/", &status, 0);
}

CASE(blocks_follow_data) {
  struct stat status;
  int fd = new_file("f", "");
  sys(fstat, fd, &status);
  show("empty", status.st_blocks);
  uint8_t *pages = new_pages(16);
  memset(pages, 1, 16 * PAGE);
  sys(write, fd, pages, 16 * PAGE);
  sys(fsync, fd);
  sys(fstat, fd, &status);
  check("some", status.st_blocks >= 128);
}

CASE(statfs) {
  struct statfs space;
  make_file("f", "x");
  try("folder", statfs, ".", &space);
  show("name-length", space.f_namelen);
  check("block-size", space.f_bsize >= 512);
  check("free-in-total", space.f_bfree <= space.f_blocks && space.f_bavail <= space.f_bfree);
  try("missing", statfs, "none", &space);
  try("wild", statfs, ".", WILD);
  try("descriptor", fstatfs, open_path("f", O_RDONLY), &space);
  try("closed", fstatfs, 999, &space);
  try("proc", statfs, "/proc", &space);
  show_hex("type", (unsigned long)space.f_type);
}

CASE(statx_of_a_file) {
  struct statx status;
  struct stat plain;
  make_file("f", "hello");
  memset(&status, 0xee, sizeof status);
  try("statx", statx, AT_FDCWD, "f", 0, STATX_BASIC_STATS, &status);
  sys(stat, "f", &plain);
  show_hex("basic-mask", status.stx_mask & STATX_BASIC_STATS);
  show_octal("mode", status.stx_mode);
  show("links", status.stx_nlink);
  show("size", (long)status.stx_size);
  check("inode", status.stx_ino == plain.st_ino);
  check("owner", status.stx_uid == plain.st_uid && status.stx_gid == plain.st_gid);
  check("mtime", status.stx_mtime.tv_sec == plain.st_mtim.tv_sec &&
                     status.stx_mtime.tv_nsec == (uint32_t)plain.st_mtim.tv_nsec);
  check("device", ((status.stx_dev_major & 0xffful) << 8 | (status.stx_dev_minor & 0xff) |
                   (status.stx_dev_minor & ~0xfful) << 12) == plain.st_dev);
  check("blocks", status.stx_blocks == (uint64_t)plain.st_blocks);
  check("padding-zero", status.padding == 0 && status.stx_mtime.reserved == 0);
}

CASE(statx_gives_more_than_asked) {
  struct statx status;
  make_file("f", "hello");
  try("none", statx, AT_FDCWD, "f", 0, 0, &status);
  // Which of the times come unasked depends on the kernel's version.
  show_hex("mask", status.stx_mask & STATX_BASIC_STATS & ~(STATX_MTIME | STATX_CTIME));
  show("size", (long)status.stx_size);
  try("size-only", statx, AT_FDCWD, "f", 0, STATX_SIZE, &status);
  show_octal("mode", status.stx_mode);
}

CASE(statx_errors) {
  struct statx status;
  make_file("f", "hello");
  try("reserved-mask", statx, AT_FDCWD, "f", 0, 0x80000000u, &status);
  try("unknown-flag", statx, AT_FDCWD, "f", 0x10000, STATX_BASIC_STATS, &status);
  try("both-syncs", statx, AT_FDCWD, "f", AT_STATX_FORCE_SYNC | AT_STATX_DONT_SYNC, 0, &status);
  try("dont-sync", statx, AT_FDCWD, "f", AT_STATX_DONT_SYNC, 0, &status);
  try("no-automount", statx, AT_FDCWD, "f", AT_NO_AUTOMOUNT, 0, &status);
  try("missing", statx, AT_FDCWD, "none", 0, 0, &status);
  try("empty", statx, AT_FDCWD, "", 0, 0, &status);
  try("wild-path", statx, AT_FDCWD, WILD, 0, 0, &status);
  try("wild-result", statx, AT_FDCWD, "f", 0, 0, WILD);
  try("closed", statx, 999, "f", 0, 0, &status);
}

CASE(statx_of_a_descriptor) {
  struct statx status;
  int fd = new_file("f", "hello");
  try("empty-path", statx, fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &status);
  show("size", (long)status.stx_size);
  sys(symlink, "f", "link");
  try("nofollow", statx, AT_FDCWD, "link", AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &status);
  show_octal("kind", status.stx_mode & S_IFMT);
  try("device", statx, AT_FDCWD, "/dev/null", 0, STATX_BASIC_STATS, &status);
  show("major", status.stx_rdev_major);
  show("minor", status.stx_rdev_minor);
}
