// mount(2), umount2(2), pivot_root(2). Changes the tree of mounts, so it is no program to be run on
// Linux in passing; by hand: unshare -m sh -c 'mount --make-rprivate /; mounts'. As root.
#include "../conformance/conformance.h"

enum {
  MS_RDONLY = 1, MS_NOEXEC = 8, MS_REMOUNT = 32, MS_BIND = 4096, MS_MOVE = 8192, MS_REC = 16384,
  MS_PRIVATE = 1 << 18, MS_SHARED = 1 << 20, MNT_DETACH = 2, UMOUNT_NOFOLLOW = 8,
  SYS_pivot_root = 155,
};

static struct statfs status;

CASE(a_new_file_system) {
  make_folder("m");
  make_file("m/below", "covered");
  try("mount", mount, "none", "m", "tmpfs", 0, 0);
  check("covered", !exists("m/below"));
  make_file("m/f", "x");
  try("busy", umount2, "m/f", 0);
  int fd = open_path("m/f", O_RDONLY);
  try("open-file", umount2, "m", 0);
  sys(close, fd);
  try("umount", umount2, "m", 0);
  check("below", exists("m/below"));
  try("again", umount2, "m", 0);
}

CASE(arguments) {
  make_folder("m");
  make_file("f", "x");
  try("type", mount, "none", "m", "no-such-type", 0, 0);
  try("no-type", mount, "none", "m", 0, 0, 0);
  try("missing", mount, "none", "nowhere", "tmpfs", 0, 0);
  try("file", mount, "none", "f", "tmpfs", 0, 0);
  try("wild-type", mount, "none", "m", WILD, 0, 0);
  try("wild-target", mount, "none", WILD, "tmpfs", 0, 0);
  try("bad-option", mount, "none", "m", "tmpfs", 0, "no-such-option=1");
  try("unknown-flag", umount2, "m", 0x100);
  try("not-mounted", umount2, "m", 0);
  try("umount-missing", umount2, "nowhere", 0);
}

CASE(options_and_flags) {
  make_folder("m");
  try("mount", mount, "none", "m", "tmpfs", MS_NOEXEC, "size=64k,mode=700");
  struct stat inode;
  sys(stat, "m", &inode);
  show_octal("mode", inode.st_mode);
  sys(statfs, "m", &status);
  show("blocks", status.f_blocks);
  check("noexec", (status.f_flags & 8) != 0);
  make_file("m/f", "x");
  sys(chmod, "m/f", 0755);
  try("execute", execve, "m/f", 0, 0);
  try("access", access, "m/f", X_OK);
  int fd = open_path("m/f", O_RDWR);
  try("read-only-busy", mount, 0, "m", 0, MS_REMOUNT | MS_RDONLY, 0);
  sys(close, fd);
  try("read-only", mount, 0, "m", 0, MS_REMOUNT | MS_RDONLY, 0);
  try("write", openat, AT_FDCWD, "m/f", O_WRONLY);
  try("make", mkdir, "m/d", 0755);
  try("remove", unlink, "m/f");
  try("access-write", access, "m/f", W_OK);
  try("back", mount, 0, "m", 0, MS_REMOUNT, 0);
  try("write", openat, AT_FDCWD, "m/f", O_WRONLY);
  try("remount-no-root", mount, 0, "m/f", 0, MS_REMOUNT, 0);
  try("detach", umount2, "m", MNT_DETACH);
}

CASE(binding) {
  make_folder("a");
  make_folder("a/sub");
  make_folder("b");
  make_file("a/f", "one");
  make_file("target", "");
  try("bind", mount, "a", "b", 0, MS_BIND, 0);
  show_file("seen", "b/f");
  make_file("b/g", "two");
  show_file("both", "a/g");
  try("rename-across", rename, "a/f", "b/h");
  try("link-across", link, "a/f", "b/h");
  try("file", mount, "a/f", "target", 0, MS_BIND, 0);
  show_file("target", "target");
  try("remove-mountpoint", unlink, "target");
  try("mismatch", mount, "a/f", "b/sub", 0, MS_BIND, 0);
  try("no-source", mount, 0, "b", 0, MS_BIND, 0);
  try("missing-source", mount, "nowhere", "b", 0, MS_BIND, 0);
  try("read-only", mount, 0, "b", 0, MS_REMOUNT | MS_BIND | MS_RDONLY, 0);
  try("write-there", openat, AT_FDCWD, "b/f", O_WRONLY);
  int fd = (int)try("write-here", openat, AT_FDCWD, "a/f", O_WRONLY);
  sys(close, fd);
  try("umount-file", umount2, "target", 0);
  try("umount", umount2, "b", 0);
  check("gone", !exists("b/f"));
}

CASE(recursive_binding) {
  make_folder("a");
  make_folder("a/inner");
  make_folder("b");
  make_folder("c");
  sys(mount, "none", "a/inner", "tmpfs", 0, 0);
  make_file("a/inner/f", "x");
  try("plain", mount, "a", "b", 0, MS_BIND, 0);
  check("inner", exists("b/inner/f"));
  try("recursive", mount, "a", "c", 0, MS_BIND | MS_REC, 0);
  check("inner", exists("c/inner/f"));
  try("busy", umount2, "c", 0);
  try("detach", umount2, "c", MNT_DETACH);
  check("gone", !exists("c/inner"));
  check("original", exists("a/inner/f"));
  sys(umount2, "b", 0);
  sys(umount2, "a/inner", 0);
}

CASE(moving) {
  make_folder("a");
  make_folder("b");
  sys(mount, "none", "a", "tmpfs", 0, 0);
  make_file("a/f", "x");
  make_folder("a/d");
  try("below-itself", mount, "a", "a/d", 0, MS_MOVE, 0);
  try("move", mount, "a", "b", 0, MS_MOVE, 0);
  check("there", exists("b/f"));
  check("here", exists("a/f"));
  try("no-mount", mount, "b/d", "a", 0, MS_MOVE, 0);
  sys(umount2, "b", 0);
}

CASE(stacked) {
  make_folder("m");
  sys(mount, "none", "m", "tmpfs", 0, 0);
  make_file("m/first", "x");
  sys(mount, "none", "m", "tmpfs", 0, 0);
  make_file("m/second", "x");
  check("first", exists("m/first"));
  check("second", exists("m/second"));
  try("umount", umount2, "m", 0);
  check("first", exists("m/first"));
  try("umount", umount2, "m", 0);
  try("umount", umount2, "m", 0);
}

CASE(detached_stays_for_its_users) {
  make_folder("m");
  sys(mount, "none", "m", "tmpfs", 0, 0);
  int fd = new_file("m/f", "kept");
  try("detach", umount2, "m", MNT_DETACH);
  check("gone", !exists("m/f"));
  show_contents("file", fd);
  try("write", write, fd, "more", 4);
}

CASE(links) {
  make_folder("m");
  sys(symlink, "m", "l");
  sys(mount, "none", "l", "tmpfs", 0, 0);
  try("not-followed", umount2, "l", UMOUNT_NOFOLLOW);
  try("followed", umount2, "l", 0);
}

CASE(dot_dot_leaves_a_mount) {
  make_folder("m");
  sys(mount, "none", "m", "tmpfs", 0, 0);
  make_file("here", "x");
  sys(chdir, "m");
  check("above", exists("../here"));
  try("busy", umount2, ".", 0);
  sys(chdir, "..");
  try("umount", umount2, "m", 0);
}

CASE(without_privilege) {
  make_folder("m");
  sys(mount, "none", "m", "tmpfs", 0, 0);
  sys(chmod, ".", 0755);
  sys(setresuid, -1, 65534, -1);
  try("mount", mount, "none", "m", "tmpfs", 0, 0);
  try("umount", umount2, "m", 0);
  sys(setresuid, -1, 0, -1);
  sys(umount2, "m", 0);
}

CASE(a_new_root) {
  make_folder("new");
  try("no-mount", pivot_root, "new", "new");
  sys(mount, "none", "new", "tmpfs", 0, 0);
  make_folder("new/old");
  make_file("new/mark", "x");
  make_folder("outside");
  try("old-outside", pivot_root, "new", "outside");
  try("file", pivot_root, "new/mark", "new/old");
  try("missing", pivot_root, "new", "new/none");
  sys(chdir, "new");
  try("pivot", pivot_root, ".", "old");
  check("mark", exists("/mark"));
  check("old", exists("/old/proc"));
  try("umount-old", umount2, "/old", MNT_DETACH);
  check("old", exists("/old/proc"));
  sys(chdir, "/");
  char path[64];
  show_bytes("cwd", path, try("getcwd", getcwd, path, sizeof path));
}
