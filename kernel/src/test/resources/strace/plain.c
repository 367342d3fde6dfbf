/* An ordinary program: what strace says of it must be the same on Linux and on Exo. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static void handler(int signal) { (void)signal; }

static void files(void) {
  char buffer[64];
  struct stat st;
  int fd = open("file", O_RDWR | O_CREAT | O_EXCL, 0640);
  write(fd, "some text\twith a tab\n", 21);
  lseek(fd, 5, SEEK_SET);
  read(fd, buffer, sizeof buffer);
  pread(fd, buffer, 4, 0);
  struct iovec parts[2] = {{"one", 3}, {"two", 3}};
  writev(fd, parts, 2);
  fstat(fd, &st);
  ftruncate(fd, 100000);
  fcntl(fd, F_GETFL);
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  int copy = dup(fd);
  close(copy);
  close(fd);
  close(fd);
  stat("file", &st);
  chmod("file", 04755);
  lstat("file", &st);
  link("file", "other");
  rename("other", "third");
  symlink("file", "link");
  readlink("link", buffer, sizeof buffer);
  access("link", R_OK | W_OK);
  access("missing", F_OK);
  open("file/below", O_RDONLY | O_DIRECTORY);
  mkdir("folder", 0700);
  rmdir("folder");
  unlink("third");
  unlink("link");
  unlink("file");
  umask(027);
}

static void memory(void) {
  char *p = mmap(NULL, 16384, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  p[0] = 1;
  mprotect(p, 4096, PROT_READ);
  madvise(p, 4096, MADV_DONTNEED);
  munmap(p, 16384);
  mmap(NULL, 4096, PROT_READ, MAP_SHARED, 99, 0);
}

static void signals(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigaddset(&action.sa_mask, SIGINT);
  sigaction(SIGUSR1, &action, NULL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR2);
  sigprocmask(SIG_BLOCK, &set, NULL);
  kill(getpid(), SIGUSR1);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  sigaction(SIGKILL, &action, NULL);
}

static void waiting(void) {
  int ends[2];
  char buffer[8];
  pipe2(ends, O_CLOEXEC);
  struct pollfd asked = {ends[0], POLLIN, 0};
  poll(&asked, 1, 0);
  write(ends[1], "x", 1);
  poll(&asked, 1, -1);
  fd_set set;
  FD_ZERO(&set);
  FD_SET(ends[0], &set);
  struct timeval none = {0, 0};
  select(ends[0] + 1, &set, NULL, NULL, &none);
  read(ends[0], buffer, sizeof buffer);
  close(ends[1]);
  read(ends[0], buffer, sizeof buffer);
  waitpid(-1, NULL, WNOHANG);
}

int main(void) {
  files();
  memory();
  signals();
  waiting();
  struct rlimit limit;
  getrlimit(RLIMIT_CPU, &limit);
  syscall(999, 1, 2, 3, 4, 5, 6);
  write(1, "done\n", 5);
  return 3;
}
