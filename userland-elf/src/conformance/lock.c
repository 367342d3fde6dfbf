// Locks on files: fcntl(2) on ranges, of processes and of open file descriptions, and flock(2).
#include "conformance.h"

static struct flock lock;

static long range(int fd, int command, int type, long start, long count) {
  lock = (struct flock){.l_type = (short)type, .l_whence = SEEK_SET, .l_start = start, .l_len = count};
  return sys(fcntl, fd, command, &lock);
}

static void show_lock(const char *label) {
  put_label(label);
  put_number((unsigned long)lock.l_type, 10);
  put_char('/');
  put_number((unsigned long)lock.l_start, 10);
  put_char('+');
  put_number((unsigned long)lock.l_len, 10);
}

CASE(one_process_never_stands_in_its_own_way) {
  int fd = new_file("f", "0123456789"), other = open_path("f", O_RDWR);
  show("write", range(fd, F_SETLK, F_WRLCK, 0, 5));
  show("write-other", range(other, F_SETLK, F_WRLCK, 2, 5));
  show("read", range(fd, F_SETLK, F_RDLCK, 0, 0));
  show("get", range(other, F_GETLK, F_WRLCK, 0, 0));
  show("type", lock.l_type);
  show("unlock", range(fd, F_SETLK, F_UNLCK, 0, 0));
  show("unlock-again", range(fd, F_SETLK, F_UNLCK, 0, 0));
}

CASE(arguments) {
  int fd = new_file("f", "0123456789"), reader = open_path("f", O_RDONLY);
  int writer = open_path("f", O_WRONLY), path = open_path("f", O_PATH), ends[2];
  sys(pipe2, ends, 0);
  show("type", range(fd, F_SETLK, 7, 0, 0));
  show("start", range(fd, F_SETLK, F_WRLCK, -1, 0));
  show("before", range(fd, F_SETLK, F_WRLCK, 3, -4));
  show("up-to", range(fd, F_SETLK, F_WRLCK, 3, -3));
  show("overflow", range(fd, F_SETLK, F_WRLCK, 5, -1ul >> 1));
  show("longest", range(fd, F_SETLK, F_WRLCK, 1, -1ul >> 1));
  show("write-of-reader", range(reader, F_SETLK, F_WRLCK, 0, 0));
  show("read-of-writer", range(writer, F_SETLK, F_RDLCK, 0, 0));
  show("get-of-reader", range(reader, F_GETLK, F_WRLCK, 0, 0));
  show("get-unlock", range(fd, F_GETLK, F_UNLCK, 0, 0));
  show("path", range(path, F_SETLK, F_WRLCK, 0, 0));
  show("closed", range(999, F_SETLK, F_WRLCK, 0, 0));
  show("pipe", range(ends[1], F_SETLK, F_WRLCK, 0, 0));
  try("wild", fcntl, fd, F_SETLK, WILD);
  lock = (struct flock){.l_type = F_WRLCK, .l_whence = 9};
  try("whence", fcntl, fd, F_SETLK, &lock);
  lock = (struct flock){.l_type = F_WRLCK, .l_pid = 1};
  try("description-pid", fcntl, fd, F_OFD_SETLK, &lock);
}

CASE(descriptions_exclude_each_other) {
  int fd = new_file("f", "0123456789"), other = open_path("f", O_RDWR), copy = (int)sys(dup, fd);
  show("first", range(fd, F_OFD_SETLK, F_WRLCK, 2, 4));
  show("copy", range(copy, F_OFD_SETLK, F_WRLCK, 2, 4));
  show("other", range(other, F_OFD_SETLK, F_WRLCK, 5, 1));
  show("other-read", range(other, F_OFD_SETLK, F_RDLCK, 0, 0));
  show("beside", range(other, F_OFD_SETLK, F_WRLCK, 6, 1));
  show("get", range(other, F_OFD_GETLK, F_WRLCK, 0, 0));
  show_lock("lock");
  show("pid", lock.l_pid);
  show("whence", lock.l_whence);
  show("process", range(fd, F_SETLK, F_WRLCK, 2, 1));
  show("downgrade", range(fd, F_OFD_SETLK, F_RDLCK, 2, 4));
  show("shared", range(other, F_OFD_SETLK, F_RDLCK, 3, 2));
  show("upgrade", range(fd, F_OFD_SETLK, F_WRLCK, 2, 4));
  sys(close, fd);
  show("still-by-copy", range(other, F_OFD_SETLK, F_WRLCK, 2, 1));
  sys(close, copy);
  show("after-last", range(other, F_OFD_SETLK, F_WRLCK, 2, 1));
}

CASE(ranges_split_and_join) {
  int fd = new_file("f", ""), other = open_path("f", O_RDWR);
  show("ten", range(fd, F_OFD_SETLK, F_WRLCK, 0, 10));
  show("hole", range(fd, F_OFD_SETLK, F_UNLCK, 4, 2));
  show("in-hole", range(other, F_OFD_GETLK, F_WRLCK, 4, 2));
  show("type", lock.l_type);
  range(other, F_OFD_GETLK, F_WRLCK, 4, 3);
  show_lock("behind-hole");
  show("read-part", range(fd, F_OFD_SETLK, F_RDLCK, 6, 2));
  range(other, F_OFD_GETLK, F_RDLCK, 6, 10);
  show_lock("last-part");
  show("fill", range(fd, F_OFD_SETLK, F_WRLCK, 4, 4));
  range(other, F_OFD_GETLK, F_WRLCK, 9, 0);
  show_lock("joined");
  show("to-the-end", range(fd, F_OFD_SETLK, F_WRLCK, 10, 0));
  range(other, F_OFD_GETLK, F_WRLCK, 1000, 1);
  show_lock("all");
}

CASE(whence) {
  int fd = new_file("f", "0123456789"), other = open_path("f", O_RDWR);
  sys(lseek, fd, 4, SEEK_SET);
  lock = (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_CUR, .l_start = -1, .l_len = 2};
  try("current", fcntl, fd, F_OFD_SETLK, &lock);
  range(other, F_OFD_GETLK, F_WRLCK, 0, 0);
  show_lock("lock");
  range(fd, F_OFD_SETLK, F_UNLCK, 0, 0);
  lock = (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_END, .l_start = -2, .l_len = -3};
  try("end", fcntl, fd, F_OFD_SETLK, &lock);
  range(other, F_OFD_GETLK, F_WRLCK, 0, 0);
  show_lock("lock");
}

CASE(flock_of_descriptions) {
  int fd = new_file("f", "x"), other = open_path("f", O_RDONLY), copy = (int)sys(dup, fd);
  try("exclusive", flock, fd, LOCK_EX);
  try("copy", flock, copy, LOCK_EX | LOCK_NB);
  try("other", flock, other, LOCK_EX | LOCK_NB);
  try("other-shared", flock, other, LOCK_SH | LOCK_NB);
  try("to-shared", flock, copy, LOCK_SH);
  try("other-shared", flock, other, LOCK_SH | LOCK_NB);
  try("to-exclusive", flock, fd, LOCK_EX | LOCK_NB);
  try("other-exclusive", flock, other, LOCK_EX | LOCK_NB);
  try("unlock", flock, copy, LOCK_UN);
  try("other-exclusive", flock, other, LOCK_EX | LOCK_NB);
  try("fd", flock, fd, LOCK_SH | LOCK_NB);
  sys(close, other);
  try("after-close", flock, fd, LOCK_EX | LOCK_NB);
  show("range-is-another-matter", range(open_path("f", O_RDWR), F_SETLK, F_WRLCK, 0, 0));
}

CASE(flock_arguments) {
  int fd = new_file("f", "x"), ends[2];
  sys(pipe2, ends, 0);
  try("nothing", flock, fd, 0);
  try("both", flock, fd, LOCK_SH | LOCK_EX);
  try("only-now", flock, fd, LOCK_NB);
  try("closed", flock, 999, LOCK_EX);
  try("closed-nothing", flock, 999, 0);
  try("path", flock, open_path("f", O_PATH), LOCK_EX);
  try("folder", flock, open_path(".", O_RDONLY), LOCK_EX);
  try("pipe", flock, ends[0], LOCK_EX);
  try("unlocked", flock, fd, LOCK_UN);
}

CASE(any_close_ends_the_locks_of_a_process) {
  int fd = new_file("f", "x"), other = open_path("f", O_RDONLY), status = 0;
  show("set", range(fd, F_SETLK, F_WRLCK, 0, 0));
  for (int closed = 0; closed < 2; closed++) {
    long child = sys(fork);
    if (child == 0) {
      long parent = sys(getppid);
      range(fd, F_GETLK, F_WRLCK, 0, 0);
      sys(exit_group, lock.l_type == F_UNLCK ? 0 : lock.l_pid == parent ? 1 : 2);
    }
    sys(wait4, child, &status, 0, 0);
    show(closed ? "free" : "held", status >> 8);
    sys(close, other);
  }
}

CASE(children_do_not_have_them) {
  int fd = new_file("f", "0123456789"), status = 0;
  show("set", range(fd, F_SETLK, F_WRLCK, 0, 5));
  show("description", range(fd, F_OFD_SETLK, F_WRLCK, 5, 5));
  long child = sys(fork);
  if (child == 0) {
    long own = range(fd, F_SETLK, F_WRLCK, 4, 1), shared = range(fd, F_OFD_SETLK, F_WRLCK, 5, 5);
    sys(exit_group, (own == -EAGAIN ? 1 : 0) + (shared == 0 ? 2 : 0));
  }
  sys(wait4, child, &status, 0, 0);
  show("child", status >> 8);
}

CASE(waits_for_another_process) {
  int fd = new_file("f", "x"), status = 0, to[2], from[2];
  char byte;
  sys(pipe2, to, 0);
  sys(pipe2, from, 0);
  if (sys(fork) == 0) {
    struct timespec while_ = {0, 20000000};
    range(fd, F_SETLK, F_WRLCK, 0, 1);
    sys(write, from[1], "x", 1);
    sys(read, to[0], &byte, 1);
    sys(nanosleep, &while_, 0);
    sys(pwrite64, fd, "c", 1, 0);
    sys(exit_group, 0);
  }
  sys(read, from[0], &byte, 1);
  show("now", range(fd, F_SETLK, F_WRLCK, 0, 1));
  sys(write, to[1], "x", 1);
  show("later", range(fd, F_SETLKW, F_WRLCK, 0, 1));
  show_contents("file", fd);
  sys(wait4, -1, &status, 0, 0);
}

// Until a process that said it is about to wait does.
static void await_sleep(long process) {
  char path[32] = "/proc/", text[64], digits[24];
  int count = 0, end = 6;
  for (; process; process /= 10) digits[count++] = (char)('0' + process % 10);
  while (count) path[end++] = digits[--count];
  memcpy(path + end, "/stat", 6);
  for (bool asleep = false; !asleep;) {
    struct timespec while_ = {0, 1000000};
    sys(nanosleep, &while_, 0);
    long fd = sys(openat, AT_FDCWD, path, O_RDONLY), length = sys(read, fd, text, sizeof text);
    for (long i = 0; i + 2 < length; i++) asleep |= text[i] == ')' && text[i + 2] == 'S';
    if (length <= 0) break;
    sys(close, fd);
  }
}

CASE(circle_of_waiting) {
  int fd = new_file("f", "x"), status = 0, ends[2];
  char byte;
  sys(pipe2, ends, 0);
  range(fd, F_SETLK, F_WRLCK, 0, 1);
  long child = sys(fork);
  if (child == 0) {
    range(fd, F_SETLK, F_WRLCK, 1, 1);
    sys(write, ends[1], "x", 1);
    long result = range(fd, F_SETLKW, F_WRLCK, 0, 1);
    sys(exit_group, result == 0 ? 3 : 4);
  }
  sys(read, ends[0], &byte, 1);
  await_sleep(child);
  show("circle", range(fd, F_SETLKW, F_WRLCK, 1, 1));
  range(fd, F_SETLK, F_UNLCK, 0, 1);
  sys(wait4, child, &status, 0, 0);
  show("child", status >> 8);
}
