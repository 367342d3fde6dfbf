// Extended attributes: setxattr(2), getxattr(2), listxattr(2), removexattr(2) and their forms.
#include "conformance.h"

static char value[70000];

static void show_value(const char *label, const char *path, const char *name) {
  show_bytes(label, value, sys(getxattr, path, name, value, sizeof value));
}

// Names in the order of the file system: shown by whether each is there.
static bool listed(const char *path, const char *name) {
  static char names[4096];
  long count = sys(listxattr, path, names, sizeof names);
  for (long i = 0; i < count; i += (long)length(names + i) + 1) {
    if (same(names + i, name)) return true;
  }
  return false;
}

CASE(set_and_get) {
  make_file("f", "x");
  try("set", setxattr, "f", "user.one", "value", 5, 0);
  show_value("value", "f", "user.one");
  try("replace", setxattr, "f", "user.one", "other value", 11, 0);
  show_value("value", "f", "user.one");
  try("empty", setxattr, "f", "user.empty", 0, 0, 0);
  try("get-empty", getxattr, "f", "user.empty", value, 10);
  try("length", getxattr, "f", "user.one", 0, 0);
  try("too-small", getxattr, "f", "user.one", value, 10);
  try("fits", getxattr, "f", "user.one", value, 11);
  check("one", listed("f", "user.one"));
  check("empty", listed("f", "user.empty"));
  check("other", listed("f", "user.other"));
}

CASE(create_and_replace) {
  make_file("f", "x");
  try("replace-missing", setxattr, "f", "user.a", "1", 1, XATTR_REPLACE);
  try("create", setxattr, "f", "user.a", "1", 1, XATTR_CREATE);
  try("create-again", setxattr, "f", "user.a", "2", 1, XATTR_CREATE);
  try("replace", setxattr, "f", "user.a", "3", 1, XATTR_REPLACE);
  try("both", setxattr, "f", "user.a", "4", 1, XATTR_CREATE | XATTR_REPLACE);
  try("both-missing", setxattr, "f", "user.b", "4", 1, XATTR_CREATE | XATTR_REPLACE);
  try("unknown", setxattr, "f", "user.a", "4", 1, 4);
  show_value("value", "f", "user.a");
}

CASE(remove) {
  make_file("f", "x");
  sys(setxattr, "f", "user.a", "1", 1, 0);
  sys(setxattr, "f", "user.b", "2", 1, 0);
  try("remove", removexattr, "f", "user.a");
  try("again", removexattr, "f", "user.a");
  try("get", getxattr, "f", "user.a", value, 10);
  check("a", listed("f", "user.a"));
  check("b", listed("f", "user.b"));
}

CASE(names) {
  static char name[300];
  memset(name, 'n', 299);
  make_file("f", "x");
  try("no-space", setxattr, "f", "name", "1", 1, 0);
  try("unknown-space", setxattr, "f", "other.name", "1", 1, 0);
  try("only-space", setxattr, "f", "user.", "1", 1, 0);
  try("empty", setxattr, "f", "", "1", 1, 0);
  try("get-no-space", getxattr, "f", "name", value, 1);
  try("get-empty", getxattr, "f", "", value, 1);
  try("get-only-space", getxattr, "f", "user.", value, 1);
  try("remove-empty", removexattr, "f", "");
  memcpy(name, "user.", 5);
  name[255] = 0;
  try("longest", setxattr, "f", name, "1", 1, 0);
  name[255] = 'n';
  name[256] = 0;
  try("too-long", setxattr, "f", name, "1", 1, 0);
}

CASE(sizes) {
  make_file("f", "x");
  try("too-large", setxattr, "f", "user.a", value, 65537, 0);
  try("negative", setxattr, "f", "user.a", value, -1l, 0);
  memset(value, 'v', 1000);
  try("thousand", setxattr, "f", "user.a", value, 1000, 0);
  try("get", getxattr, "f", "user.a", value, sizeof value);
  try("list-length", listxattr, "f", 0, 0);
  try("list-too-small", listxattr, "f", value, 3);
}

CASE(errors) {
  make_file("f", "x");
  try("missing", setxattr, "none", "user.a", "1", 1, 0);
  try("wild-path", setxattr, WILD, "user.a", "1", 1, 0);
  try("wild-name", setxattr, "f", WILD, "1", 1, 0);
  try("wild-value", setxattr, "f", "user.a", WILD, 1, 0);
  try("wild-empty-value", setxattr, "f", "user.a", WILD, 0, 0);
  sys(setxattr, "f", "user.a", "1", 1, 0);
  try("get-wild", getxattr, "f", "user.a", WILD, 10);
  try("get-missing", getxattr, "f", "user.none", value, 10);
  try("list-wild", listxattr, "f", WILD, 100);
  try("list-missing", listxattr, "none", value, 100);
  try("remove-missing-file", removexattr, "none", "user.a");
}

CASE(of_descriptors) {
  int fd = new_file("f", "x"), path = open_path("f", O_PATH), reader = open_path("f", O_RDONLY);
  try("set", fsetxattr, fd, "user.a", "1", 1, 0);
  try("set-reader", fsetxattr, reader, "user.b", "2", 1, 0);
  try("get", fgetxattr, fd, "user.a", value, 10);
  try("list", flistxattr, fd, 0, 0);
  try("remove", fremovexattr, fd, "user.b");
  try("path", fgetxattr, path, "user.a", value, 10);
  try("closed", fsetxattr, 999, "user.a", "1", 1, 0);
  try("closed-name", fsetxattr, 999, "", "1", 1, 0);
  try("closed-get", fgetxattr, 999, "", value, 10);
  try("closed-list", flistxattr, 999, value, 10);
}

CASE(of_other_kinds) {
  make_file("f", "x");
  make_folder("d");
  sys(symlink, "f", "link");
  sys(symlink, "none", "dangling");
  sys(mknod, "fifo", S_IFIFO | 0600, 0);
  try("folder", setxattr, "d", "user.a", "1", 1, 0);
  try("through-link", setxattr, "link", "user.a", "1", 1, 0);
  show_value("file", "f", "user.a");
  try("link-itself", lsetxattr, "link", "user.a", "1", 1, 0);
  try("get-link-itself", lgetxattr, "link", "user.a", value, 10);
  try("list-link-itself", llistxattr, "link", value, 10);
  try("remove-link-itself", lremovexattr, "link", "user.a");
  try("dangling", setxattr, "dangling", "user.a", "1", 1, 0);
  try("fifo", setxattr, "fifo", "user.a", "1", 1, 0);
  try("get-fifo", getxattr, "fifo", "user.a", value, 10);
}

CASE(of_others) {
  make_file("mine", "x");
  make_file("f", "x");
  sys(chmod, "f", 0600);
  sys(setxattr, "f", "user.a", "1", 1, 0);
  sys(setxattr, "mine", "user.a", "1", 1, 0);
  sys(chmod, "mine", 0444);
  bool as_for_contents = true;
  if (sys(setresgid, 12345, 12345, 12345) == 0 && sys(setresuid, 12345, 12345, 12345) == 0) {
    as_for_contents = sys(getxattr, "f", "user.a", value, 10) == -EACCES &&
                      sys(setxattr, "f", "user.a", "2", 1, 0) == -EACCES &&
                      sys(listxattr, "f", value, 100) > 0 &&
                      sys(setxattr, "mine", "user.a", "2", 1, 0) == -EACCES &&
                      sys(setxattr, "f", "trusted.a", "2", 1, 0) == -EPERM &&
                      sys(getxattr, "f", "trusted.a", value, 10) == -ENODATA;
  }
  check("as-for-contents", as_for_contents);
}
