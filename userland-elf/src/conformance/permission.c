// Who may do what. Root drops to an ordinary user first, so that the answers are the same for
// everyone who runs this.
#include "conformance.h"

static long real_user;

static void become_ordinary(void) {
  real_user = sys(geteuid);
  if (real_user == 0) {
    sys(chown, ".", 65534, -1);
    // Going on as root would do what the cases say is forbidden.
    if (prepared("setresuid", sys(setresuid, -1, 65534, -1)) < 0) {
      ready();
      sys(exit_group, 1);
    }
  }
}

static void become_oneself(void) {
  if (real_user == 0) prepared("setresuid", sys(setresuid, -1, 0, -1));
}

CASE(file_without_rights) {
  become_ordinary();
  make_file("f", "hello");
  sys(chmod, "f", 0);
  try("read", openat, AT_FDCWD, "f", O_RDONLY);
  try("write", openat, AT_FDCWD, "f", O_WRONLY);
  try("truncate", truncate, "f", 0);
  try("path-only", openat, AT_FDCWD, "f", O_PATH);
  sys(chmod, "f", 0400);
  try("read", openat, AT_FDCWD, "f", O_RDONLY);
  try("read-write", openat, AT_FDCWD, "f", O_RDWR);
  try("read-truncate", openat, AT_FDCWD, "f", O_RDONLY | O_TRUNC);
  sys(chmod, "f", 0200);
  try("write", openat, AT_FDCWD, "f", O_WRONLY);
  try("read", openat, AT_FDCWD, "f", O_RDONLY);
  become_oneself();
}

CASE(owner_bits_stand_before_others) {
  become_ordinary();
  make_file("f", "hello");
  sys(chmod, "f", 0077);
  try("owner", openat, AT_FDCWD, "f", O_RDONLY);
  become_oneself();
}

CASE(folder_without_search) {
  struct stat status;
  become_ordinary();
  make_folder("d");
  make_file("d/f", "x");
  int fd = open_path("d", O_RDONLY);
  sys(chmod, "d", 0600);
  try("stat", stat, "d/f", &status);
  try("open", openat, AT_FDCWD, "d/f", O_RDONLY);
  try("openat", openat, fd, "f", O_RDONLY);
  try("missing", stat, "d/none", &status);
  try("chdir", chdir, "d");
  try("fchdir", fchdir, fd);
  try("list", openat, AT_FDCWD, "d", O_RDONLY | O_DIRECTORY);
  try("dot-dot", stat, "d/..", &status);
  try("itself", stat, "d", &status);
  sys(chmod, "d", 0700);
  become_oneself();
}

CASE(folder_without_read) {
  become_ordinary();
  make_folder("d");
  make_file("d/f", "x");
  sys(chmod, "d", 0300);
  try("list", openat, AT_FDCWD, "d", O_RDONLY | O_DIRECTORY);
  try("open-inside", openat, AT_FDCWD, "d/f", O_RDONLY);
  try("create-inside", openat, AT_FDCWD, "d/g", O_WRONLY | O_CREAT, 0644);
  sys(chmod, "d", 0700);
  become_oneself();
}

CASE(folder_without_write) {
  become_ordinary();
  make_folder("d");
  make_folder("d/sub");
  make_file("d/f", "x");
  make_file("out", "x");
  sys(chmod, "d", 0500);
  try("create", openat, AT_FDCWD, "d/g", O_WRONLY | O_CREAT, 0644);
  try("open-existing", openat, AT_FDCWD, "d/f", O_WRONLY | O_CREAT, 0644);
  try("exclusive-existing", openat, AT_FDCWD, "d/f", O_WRONLY | O_CREAT | O_EXCL, 0644);
  try("unlink", unlink, "d/f");
  try("unlink-missing", unlink, "d/none");
  try("rmdir", rmdir, "d/sub");
  try("mkdir", mkdir, "d/new", 0755);
  try("mkdir-existing", mkdir, "d/sub", 0755);
  try("symlink", symlink, "x", "d/link");
  try("link", link, "out", "d/hard");
  try("rename-out", rename, "d/f", "moved");
  try("rename-in", rename, "out", "d/moved");
  try("tmpfile", openat, AT_FDCWD, "d", O_RDWR | O_TMPFILE, 0600);
  sys(chmod, "d", 0700);
  become_oneself();
}

CASE(access_calls) {
  become_ordinary();
  make_file("f", "x");
  sys(chmod, "f", 0400);
  try("effective-write", faccessat2, AT_FDCWD, "f", W_OK, AT_EACCESS);
  try("effective-read", faccessat2, AT_FDCWD, "f", R_OK, AT_EACCESS);
  try("effective-execute", faccessat2, AT_FDCWD, "f", X_OK, AT_EACCESS);
  become_oneself();
}

CASE(times_of_one_s_own_file) {
  struct timespec times[2] = {{1, 0}, {1, 0}};
  become_ordinary();
  make_file("f", "x");
  sys(chmod, "f", 0400);
  try("values", utimensat, AT_FDCWD, "f", times, 0);
  try("now", utimensat, AT_FDCWD, "f", 0, 0);
  become_oneself();
}

CASE(things_of_root) {
  struct timespec times[2] = {{1, 0}, {1, 0}};
  become_ordinary();
  try("chmod", chmod, "/", 0777);
  try("chown", chown, "/", 65534, -1);
  try("utimensat", utimensat, AT_FDCWD, "/", times, 0);
  try("mkdir", mkdir, "/conformance-must-not-be", 0755);
  try("mknod-device", mknod, "device", S_IFCHR | 0600, 0x103);
  make_file("f", "x");
  try("give-away", chown, "f", 0, -1);
  try("chroot", chroot, ".");
  try("sethostname", sethostname, "x", 1);
  try("setuid", setuid, 12345);
  try("setgid", setgid, 12345);
  become_oneself();
}

CASE(sticky_folder) {
  become_ordinary();
  make_folder("d");
  sys(chmod, "d", 01777);
  make_file("d/f", "x");
  try("own-file", unlink, "d/f");
  become_oneself();
}

CASE(set_group_bit_of_a_foreign_group) {
  struct stat status;
  become_ordinary();
  make_file("f", "x");
  try("chmod", chmod, "f", 04755);
  int fd = open_path("f", O_WRONLY);
  try("write", write, fd, "y", 1);
  sys(stat, "f", &status);
  show_octal("cleared-by-write", status.st_mode & 07777);
  become_oneself();
}
