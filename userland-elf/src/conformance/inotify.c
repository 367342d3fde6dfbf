// Hearing of what happens to files: inotify(7).
#include "conformance.h"
#include "waiting.h"

enum {
  IN_ACCESS = 1, IN_MODIFY = 2, IN_ATTRIB = 4, IN_CLOSE_WRITE = 8, IN_OPEN = 0x20, IN_MOVED_TO = 0x80,
  IN_CREATE = 0x100, IN_DELETE = 0x200, IN_ALL_EVENTS = 0xfff, IN_NONBLOCK = 04000, IN_CLOEXEC = 02000000,
  IN_ONLYDIR = 0x1000000, IN_DONT_FOLLOW = 0x2000000, IN_EXCL_UNLINK = 0x4000000,
  IN_MASK_CREATE = 0x10000000, IN_MASK_ADD = 0x20000000,
};
#define IN_ONESHOT (1u << 31)

struct inotify_event {
  int32_t wd;
  uint32_t mask, cookie, len;
  char name[];
};

static char buffer[1 << 16];

// All events there are; cookies as the number of the pair they belong to.
static void show_events(const char *label, int fd) {
  uint32_t cookies[8];
  int pairs = 0;
  long count = sys(read, fd, buffer, sizeof buffer);
  put_label(label);
  if (count < 0) {
    put(count == -EAGAIN ? "none" : "error");
    return;
  }
  for (long at = 0; at < count;) {
    struct inotify_event *event = (struct inotify_event *)(buffer + at);
    put_number((unsigned long)(event->wd + 1), 10);
    put(":0x");
    put_number(event->mask, 16);
    if (event->cookie) {
      int pair = 0;
      while (pair < pairs && cookies[pair] != event->cookie) pair++;
      if (pair == pairs && pairs < 8) cookies[pairs++] = event->cookie;
      put_char('#');
      put_number((unsigned long)pair, 10);
    }
    if (event->len) {
      put_char('+');
      put_number(event->len, 10);
      put(event->name);
    }
    put_char(',');
    at += 16 + event->len;
  }
}

static int watcher(const char *path, uint32_t mask) {
  long fd = sys(inotify_init1, IN_NONBLOCK);
  prepared("watch", sys(inotify_add_watch, fd, path, mask));
  return (int)fd;
}

CASE(a_file_is_made_written_and_closed) {
  make_folder("w");
  int fd = watcher("w", IN_ALL_EVENTS);
  int file = new_file("w/a", "");
  show_events("create", fd);
  sys(write, file, "x", 1);
  show_events("write", fd);
  sys(close, file);
  show_events("close", fd);
}

CASE(a_file_is_read) {
  make_file("a", "text");
  int fd = watcher("a", IN_ALL_EVENTS);
  int file = open_path("a", O_RDONLY);
  char bytes[8];
  sys(read, file, bytes, 8);
  sys(read, file, bytes, 8);
  sys(close, file);
  show_events("events", fd);
}

CASE(attributes_change) {
  make_file("a", "text");
  int fd = watcher("a", IN_ALL_EVENTS);
  sys(chmod, "a", 0600);
  show_events("chmod", fd);
  sys(utimensat, AT_FDCWD, "a", 0, 0);
  show_events("times", fd);
  sys(truncate, "a", 1);
  show_events("truncate", fd);
  sys(link, "a", "b");
  show_events("link", fd);
  sys(unlink, "b");
  show_events("unlink", fd);
}

CASE(moves_have_cookies) {
  make_folder("one");
  make_folder("two");
  make_file("one/a", "");
  int fd = watcher("one", IN_ALL_EVENTS);
  sys(inotify_add_watch, fd, "two", IN_ALL_EVENTS);
  sys(inotify_add_watch, fd, "one/a", IN_ALL_EVENTS);
  sys(rename, "one/a", "one/b");
  show_events("within", fd);
  sys(rename, "one/b", "two/c");
  show_events("across", fd);
  sys(rename, "two/c", "out");
  show_events("out", fd);
  sys(rename, "out", "two/d");
  show_events("in", fd);
}

CASE(a_move_replaces) {
  make_file("a", "");
  make_file("b", "");
  int fd = watcher(".", IN_ALL_EVENTS);
  sys(inotify_add_watch, fd, "a", IN_ALL_EVENTS);
  sys(inotify_add_watch, fd, "b", IN_ALL_EVENTS);
  sys(rename, "a", "b");
  show_events("events", fd);
}

CASE(names_change_places) {
  make_file("a", "");
  make_folder("b");
  int fd = watcher(".", IN_ALL_EVENTS);
  sys(renameat2, AT_FDCWD, "a", AT_FDCWD, "b", RENAME_EXCHANGE);
  show_events("events", fd);
}

CASE(a_watched_file_is_removed) {
  make_file("a", "");
  int fd = watcher("a", IN_ALL_EVENTS);
  sys(unlink, "a");
  show_events("events", fd);
  try("rm", inotify_rm_watch, fd, 1);
}

CASE(a_watched_file_is_removed_while_open) {
  make_file("a", "");
  int file = open_path("a", O_RDWR);
  int fd = watcher("a", IN_ALL_EVENTS);
  sys(unlink, "a");
  show_events("unlink", fd);
  sys(write, file, "x", 1);
  sys(close, file);
  show_events("close", fd);
}

CASE(a_watched_folder_is_removed) {
  make_folder("d");
  make_folder("d/e");
  int fd = watcher("d", IN_ALL_EVENTS);
  sys(inotify_add_watch, fd, "d/e", IN_ALL_EVENTS);
  sys(rmdir, "d/e");
  show_events("inner", fd);
  sys(rmdir, "d");
  show_events("outer", fd);
}

CASE(folders_and_links_in_a_folder) {
  int fd = watcher(".", IN_ALL_EVENTS);
  sys(mkdir, "d", 0755);
  sys(symlink, "d", "s");
  sys(mknod, "f", S_IFIFO | 0644, 0);
  show_events("made", fd);
  sys(rename, "d", "e");
  show_events("moved", fd);
  sys(rmdir, "e");
  sys(unlink, "s");
  show_events("removed", fd);
}

CASE(only_what_is_asked_for) {
  int fd = watcher(".", IN_DELETE | IN_MOVED_TO);
  make_file("a", "text");
  sys(rename, "a", "b");
  sys(unlink, "b");
  show_events("events", fd);
}

CASE(masks_are_changed) {
  int fd = watcher(".", IN_CREATE);
  try("replace", inotify_add_watch, fd, ".", IN_DELETE);
  make_file("a", "");
  sys(unlink, "a");
  show_events("replaced", fd);
  try("add", inotify_add_watch, fd, ".", IN_CREATE | IN_MASK_ADD);
  make_file("a", "");
  sys(unlink, "a");
  show_events("added", fd);
  try("create", inotify_add_watch, fd, ".", IN_CREATE | IN_MASK_CREATE);
}

CASE(watches_end) {
  int fd = watcher(".", IN_ALL_EVENTS);
  try("rm", inotify_rm_watch, fd, 1);
  show_events("ignored", fd);
  make_file("a", "");
  show_events("after", fd);
  try("again", inotify_rm_watch, fd, 1);
  try("next", inotify_add_watch, fd, ".", IN_CREATE);
  try("wrong", inotify_rm_watch, fd, 7);
}

CASE(once_only) {
  int fd = watcher(".", IN_CREATE | IN_ONESHOT);
  make_file("a", "");
  make_file("b", "");
  show_events("events", fd);
}

CASE(repeats_are_one) {
  make_file("a", "");
  int file = open_path("a", O_RDWR), fd = watcher("a", IN_MODIFY | IN_ATTRIB);
  for (int i = 0; i < 5; i++) sys(write, file, "x", 1);
  sys(fchmod, file, 0600);
  sys(fchmod, file, 0644);
  sys(write, file, "x", 1);
  show_events("events", fd);
}

CASE(removed_names_are_left_out_if_asked) {
  make_file("a", "");
  make_file("b", "");
  int first = open_path("a", O_RDWR), second = open_path("b", O_RDWR);
  int fd = watcher(".", IN_MODIFY);
  sys(unlink, "a");
  sys(write, first, "x", 1);
  show_events("included", fd);
  try("exclude", inotify_add_watch, fd, ".", IN_MODIFY | IN_EXCL_UNLINK);
  sys(unlink, "b");
  sys(write, second, "x", 1);
  show_events("excluded", fd);
}

CASE(too_many_events) {
  make_file("a", "");
  int fd = watcher("a", IN_MODIFY | IN_ATTRIB), file = open_path("a", O_RDWR);
  for (int i = 0; i < 9000; i++) {
    sys(write, file, "x", 1);
    sys(fchmod, file, 0600);
  }
  long all = 0, last = 0;
  uint32_t mask = 0;
  int32_t wd = 0;
  while ((last = sys(read, fd, buffer, 16 * 1000)) > 0) {
    all += last / 16;
    struct inotify_event *event = (struct inotify_event *)(buffer + last - 16);
    mask = event->mask;
    wd = event->wd;
  }
  show("events", all);
  show_hex("last", mask);
  show("wd", wd);
}

CASE(errors) {
  int ends[2], fd = sys(inotify_init1, IN_NONBLOCK | IN_CLOEXEC);
  sys(pipe2, ends, 0);
  make_file("a", "");
  sys(symlink, "a", "s");
  try("flags", inotify_init1, 1);
  try("cloexec", fcntl, fd, F_GETFD);
  long mode = sys(fcntl, fd, F_GETFL);
  show_octal("mode", mode);
  try("mask-0", inotify_add_watch, fd, ".", 0);
  try("mask-unknown", inotify_add_watch, fd, ".", 0x800000);
  try("missing", inotify_add_watch, fd, "none", IN_CREATE);
  try("file", inotify_add_watch, fd, "a", IN_CREATE | IN_ONLYDIR);
  try("wild", inotify_add_watch, fd, WILD, IN_CREATE);
  try("pipe", inotify_add_watch, ends[0], ".", IN_CREATE);
  try("closed", inotify_add_watch, 99, ".", IN_CREATE);
  try("add-and-create", inotify_add_watch, fd, ".", IN_CREATE | IN_MASK_ADD | IN_MASK_CREATE);
  try("rm-pipe", inotify_rm_watch, ends[0], 1);
  try("rm-closed", inotify_rm_watch, 99, 1);
  try("link", inotify_add_watch, fd, "s", IN_ALL_EVENTS);
  try("same-inode", inotify_add_watch, fd, "a", IN_ALL_EVENTS);
  try("link-itself", inotify_add_watch, fd, "s", IN_ALL_EVENTS | IN_DONT_FOLLOW);
  try("write", write, fd, "x", 1);
  try("seek", lseek, fd, 0, SEEK_SET);
  try("empty", read, fd, buffer, 100);
}

CASE(sizes_of_reads) {
  int fd = watcher(".", IN_CREATE), size = -1;
  make_file("abc", "");
  make_file("a-name-of-seventeen", "");
  try("fionread", ioctl, fd, FIONREAD, &size);
  show("size", size);
  try("small", read, fd, buffer, 31);
  try("one", read, fd, buffer, 70);
  try("other", read, fd, buffer, 48);
  try("none", read, fd, buffer, 48);
}

CASE(polls) {
  int fd = watcher(".", IN_CREATE);
  struct pollfd p = {fd, POLLIN | POLLOUT, 0};
  try("before", poll, &p, 1, 0);
  long child = sys(fork);
  if (child == 0) {
    sleep_milliseconds(20);
    make_file("a", "");
    sys(exit_group, 0);
  }
  try("poll", poll, &p, 1, 5000);
  show_hex("revents", p.revents);
  show_events("events", fd);
  end_of(child);
}
