/*
 * shares: how the CPU is divided, by the machine's own clock. Whoever computes does so in system
 * calls, so that a virtual clock moves.
 *
 *   shares even TASKS MILLIS         computing threads; prints the fewest and the most calls of one
 *   shares interactive TASKS ROUNDS  a thread that sleeps and wakes beside computing ones; prints
 *                                    by how many nanoseconds the wake-ups were late (99 %), the
 *                                    queue it is in, then that after it has computed for 200 ms,
 *                                    then that after it has slept and woken 100 times again
 *   shares deadline TASKS PERIODS    a thread that has 9 ms of each 10 ms beside computing ones;
 *                                    prints how many periods ended late, the kernel's own count,
 *                                    and the error of a second one that wants 10 % more
 *   shares wait TASKS MILLIS         a computing thread among such that sleep and wake without end
 *                                    and use all of the CPU; prints its longest wait in
 *                                    nanoseconds
 */
#include "exo.h"

#include <linux/futex.h>
#include <linux/sched.h>
#include <linux/sched/types.h>
#include <linux/time.h>
#include <linux/time_types.h>

#define STACK (1 << 14)
#define MOST 64
#define MILLI 1000000L
#define THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)

static volatile uint32_t running, over;
static long calls[MOST];
static void (*work)(long number);

static void must(const char *what, long result) {
  if (result < 0) {
    dprintf(2, "shares: %s: error %ld\n", what, -result);
    exit(1);
  }
}

static long now(void) {
  struct __kernel_timespec t;
  sys(__NR_clock_gettime, CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000 * MILLI + t.tv_nsec;
}

static void sleep_nanos(long nanos) {
  struct __kernel_timespec t = {.tv_nsec = nanos};
  must("nanosleep", sys(__NR_nanosleep, &t, NULL));
}

__attribute__((used)) static void thread_main(long number) {
  work(number);
  if (__atomic_sub_fetch(&running, 1, __ATOMIC_RELEASE) == 0)
    sys(__NR_futex, &running, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
  sys(__NR_exit, 0);
}

static void start_thread(long number) {
  long stack = sys_mmap(NULL, STACK, 3, 0x22, -1, 0);
  register long r12 __asm__("r12") = number;
  long result;
  must("mmap", stack);
  __asm__ volatile(
      "syscall\n"
      "test %%rax, %%rax\n"
      "jnz 1f\n"
      "xor %%ebp, %%ebp\n"
      "mov %%r12, %%rdi\n"
      "call thread_main\n"
      "ud2\n"
      "1:"
      : "=a"(result)
      : "a"(__NR_clone), "D"(THREAD), "S"(stack + STACK), "d"(0), "r"(r12)
      : "rcx", "r11", "memory");
  must("clone", result);
}

static void start(long threads, void (*what)(long number)) {
  work = what;
  running = (uint32_t)threads;
  for (long i = 0; i < threads; i++) start_thread(i);
}

static void finish(void) {
  over = 1;
  for (uint32_t left; (left = __atomic_load_n(&running, __ATOMIC_ACQUIRE)) != 0;)
    sys(__NR_futex, &running, FUTEX_WAIT_PRIVATE, left, NULL, NULL, 0);
}

static void compute(long number) {
  while (!over) {
    sys_getppid();
    calls[number]++;
  }
}

static void compute_for(long nanos) {
  for (long end = now() + nanos; now() < end;) {
  }
}

/* Computes less than a millisecond at a time, and sleeps only a moment. */
static void flicker(long number) {
  while (!over) {
    for (int i = 0; i < 500; i++) sys_getppid();
    calls[number]++;
    sleep_nanos(1000);
  }
}

/* ---- what the kernel says ---- */

static char text[4096];

/* A line of /proc/thread-self/sched, behind its colon and spaces. */
static const char *value(const char *name) {
  int fd = (int)sys_open("/proc/thread-self/sched", 0, 0);
  must("open", fd);
  long length = sys_read(fd, text, sizeof text - 1);
  must("read", length);
  sys_close(fd);
  text[length] = 0;
  for (char *line = text; line != NULL && *line != 0; line = strchr(line, '\n')) {
    if (*line == '\n') line++;
    if (strncmp(line, name, strlen(name)) != 0) continue;
    char *at = strchr(line, ':') + 1;
    while (*at == ' ') at++;
    char *end = strchr(at, '\n');
    if (end != NULL) *end = 0;
    return at;
  }
  return "none";
}

static void say(const char *end) { printf("%s%s", value("exo.queue"), end); }

/* ---- what is measured ---- */

static void even(long tasks, long millis) {
  start(tasks, compute);
  for (long end = now() + millis * MILLI; now() < end;) sleep_nanos(50 * MILLI);
  finish();
  long least = calls[0], most = calls[0];
  for (long i = 1; i < tasks; i++) {
    least = calls[i] < least ? calls[i] : least;
    most = calls[i] > most ? calls[i] : most;
  }
  printf("%ld %ld\n", least, most);
}

static long late_by(long nanos) {
  long start = now();
  sleep_nanos(nanos);
  return now() - start - nanos;
}

static void interactive(long tasks, long rounds) {
  long above = 0, most = rounds / 100, worst[64];
  if (most >= 64) most = 63;
  start(tasks, compute);
  for (long i = 0; i < rounds; i++) {
    long late = late_by(5 * MILLI);
    /* The latest ones, the earliest of them first: below it are 99 %. */
    if (above <= most || late > worst[0]) {
      long at = above <= most ? above++ : 0;
      worst[at] = late;
      for (long k = at; k + 1 < above && worst[k] > worst[k + 1]; k++) {
        long other = worst[k];
        worst[k] = worst[k + 1], worst[k + 1] = other;
      }
      for (long k = at; k > 0 && worst[k] < worst[k - 1]; k--) {
        long other = worst[k];
        worst[k] = worst[k - 1], worst[k - 1] = other;
      }
    }
  }
  printf("%ld ", worst[0]);
  say(" ");
  compute_for(200 * MILLI);
  say(" ");
  for (int i = 0; i < 100; i++) sleep_nanos(MILLI);
  say("\n");
  finish();
}

static long ask(uint64_t runtime) {
  struct sched_attr attr = {
      .size = sizeof attr,
      .sched_policy = SCHED_DEADLINE,
      .sched_runtime = runtime,
      .sched_deadline = 10 * MILLI,
      .sched_period = 10 * MILLI,
  };
  return sys(__NR_sched_setattr, 0, &attr, 0);
}

static volatile uint32_t admitted;
static volatile long refused;

static void want_more(long number) {
  if (number == 0) {
    while (!admitted) sleep_nanos(MILLI);
    refused = ask(MILLI);
  }
  compute(number);
}

static void deadline(long tasks, long periods) {
  long late = 0;
  /* Such a thread may not make others. */
  start(tasks, want_more);
  must("sched_setattr", ask(9 * MILLI));
  admitted = 1;
  for (long i = 0; i < periods; i++) {
    /* A period begins; what it has to do takes nine tenths of it, less what asking takes. */
    sys(__NR_sched_yield);
    long begin = now();
    compute_for(8 * MILLI + 900000);
    late += now() - begin > 10 * MILLI;
  }
  printf("%ld %s %ld\n", late, value("exo.dl.missed"), -refused);
  finish();
}

static void wait_longest(long tasks, long millis) {
  long longest = 0, last = now(), end = last + millis * MILLI;
  compute_for(100 * MILLI);
  start(tasks, flicker);
  while (last < end) {
    long present = now();
    longest = present - last > longest ? present - last : longest;
    last = present;
  }
  finish();
  printf("%ld\n", longest);
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  long tasks = argc > 2 ? parse_long(argv[2]) : 3;
  long amount = argc > 3 ? parse_long(argv[3]) : 100;
  if (tasks < 0 || tasks > MOST || amount < 1) return 2;
  if (!strcmp(what, "even")) even(tasks, amount);
  else if (!strcmp(what, "interactive")) interactive(tasks, amount);
  else if (!strcmp(what, "deadline")) deadline(tasks, amount);
  else if (!strcmp(what, "wait")) wait_longest(tasks, amount);
  else return 2;
  return 0;
}
