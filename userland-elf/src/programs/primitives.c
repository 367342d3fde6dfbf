/*
 * primitives WHAT [N]: does one thing of a kernel's N times and says what one took, by the clock
 * of the machine it runs on: the same program on Linux, under qemu-x86_64 and on Exo.
 *
 *   fork      fork, exit and wait, with 1 MiB touched       pipe   a byte there and back, two processes
 *   exec      fork, exec of this program, wait              futex  wake and wait, two threads
 *   stat      of a file four levels deep                    open   and close of that file
 *   getdents  of a directory of 10,000 entries              yield  between two threads, each of theirs
 *   getppid   the least a system call costs                 touch  a fresh page, in order
 *   read      a byte of /dev/zero                           write  a byte to /dev/null
 *   mmap      a page, touched, munmap                       brk    a page more, touched, a page less
 *   thread    one made, run and joined
 *   ring      40 bytes through a ring, without a system call
 *   switch    yield between two processes                   wake   by what a sleep of 100 us is late
 */
#include "exo.h"
#include "exo_ring.h"

#include <asm/fcntl.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <linux/time.h>
#include <linux/time_types.h>

#define ENTRIES 10000
#define MEGABYTE (1 << 20)
#define THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)

static const char *self;
static char buffer[1 << 15];

static void must(const char *what, long result) {
  if (result < 0) {
    dprintf(2, "primitives: %s: error %ld\n", what, -result);
    exit(1);
  }
}

/* When the repeating began, and with it what is not counted. */
static long began;

static long now(void) {
  struct __kernel_timespec t;
  sys(__NR_clock_gettime, CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000 + t.tv_nsec;
}

static char *pages(size_t length) {
  long at = sys_mmap(NULL, length, 3, 0x22, -1, 0);
  must("mmap", at);
  return (char *)at;
}

/*
 * Runs work(argument) in a thread of its own, which never ends by itself. Where `gone` is not NULL
 * the kernel clears it and wakes who waits there when the thread has ended.
 */
static void start_thread_on(char *stack, void (*work)(void *), void *argument, uint32_t *gone) {
  register void *r12 __asm__("r12") = argument;
  register void (*r13)(void *) __asm__("r13") = work;
  register uint32_t *r10 __asm__("r10") = gone;
  long flags = gone ? THREAD | CLONE_CHILD_CLEARTID : THREAD;
  long result;
  __asm__ volatile(
      "syscall\n"
      "test %%rax, %%rax\n"
      "jnz 1f\n"
      "xor %%ebp, %%ebp\n"
      "mov %%r12, %%rdi\n"
      "call *%%r13\n"
      "ud2\n"
      "1:"
      : "=a"(result)
      : "a"(__NR_clone), "D"(flags), "S"(stack), "d"(0), "r"(r10), "r"(r12), "r"(r13)
      : "rcx", "r11", "memory");
  must("clone", result);
}

static void start_thread(void (*work)(void *), void *argument) {
  start_thread_on(pages(1 << 16) + (1 << 16), work, argument, NULL);
}

/* ---- processes ---- */

static void fork_and_wait(long n) {
  char *touched = pages(MEGABYTE);
  for (int i = 0; i < MEGABYTE; i += 4096) touched[i] = 1;
  for (long i = 0; i < n; i++) {
    long pid = sys(__NR_fork);
    must("fork", pid);
    if (pid == 0) sys(__NR_exit_group, 0);
    must("wait4", sys(__NR_wait4, pid, NULL, 0, NULL));
  }
}

static void exec_and_wait(long n) {
  char *const arguments[] = {"primitives", "nothing", NULL};
  for (long i = 0; i < n; i++) {
    long pid = sys(__NR_fork);
    must("fork", pid);
    if (pid == 0) {
      sys(__NR_execve, self, arguments, environ);
      sys(__NR_exit_group, 127);
    }
    int status = 0;
    must("wait4", sys(__NR_wait4, pid, &status, 0, NULL));
    if (status != 0) must("exec", -1);
  }
}

static void ping_pong(long n) {
  int there[2], back[2];
  char byte = 'x';
  must("pipe", sys(__NR_pipe, there));
  must("pipe", sys(__NR_pipe, back));
  long pid = sys(__NR_fork);
  must("fork", pid);
  if (pid == 0) {
    sys_close(there[1]);
    while (sys_read(there[0], &byte, 1) == 1) sys_write(back[1], &byte, 1);
    sys(__NR_exit_group, 0);
  }
  for (long i = 0; i < n; i++) {
    must("write", sys_write(there[1], &byte, 1));
    must("read", sys_read(back[0], &byte, 1));
  }
  sys_close(there[1]);
  must("wait4", sys(__NR_wait4, pid, NULL, 0, NULL));
}

/* ---- threads ---- */

static volatile uint32_t turn;

/* Waits until it is the turn of one side. */
static void wait_for(uint32_t side) {
  while (turn != side) sys(__NR_futex, &turn, FUTEX_WAIT_PRIVATE, !side, NULL, NULL, 0);
}

static void pass_to(uint32_t side) {
  turn = side;
  sys(__NR_futex, &turn, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void answer(void *ignored) {
  (void)ignored;
  for (;;) {
    wait_for(1);
    pass_to(0);
  }
}

static void futex_round_trips(long n) {
  start_thread(answer, NULL);
  for (long i = 0; i < n; i++) {
    pass_to(1);
    wait_for(0);
  }
}

static void end_at_once(void *ignored) {
  (void)ignored;
  for (;;) sys(__NR_exit, 0);
}

/* As a thread library does it: a stack, a thread, and the word that the kernel clears at its end. */
static void threads(long n) {
  char *stack = pages(1 << 16) + (1 << 16);
  for (long i = 0; i < n; i++) {
    turn = 1;
    start_thread_on(stack, end_at_once, NULL, (uint32_t *)&turn);
    for (uint32_t seen; (seen = turn) != 0;)
      sys(__NR_futex, &turn, FUTEX_WAIT, seen, NULL, NULL, 0);
  }
}

static void yield_always(void *ignored) {
  (void)ignored;
  for (;;) sys(__NR_sched_yield);
}

/* On one CPU of those we have, or nobody would have to give way. */
static void stay_on_one_cpu(void) {
  unsigned long mask[16] = {0};
  must("sched_getaffinity", sys(__NR_sched_getaffinity, 0, sizeof mask, mask));
  for (int i = 0; i < 16; i++) {
    unsigned long lowest = mask[i] & -mask[i];
    if (lowest == 0) continue;
    memset(mask, 0, sizeof mask);
    mask[i] = lowest;
    break;
  }
  must("sched_setaffinity", sys(__NR_sched_setaffinity, 0, sizeof mask, mask));
}

/* For each yield of ours there is one of the other's. */
static void yields(long n) {
  stay_on_one_cpu();
  start_thread(yield_always, NULL);
  for (long i = 0; i < n / 2; i++) sys(__NR_sched_yield);
}

/* The same with a process of its own. */
static void switches(long n) {
  stay_on_one_cpu();
  long pid = sys(__NR_fork);
  must("fork", pid);
  if (pid == 0) yield_always(NULL);
  for (long i = 0; i < n / 2; i++) sys(__NR_sched_yield);
  must("kill", sys_kill((int)pid, 9));
  must("wait4", sys(__NR_wait4, pid, NULL, 0, NULL));
}

/* Nobody else wants the CPU, so all that it is late is what the kernel takes to wake somebody. */
static void wake_ups(long n) {
  struct __kernel_timespec moment = {.tv_nsec = 100000};
  for (long i = 0; i < n; i++) must("nanosleep", sys(__NR_nanosleep, &moment, NULL));
  began += n * moment.tv_nsec;
}

static void calls(long n) {
  for (long i = 0; i < n; i++) sys(__NR_getppid);
}

/* ---- memory ---- */

static void map_page(long n) {
  for (long i = 0; i < n; i++) {
    char *at = pages(4096);
    *(volatile char *)at = 1;
    must("munmap", sys_munmap(at, 4096));
  }
}

static void move_break(long n) {
  char *end = (char *)sys_brk(NULL);
  for (long i = 0; i < n; i++) {
    must("brk", sys_brk(end + 4096) - (long)end - 4096);
    *(volatile char *)end = 1;
    sys_brk(end);
  }
}

static void touch(long n) {
  char *at = pages((size_t)n * 4096);
  for (long i = 0; i < n; i++) at[i * 4096] = 1;
}

/* ---- files: in a folder of its own below the current one ---- */

static const char *const FOLDERS[] = {"primitives.d", "primitives.d/a", "primitives.d/a/b"};
static const char FILE[] = "primitives.d/a/b/file";

static void make_file(void) {
  for (int i = 0; i < 3; i++) sys_mkdir(FOLDERS[i], 0755);
  long fd = sys_open(FILE, O_CREAT | O_WRONLY, 0644);
  must(FILE, fd);
  sys_close((int)fd);
}

static void remove_file(void) {
  sys_unlink(FILE);
  for (int i = 2; i >= 0; i--) sys_rmdir(FOLDERS[i]);
}

static void stat_file(long n) {
  for (long i = 0; i < n; i++) must("stat", sys(__NR_stat, FILE, buffer));
}

static void open_file(long n) {
  for (long i = 0; i < n; i++) {
    long fd = sys_open(FILE, O_RDONLY, 0);
    must("open", fd);
    sys_close((int)fd);
  }
}

static void read_byte(long n) {
  long fd = sys_open("/dev/zero", O_RDONLY, 0);
  must("open", fd);
  for (long i = 0; i < n; i++) must("read", sys_read((int)fd, buffer, 1));
}

static void write_byte(long n) {
  long fd = sys_open("/dev/null", O_WRONLY, 0);
  must("open", fd);
  for (long i = 0; i < n; i++) must("write", sys_write((int)fd, buffer, 1));
}

static void name_entry(char *to, int i) { snprintf(to, 64, "%s/%d", FOLDERS[2], i); }

static void make_entries(void) {
  char name[64];
  make_file();
  for (int i = 0; i < ENTRIES; i++) {
    name_entry(name, i);
    long fd = sys_open(name, O_CREAT | O_WRONLY, 0644);
    must(name, fd);
    sys_close((int)fd);
  }
}

static void remove_entries(void) {
  char name[64];
  for (int i = 0; i < ENTRIES; i++) {
    name_entry(name, i);
    sys_unlink(name);
  }
  remove_file();
}

static void list_entries(long n) {
  long fd = sys_open(FOLDERS[2], O_RDONLY | O_DIRECTORY, 0);
  must("open", fd);
  for (long i = 0; i < n; i++) {
    long length;
    must("lseek", sys_lseek((int)fd, 0, 0));
    while ((length = sys(__NR_getdents64, fd, buffer, sizeof buffer)) > 0) {
    }
    must("getdents64", length);
  }
  sys_close((int)fd);
}

/* ---- messages ---- */

#define RING "primitives-ring"

static struct exo_ring ring;

static void make_ring(void) {
  exo_ring_unlink(RING);
  must("exo_ring_create", exo_ring_create(&ring, RING, 256, EXO_RING_ONE));
}

static void remove_ring(void) { must("exo_ring_unlink", exo_ring_unlink(RING)); }

static void messages(long n) {
  uint64_t message[5] = {0}, back[5] = {0};
  for (long i = 0; i < n; i++) {
    message[0] = (uint64_t)i;
    must("send", exo_ring_try_send(&ring, message, sizeof message, 0));
    must("receive", exo_ring_try_receive(&ring, back));
    if (back[0] != message[0]) must("message", -1);
  }
}

static void nothing(void) {}

static const struct primitive {
  const char *name;
  void (*prepare)(void);
  void (*repeat)(long n);
  void (*clean)(void);
} PRIMITIVES[] = {
    {"fork", nothing, fork_and_wait, nothing},   {"exec", nothing, exec_and_wait, nothing},
    {"pipe", nothing, ping_pong, nothing},       {"futex", nothing, futex_round_trips, nothing},
    {"stat", make_file, stat_file, remove_file}, {"open", make_file, open_file, remove_file},
    {"yield", nothing, yields, nothing},         {"getdents", make_entries, list_entries, remove_entries},
    {"getppid", nothing, calls, nothing},        {"touch", nothing, touch, nothing},
    {"read", nothing, read_byte, nothing},       {"write", nothing, write_byte, nothing},
    {"mmap", nothing, map_page, nothing},        {"brk", nothing, move_break, nothing},
    {"thread", nothing, threads, nothing},       {"ring", make_ring, messages, remove_ring},
    {"switch", nothing, switches, nothing},      {"wake", nothing, wake_ups, nothing},
};

int main(int argc, char **argv) {
  self = "/proc/self/exe";
  const char *what = argc > 1 ? argv[1] : "";
  long n = argc > 2 ? parse_long(argv[2]) : 1000;
  if (!strcmp(what, "nothing")) return 0;
  for (size_t i = 0; i < sizeof PRIMITIVES / sizeof *PRIMITIVES; i++) {
    const struct primitive *p = &PRIMITIVES[i];
    if (strcmp(what, p->name) != 0) continue;
    p->prepare();
    began = now();
    p->repeat(n);
    long end = now();
    p->clean();
    printf("%ld ns\n", n > 0 ? (end - began) / n : 0);
    return 0;
  }
  dprintf(2, "primitives: no such thing: %s\n", what);
  return 2;
}
