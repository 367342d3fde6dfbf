// mkdir(2), rmdir(2), getdents64(2).
#include "conformance.h"

static void show_mode(const char *label, const char *path) {
  struct stat status;
  sys(lstat, path, &status);
  show_octal(label, status.st_mode);
}

static unsigned long links_of(const char *path) {
  struct stat status;
  sys(lstat, path, &status);
  return status.st_nlink;
}

CASE(mkdir_modes) {
  try("777", mkdir, "a", 0777);
  show_mode("mode", "a");
  try("sticky", mkdir, "b", 01777);
  show_mode("mode", "b");
  try("kind-bits", mkdir, "c", 0100700);
  show_mode("mode", "c");
  sys(umask, 0777);
  try("masked", mkdir, "d", 0777);
  show_mode("mode", "d");
}

CASE(mkdir_errors) {
  make_file("f", "x");
  make_folder("d");
  sys(symlink, "none", "dangling");
  sys(symlink, "d", "link");
  try("exists", mkdir, "d", 0755);
  try("exists-slash", mkdir, "d/", 0755);
  try("file", mkdir, "f", 0755);
  try("file-slash", mkdir, "f/", 0755);
  try("below-file", mkdir, "f/g", 0755);
  try("missing", mkdir, "none/g", 0755);
  try("dangling", mkdir, "dangling", 0755);
  try("dangling-slash", mkdir, "dangling/", 0755);
  try("link", mkdir, "link", 0755);
  try("through-link", mkdir, "link/inside", 0755);
  try("empty", mkdir, "", 0755);
  try("dot", mkdir, ".", 0755);
  try("dot-dot", mkdir, "..", 0755);
  try("root", mkdir, "/", 0755);
  try("wild", mkdir, WILD, 0755);
  try("slashes", mkdir, "new///", 0755);
  check("made", exists("new"));
  try("new-dot", mkdir, "other/.", 0755);
}

CASE(mkdirat) {
  make_folder("d");
  int folder = open_path("d", O_RDONLY);
  try("in-folder", mkdirat, folder, "sub", 0755);
  check("made", exists("d/sub"));
  try("closed", mkdirat, 999, "sub", 0755);
  sys(rmdir, "d/sub");
  sys(rmdir, "d");
  try("removed", mkdirat, folder, "sub", 0755);
}

CASE(link_counts) {
  make_folder("d");
  unsigned long links = links_of("d");
  make_folder("d/a");
  make_folder("d/b");
  make_file("d/f", "x");
  show("with-two-folders", (long)(links_of("d") - links));
  sys(rmdir, "d/a");
  show("with-one", (long)(links_of("d") - links));
}

CASE(rmdir_errors) {
  make_file("f", "x");
  make_folder("d");
  make_file("d/f", "x");
  make_folder("e");
  sys(symlink, "e", "link");
  try("full", rmdir, "d");
  try("file", rmdir, "f");
  try("missing", rmdir, "none");
  try("empty", rmdir, "");
  try("dot", rmdir, ".");
  try("e-dot", rmdir, "e/.");
  try("dot-dot", rmdir, "..");
  try("d-dot-dot", rmdir, "d/..");
  try("root", rmdir, "/");
  try("link", rmdir, "link");
  try("link-slash", rmdir, "link/");
  try("below-file", rmdir, "f/x");
  try("wild", rmdir, WILD);
  try("slash", rmdir, "e/");
}

CASE(removed_folder_that_is_open) {
  struct stat status;
  char entries[512];
  make_folder("d");
  int fd = open_path("d", O_RDONLY);
  try("rmdir", rmdir, "d");
  sys(fstat, fd, &status);
  show("links", (long)status.st_nlink);
  try("getdents", getdents64, fd, entries, sizeof entries);
  try("open-dot", openat, fd, ".", O_RDONLY);
  try("lookup", openat, fd, "x", O_RDONLY);
}

// Counts entries by name; -1 when a record is not as it should be.
static long count_entries(int fd, unsigned long size, const char *wanted, uint8_t *type) {
  static char entries[65536];
  long seen = 0;
  for (;;) {
    long count = sys(getdents64, fd, entries, size);
    if (count <= 0) return count < 0 ? count : seen;
    for (long at = 0; at < count;) {
      struct dirent64 *entry = (struct dirent64 *)(entries + at);
      unsigned long needed = 19 + length(entry->d_name) + 1;
      if (entry->d_reclen != ((needed + 7) & -8ul) || entry->d_ino == 0) return -1;
      if (!wanted || same(entry->d_name, wanted)) {
        seen++;
        if (type) *type = entry->d_type;
      }
      at += entry->d_reclen;
    }
  }
}

static long entries_of(const char *path, const char *wanted, uint8_t *type) {
  int fd = open_path(path, O_RDONLY | O_DIRECTORY);
  long count = count_entries(fd, 4096, wanted, type);
  sys(close, fd);
  return count;
}

CASE(entries_and_types) {
  uint8_t type = 0;
  make_folder("d");
  make_folder("d/folder");
  make_file("d/file", "x");
  sys(symlink, "x", "d/link");
  sys(mknod, "d/fifo", S_IFIFO | 0600, 0);
  show("all", entries_of("d", 0, 0));
  static const char *const names[] = {".", "..", "folder", "file", "link", "fifo", "none"};
  for (int i = 0; i < 7; i++) {
    type = 255;
    show(names[i], entries_of("d", names[i], &type));
    if (type != 255) show("type", type);
  }
}

CASE(buffer_sizes) {
  char entries[256];
  make_folder("d");
  make_file("d/a-name-of-exactly-forty-letters-in-length", "x");
  int fd = open_path("d", O_RDONLY);
  try("too-small", getdents64, fd, entries, 10);
  try("zero", getdents64, fd, entries, 0);
  show("by-small-steps", count_entries(fd, 72, 0, 0));
  try("at-end-small", getdents64, fd, entries, 1);
}

CASE(getdents_errors) {
  char entries[256];
  int file = new_file("f", "x"), folder = open_path(".", O_RDONLY);
  try("file", getdents64, file, entries, 256);
  try("closed", getdents64, 999, entries, 256);
  try("wild", getdents64, folder, WILD, 256);
  try("null", getdents64, folder, 0, 256);
}

CASE(thousand_entries) {
  char name[8] = "d/n000";
  make_folder("d");
  for (int i = 0; i < 1000; i++) {
    name[3] = (char)('0' + i / 100);
    name[4] = (char)('0' + i / 10 % 10);
    name[5] = (char)('0' + i % 10);
    make_file(name, "");
  }
  int fd = open_path("d", O_RDONLY);
  show("large-buffer", count_entries(fd, 65536, 0, 0));
  sys(lseek, fd, 0, SEEK_SET);
  show("small-buffer", count_entries(fd, 100, 0, 0));
  show("one-of-them", entries_of("d", "n537", 0));
  for (int i = 0; i < 1000; i += 2) {
    name[3] = (char)('0' + i / 100);
    name[4] = (char)('0' + i / 10 % 10);
    name[5] = (char)('0' + i % 10);
    sys(unlink, name);
  }
  show("half", entries_of("d", 0, 0));
}

CASE(removal_while_reading) {
  char entries[80], name[8] = "d/n00";
  make_folder("d");
  for (int i = 0; i < 50; i++) {
    name[3] = (char)('0' + i / 10);
    name[4] = (char)('0' + i % 10);
    make_file(name, "");
  }
  int fd = open_path("d", O_RDONLY), rounds = 0;
  long removed = 0, count;
  while ((count = sys(getdents64, fd, entries, sizeof entries)) > 0 && rounds++ < 1000) {
    for (long at = 0; at < count; at += ((struct dirent64 *)(entries + at))->d_reclen) {
      if (sys(unlinkat, fd, ((struct dirent64 *)(entries + at))->d_name, 0) == 0) removed++;
    }
  }
  show("removed", removed);
  show("left", entries_of("d", 0, 0));
  try("rmdir", rmdir, "d");
}

CASE(old_getdents) {
  char entries[512];
  make_folder("d");
  make_file("d/f", "x");
  int fd = open_path("d", O_RDONLY);
  long count = try("getdents", getdents, fd, entries, sizeof entries);
  // struct linux_dirent: inode, offset, length, name, and the type in the last byte.
  for (long at = 0; at < count; at += *(uint16_t *)(entries + at + 16)) {
    if (same(entries + at + 18, "f")) show("type", entries[at + *(uint16_t *)(entries + at + 16) - 1]);
  }
}
