// Processes as descriptors, and looking into others: pidfd_open(2), process_vm_readv(2), kcmp(2).
#include "conformance.h"
#include "waiting.h"

enum {
  P_PIDFD = 3, CLONE_PIDFD = 0x1000, PIDFD_NONBLOCK = 04000, PIDFD_THREAD = 0200,
  KCMP_FILE = 0, KCMP_VM = 1, KCMP_FILES = 2, KCMP_FS = 3, KCMP_SIGHAND = 4, KCMP_IO = 5,
};

// A child that sleeps until it is killed.
static long sleeper(void) {
  long child = sys(fork);
  if (child == 0) {
    for (;;) sleep_milliseconds(10000);
  }
  return child;
}

static void finish(long child) {
  sys(kill, child, SIGKILL);
  end_of(child);
}

CASE(opens_and_polls) {
  long child = sleeper();
  int fd = prepared("open", sys(pidfd_open, child, 0));
  struct pollfd p = {fd, POLLIN, 0};
  try("alive", poll, &p, 1, 0);
  try("cloexec", fcntl, fd, F_GETFD);
  sys(kill, child, SIGKILL);
  try("dead", poll, &p, 1, 5000);
  show_hex("revents", p.revents);
  try("signal-to-zombie", pidfd_send_signal, fd, SIGTERM, 0, 0);
  show("end", end_of(child));
  try("reaped", poll, &p, 1, 0);
  try("signal-to-nobody", pidfd_send_signal, fd, SIGTERM, 0, 0);
}

CASE(sends_signals) {
  long child = sleeper();
  int fd = sys(pidfd_open, child, 0);
  struct siginfo info = {.si_signo = SIGUSR1, .si_code = SI_QUEUE}, pretender = {.si_signo = SIGUSR1, .si_code = SI_USER};
  try("none", pidfd_send_signal, fd, 0, 0, 0);
  try("wrong", pidfd_send_signal, fd, 65, 0, 0);
  try("flags", pidfd_send_signal, fd, 0, 0, 8);
  try("two-flags", pidfd_send_signal, fd, 0, 0, 3);
  try("other-number", pidfd_send_signal, fd, SIGUSR2, &info, 0);
  try("pretender", pidfd_send_signal, fd, SIGUSR1, &pretender, 0);
  try("wild", pidfd_send_signal, fd, SIGUSR1, WILD, 0);
  try("no-pidfd", pidfd_send_signal, 1, SIGUSR1, 0, 0);
  try("queued", pidfd_send_signal, fd, SIGUSR1, &info, 0);
  show("end", end_of(child));
}

CASE(signals_itself) {
  struct siginfo info = {0};
  block(bit(SIGUSR1));
  long me = self();
  int fd = sys(pidfd_open, me, 0);
  try("send", pidfd_send_signal, fd, SIGUSR1, 0, 0);
  show("signal", await_signal(bit(SIGUSR1), &info, 1000));
  show("code", info.si_code);
  check("sender", info.si_pid == me);
}

CASE(open_errors) {
  try("zero", pidfd_open, 0, 0);
  try("negative", pidfd_open, -1, 0);
  try("nobody", pidfd_open, 4194304, 0);
  long me = self();
  try("flags", pidfd_open, me, 1);
  long fd = sys(pidfd_open, me, PIDFD_NONBLOCK);
  long mode = sys(fcntl, fd, F_GETFL);
  show_octal("mode", mode);
  char byte;
  try("read", read, fd, &byte, 1);
  try("write", write, fd, &byte, 1);
}

// Since Linux 6.9 they are regular files of a file system of their own.
CASE(is_a_file) {
  long me = self(), position = 0;
  long fd = sys(pidfd_open, me, 0), again = sys(pidfd_open, me, 0);
  char value[4];
  struct timespec times[2] = {{1, 0}, {1, 0}};
  try("truncate", ftruncate, fd, 0);
  try("truncate-more", ftruncate, fd, 100);
  try("truncate-less", ftruncate, fd, -1);
  try("allocate", fallocate, fd, 0, 0, 10);
  try("allocate-nothing", fallocate, fd, 0, 0, 0);
  try("sync", fsync, fd);
  try("sync-range", sync_file_range, fd, 0, 0, 0);
  try("sync-system", syncfs, fd);
  try("advise", fadvise64, fd, 0, 0, 0);
  try("read-ahead", readahead, fd, 0, 10);
  try("seek", lseek, fd, 0, SEEK_SET);
  try("copy-nothing", copy_file_range, fd, 0, again, 0, 0, 0);
  try("copy", copy_file_range, fd, 0, again, 0, 10, 0);
  try("copy-to-itself", copy_file_range, fd, 0, fd, 0, 10, 0);
  try("send", sendfile, fd, fd, &position, 10);
  try("read", pread64, fd, value, 4, 0);
  try("write", pwrite64, fd, value, 4, 0);
  try("set", fsetxattr, fd, "user.a", "b", 1, 0);
  try("get", fgetxattr, fd, "user.a", value, 4);
  try("remove", fremovexattr, fd, "user.a");
  try("map", mmap, 0, PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
  try("map-shared", mmap, 0, PAGE, PROT_READ, MAP_SHARED, fd, 0);
  try("mode", fchmod, fd, 0777);
  try("owner", fchown, fd, -1, -1);
  try("times", utimensat, fd, 0, times, 0);
  try("entries", getdents64, fd, value, 4);
  try("lock", flock, fd, 5);
  struct stat status;
  try("status", fstat, fd, &status);
  show_octal("mode", status.st_mode);
  show("size", status.st_size);
}

CASE(waits_by_descriptor) {
  long child = sys(fork);
  if (child == 0) sys(exit_group, 33);
  int fd = sys(pidfd_open, child, 0);
  struct siginfo info = {0};
  try("waitid", waitid, P_PIDFD, fd, &info, WEXITED, 0);
  check("child", info.si_pid == child);
  show("code", info.si_code);
  show("status", (int)info.rest[0]);
  try("again", waitid, P_PIDFD, fd, &info, WEXITED, 0);
  try("no-pidfd", waitid, P_PIDFD, 1, &info, WEXITED, 0);
  try("closed", waitid, P_PIDFD, 99, &info, WEXITED, 0);
  try("negative", waitid, P_PIDFD, -1, &info, WEXITED, 0);
}

CASE(does_not_wait_if_asked) {
  long child = sleeper();
  int fd = sys(pidfd_open, child, PIDFD_NONBLOCK);
  struct siginfo info = {0};
  try("waitid", waitid, P_PIDFD, fd, &info, WEXITED, 0);
  try("nohang", waitid, P_PIDFD, fd, &info, WEXITED | WNOHANG, 0);
  finish(child);
}

CASE(takes_a_descriptor) {
  int ends[2];
  char bytes[8] = {0};
  sys(pipe2, ends, 0);
  long child = sleeper();
  int fd = sys(pidfd_open, child, 0);
  sys(write, ends[1], "hello", 5);
  sys(close, ends[1]);
  int taken = prepared("getfd", sys(pidfd_getfd, fd, ends[0], 0));
  try("read", read, taken, bytes, 8);
  show_bytes("bytes", bytes, 5);
  try("cloexec", fcntl, taken, F_GETFD);
  try("closed", pidfd_getfd, fd, 99, 0);
  try("flags", pidfd_getfd, fd, 0, 1);
  try("no-pidfd", pidfd_getfd, 1, 0, 0);
  finish(child);
  try("nobody", pidfd_getfd, fd, 0, 0);
}

CASE(clone_gives_a_descriptor) {
  int fd = -1;
  long child = sys(clone, SIGCHLD | CLONE_PIDFD, 0, &fd, 0, 0);
  if (child == 0) sys(exit_group, 5);
  check("open", fd >= 3);
  try("cloexec", fcntl, fd, F_GETFD);
  struct siginfo info = {0};
  try("waitid", waitid, P_PIDFD, fd, &info, WEXITED, 0);
  check("child", info.si_pid == child);
  try("with-tid", clone, SIGCHLD | CLONE_PIDFD | CLONE_PARENT_SETTID, 0, &fd, 0, 0);
  try("wild", clone, SIGCHLD | CLONE_PIDFD, 0, WILD, 0, 0);
}

CASE(clone3_gives_a_descriptor) {
  int fd = -1;
  struct { uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls; } args = {
      CLONE_PIDFD, (uint64_t)&fd, 0, 0, SIGCHLD, 0, 0, 0};
  long child = sys(clone3, &args, sizeof args);
  if (child == 0) sys(exit_group, 6);
  struct pollfd p = {fd, POLLIN, 0};
  try("poll", poll, &p, 1, 5000);
  show("end", end_of(child) >> 8);
}

CASE(releases_memory) {
  long child = sleeper();
  int fd = sys(pidfd_open, child, 0);
  try("alive", process_mrelease, fd, 0);
  try("flags", process_mrelease, fd, 1);
  try("no-pidfd", process_mrelease, 1, 0);
  finish(child);
  try("gone", process_mrelease, fd, 0);
}

static char here[64];

CASE(reads_memory_of_others) {
  char *page = (char *)new_pages(1);
  memcpy(page, "from the child", 14);
  long child = sleeper();
  memset(page, 0, PAGE);
  struct iovec local[2] = {{here, 4}, {here + 4, 60}}, remote[2] = {{page, 8}, {page + 8, 6}};
  try("read", process_vm_readv, child, local, 2, remote, 2, 0);
  show_bytes("bytes", here, 14);
  struct iovec bad[2] = {{page, 8}, {UNMAPPED, 8}};
  try("partial", process_vm_readv, child, local, 2, bad, 2, 0);
  try("bad", process_vm_readv, child, local, 2, bad + 1, 1, 0);
  try("nothing-here", process_vm_readv, child, local, 0, remote, 2, 0);
  try("nothing-there", process_vm_readv, child, local, 2, remote, 0, 0);
  try("flags", process_vm_readv, child, local, 2, remote, 2, 1);
  try("nobody", process_vm_readv, 4194304, local, 2, remote, 2, 0);
  try("many", process_vm_readv, child, local, 2, remote, 1025, 0);
  try("wild-vector", process_vm_readv, child, WILD, 2, remote, 2, 0);
  try("wild-remote", process_vm_readv, child, local, 2, WILD, 2, 0);
  finish(child);
}

CASE(writes_memory_of_others) {
  char *page = (char *)sys(mmap, 0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  char *constant = (char *)new_pages(1);
  sys(mprotect, constant, PAGE, PROT_READ);
  long child = sleeper();
  struct iovec local = {"parent", 6}, remote = {page, 6}, readonly = {constant, 6};
  try("write", process_vm_writev, child, &local, 1, &remote, 1, 0);
  show_bytes("bytes", page, 6);
  try("read-only", process_vm_writev, child, &local, 1, &readonly, 1, 0);
  finish(child);
}

CASE(compares) {
  int ends[2];
  sys(pipe2, ends, 0);
  long same = sys(dup, ends[0]), child = sleeper(), me = self();
  try("file", kcmp, me, me, KCMP_FILE, ends[0], same);
  long order = sys(kcmp, me, me, KCMP_FILE, ends[0], ends[1]);
  check("other-file", order == 1 || order == 2);
  try("child-file", kcmp, me, child, KCMP_FILE, ends[0], ends[0]);
  try("self-vm", kcmp, me, me, KCMP_VM, 0, 0);
  long vm = sys(kcmp, me, child, KCMP_VM, 0, 0), back = sys(kcmp, child, me, KCMP_VM, 0, 0);
  check("vm", vm > 0 && back > 0 && vm != back);
  long files = sys(kcmp, me, child, KCMP_FILES, 0, 0), fs = sys(kcmp, me, child, KCMP_FS, 0, 0);
  long handlers = sys(kcmp, me, child, KCMP_SIGHAND, 0, 0);
  check("files", files > 0);
  check("fs", fs > 0);
  check("handlers", handlers > 0);
  try("type", kcmp, me, me, 8, 0, 0);
  try("closed", kcmp, me, me, KCMP_FILE, 99, 0);
  try("nobody", kcmp, me, 4194304, KCMP_VM, 0, 0);
  finish(child);
}

CASE(compares_with_what_epoll_watches) {
  enum { KCMP_EPOLL_TFD = 7 };
  struct { unsigned epoll, target, skip; } slot;
  struct { uint32_t events; uint64_t data; } __attribute__((packed)) event = {1, 0};
  long me = self();
  int ends[2];
  sys(pipe2, ends, 0);
  int epoll = sys(epoll_create1, 0), copy = sys(dup, ends[0]);
  sys(epoll_ctl, epoll, 1, ends[0], &event);
  slot.epoll = epoll, slot.target = ends[0], slot.skip = 0;
  try("same", kcmp, me, me, KCMP_EPOLL_TFD, ends[0], &slot);
  try("copy", kcmp, me, me, KCMP_EPOLL_TFD, copy, &slot);
  long order = sys(kcmp, me, me, KCMP_EPOLL_TFD, ends[1], &slot);
  check("other", order == 1 || order == 2);
  try("closed", kcmp, me, me, KCMP_EPOLL_TFD, 99, &slot);
  try("wild", kcmp, me, me, KCMP_EPOLL_TFD, ends[0], WILD);
  slot.skip = 1;
  try("no-second", kcmp, me, me, KCMP_EPOLL_TFD, ends[0], &slot);
  slot.skip = 0, slot.target = ends[1];
  try("not-watched", kcmp, me, me, KCMP_EPOLL_TFD, ends[0], &slot);
  slot.epoll = ends[0];
  try("no-epoll", kcmp, me, me, KCMP_EPOLL_TFD, ends[0], &slot);
  slot.epoll = 99;
  try("closed-epoll", kcmp, me, me, KCMP_EPOLL_TFD, ends[0], &slot);
}
