/*
 * Makes system calls whose pointers all lie in one arena, and writes each with the arena before and
 * after it to descriptor 200: what a formatter needs to print the line that strace printed.
 */
#define _GNU_SOURCE
#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <linux/capability.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <linux/stat.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/times.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <sys/utsname.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <utime.h>

#define ARENA ((char *)0x10000000)
#define ARENA_SIZE 4096
#define LOG 200

static struct {
  long nr, args[6], result;
  char before[ARENA_SIZE], after[ARENA_SIZE];
} record;

static long used;

static long raw(long nr, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}

/* Room in the arena, filled with a pattern so that what a call leaves alone shows. */
static void *room(long size) {
  char *p = ARENA + used;
  used += (size + 15) & ~15L;
  return p;
}

static void *data(const void *bytes, long size) { return memcpy(room(size), bytes, size); }

static char *str(const char *s) { return data(s, (long)strlen(s) + 1); }

static long call(long nr, long a, long b, long c, long d, long e, long f) {
  record.nr = nr;
  record.args[0] = a;
  record.args[1] = b;
  record.args[2] = c;
  record.args[3] = d;
  record.args[4] = e;
  record.args[5] = f;
  memcpy(record.before, ARENA, ARENA_SIZE);
  record.result = raw(nr, a, b, c, d, e, f);
  memcpy(record.after, ARENA, ARENA_SIZE);
  raw(SYS_write, LOG, (long)&record, sizeof record, 0, 0, 0);
  memset(ARENA, 0, ARENA_SIZE);
  used = 0;
  return record.result;
}

/* The n-th integer the last call left at the start of the arena. */
static int made(int n) { return ((int *)record.after)[n]; }

static int result(void) { return (int)record.result; }

#define PICK(_1, _2, _3, _4, _5, _6, _7, NAME, ...) NAME
#define CALL(...) PICK(__VA_ARGS__, C6, C5, C4, C3, C2, C1, C0)(__VA_ARGS__)
#define C0(n) call(SYS_##n, 0, 0, 0, 0, 0, 0)
#define C1(n, a) call(SYS_##n, (long)(a), 0, 0, 0, 0, 0)
#define C2(n, a, b) call(SYS_##n, (long)(a), (long)(b), 0, 0, 0, 0)
#define C3(n, a, b, c) call(SYS_##n, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define C4(n, a, b, c, d) call(SYS_##n, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define C5(n, a, b, c, d, e) \
  call(SYS_##n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)
#define C6(n, a, b, c, d, e, f) \
  call(SYS_##n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

#define DATA(type, ...) data(&(type)__VA_ARGS__, sizeof(type))
#define ROOM(type) room(sizeof(type))
#define WILD ((void *)0xdead0000)

#include "probe-files.h"
#include "probe-memory.h"
#include "probe-process.h"
#include "probe-signals.h"
#include "probe-sockets.h"
#include "probe-time.h"

int main(int argc, char **argv) {
  int log = open(argv[argc - 1], O_WRONLY | O_CREAT | O_TRUNC, 0600);
  dup2(log, LOG);
  close(log);
  raw(SYS_mmap, (long)ARENA, ARENA_SIZE, PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  files();
  memory();
  processes();
  signals();
  sockets();
  times_and_limits();
  return 0;
}
