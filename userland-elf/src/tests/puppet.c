/*
 * puppet VERB [ARGS...]: does one thing that a test of machines asks for.
 *
 *   args ...      its arguments, a line each        env           its environment, a line each
 *   cat [PATH]    copies a file, or its input       write PATH T  writes T into a new file
 *   both          a line to each of its outputs     cwd, id       where it is, who it is
 *   exit N        ends with N                       kill N        sends itself signal N
 *   spin          computes for ever                 sleep N       sleeps N seconds
 *   spew          writes for ever                   chance        what clock and chance give it
 *   touch PATH    maps a file, reads each page twice
 *   pid           its process id                    nothing       calls an unknown system call
 */
#include "exo.h"

#include <asm/fcntl.h>
#include <linux/time.h>
#include <linux/time_types.h>

static char buffer[4096];

static void fail(const char *what, long error) {
  dprintf(2, "puppet: %s: error %ld\n", what, -error);
  exit(1);
}

static void cat(const char *path) {
  int fd = 0;
  if (path && (fd = (int)sys_open(path, O_RDONLY, 0)) < 0) fail(path, fd);
  long n;
  while ((n = sys_read(fd, buffer, sizeof buffer)) > 0)
    if ((n = write_all(1, buffer, (size_t)n)) < 0) break;
  if (n < 0) fail("cat", n);
}

static void write_file(const char *path, const char *text) {
  int fd = (int)sys_open(path, O_WRONLY | O_CREAT | O_EXCL, 0644);
  if (fd < 0) fail(path, fd);
  long n = write_all(fd, text, strlen(text));
  if (n < 0) fail(path, n);
}

static void spew(void) {
  memset(buffer, 'x', sizeof buffer);
  long n;
  do n = write_all(1, buffer, sizeof buffer);
  while (n >= 0);
  exit((int)-n);
}

static void sleep(long seconds) {
  struct __kernel_timespec time = {seconds, 0};
  long n = sys(__NR_nanosleep, &time, NULL);
  if (n < 0) fail("sleep", n);
}

static void chance(void) {
  uint64_t random = 0;
  struct __kernel_timespec now;
  sys(__NR_getrandom, &random, sizeof random, 0);
  sys(__NR_clock_gettime, CLOCK_REALTIME, &now);
  long area = sys_mmap(NULL, 4096, 1, 0x22, -1, 0);
  printf("%lx %ld.%09ld %p %lx\n", random, (long)now.tv_sec, (long)now.tv_nsec, (void *)&random,
         area);
}

static void touch(const char *path) {
  int fd = (int)sys_open(path, O_RDONLY, 0);
  if (fd < 0) fail(path, fd);
  long length = sys(__NR_lseek, fd, 0, 2);
  volatile char *at = (char *)sys_mmap(NULL, (size_t)length, 1, 1, fd, 0);
  long sum = 0;
  for (int i = 0; i < 2; i++)
    for (long off = 0; off < length; off += 4096) sum += at[off];
  printf("%ld\n", sum);
}

int main(int argc, char **argv) {
  const char *verb = argc > 1 ? argv[1] : "";
  long number = argc > 2 ? parse_long(argv[2]) : 0;
  if (!strcmp(verb, "args")) {
    for (int i = 0; i < argc; i++) printf("%s\n", argv[i]);
  } else if (!strcmp(verb, "env")) {
    for (char **e = environ; *e; e++) printf("%s\n", *e);
  } else if (!strcmp(verb, "cat")) {
    cat(argc > 2 ? argv[2] : NULL);
  } else if (!strcmp(verb, "write") && argc > 3) {
    write_file(argv[2], argv[3]);
  } else if (!strcmp(verb, "both")) {
    dprintf(1, "to output\n");
    dprintf(2, "to error\n");
  } else if (!strcmp(verb, "cwd")) {
    long n = sys(__NR_getcwd, buffer, sizeof buffer);
    if (n < 0) fail("cwd", n);
    printf("%s\n", buffer);
  } else if (!strcmp(verb, "id")) {
    printf("%ld %ld\n", sys(__NR_getuid), sys(__NR_getgid));
  } else if (!strcmp(verb, "exit")) {
    return (int)number;
  } else if (!strcmp(verb, "kill")) {
    sys_kill((int)sys_getpid(), (int)number);
  } else if (!strcmp(verb, "spin")) {
    for (;;) __asm__ volatile("pause");
  } else if (!strcmp(verb, "sleep")) {
    sleep(number);
  } else if (!strcmp(verb, "spew")) {
    spew();
  } else if (!strcmp(verb, "chance")) {
    chance();
  } else if (!strcmp(verb, "touch") && argc > 2) {
    touch(argv[2]);
  } else if (!strcmp(verb, "pid")) {
    printf("%ld\n", sys_getpid());
  } else if (!strcmp(verb, "nothing")) {
    printf("%ld\n", sys(9999));
  } else {
    dprintf(2, "puppet: no such verb: %s\n", verb);
    return 2;
  }
  return 0;
}
