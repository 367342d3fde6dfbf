/*
 * compute WHAT N [THREADS]: does N rounds of one kind of computing in each of some threads, and says
 * what a round took by the clock of the machine it runs on.
 *
 *   integers  multiply, rotate and add in registers     matrix  product of two 64 x 64 of doubles
 *   chase     1000 loads through 16 MB, each waiting for the one before
 */
#include "exo.h"

#include <linux/futex.h>
#include <linux/sched.h>
#include <linux/time.h>
#include <linux/time_types.h>

#define MOST_THREADS 16
#define STACK (1 << 16)
#define SIZE 64
#define WORDS (4u << 20)
#define THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)

struct worker {
  void (*work)(struct worker *me);
  long rounds;
  uint64_t result;
  double product[SIZE][SIZE];
};

static struct worker workers[MOST_THREADS];
static double left[SIZE][SIZE], right[SIZE][SIZE];
static uint32_t next[WORDS];
static volatile uint32_t running;

static void fail(const char *why) {
  dprintf(2, "compute: %s\n", why);
  exit(2);
}

static long now(void) {
  struct __kernel_timespec t;
  sys(__NR_clock_gettime, CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000 + t.tv_nsec;
}

static void integers(struct worker *me) {
  uint64_t x = me->result | 1;
  for (long i = 0; i < me->rounds; i++) {
    for (int k = 0; k < 1000; k++) {
      x = x * 0x9e3779b97f4a7c15u + (uint64_t)k;
      x ^= x >> 29 | x << 35;
    }
  }
  me->result = x;
}

static void matrix(struct worker *me) {
  for (long n = 0; n < me->rounds; n++)
    for (int i = 0; i < SIZE; i++)
      for (int j = 0; j < SIZE; j++) {
        double sum = 0;
        for (int k = 0; k < SIZE; k++) sum += left[i][k] * right[k][j];
        me->product[i][j] = sum + (double)n;
      }
  me->result = (uint64_t)me->product[SIZE - 1][SIZE - 1];
}

static void chase(struct worker *me) {
  uint32_t at = (uint32_t)me->result;
  for (long i = 0; i < me->rounds; i++)
    for (int k = 0; k < 1000; k++) at = next[at];
  me->result = at;
}

static void prepare(void) {
  for (int i = 0; i < SIZE; i++)
    for (int j = 0; j < SIZE; j++) {
      left[i][j] = 0.5 * (i + j);
      right[i][j] = 0.25 * (i - j);
    }
  /* A linear congruential generator of full period visits every word before it repeats. */
  for (uint32_t i = 0; i < WORDS; i++) next[i] = (i * 1664525u + 1013904223u) & (WORDS - 1);
}

__attribute__((used)) static void thread_main(struct worker *me) {
  me->work(me);
  if (__atomic_sub_fetch(&running, 1, __ATOMIC_RELEASE) == 0)
    sys(__NR_futex, &running, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
  sys(__NR_exit, 0);
}

static void start_thread(struct worker *worker) {
  long stack = sys_mmap(NULL, STACK, 3, 0x22, -1, 0);
  if (stack < 0) fail("no memory for a stack");
  register struct worker *r12 __asm__("r12") = worker;
  long result;
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
  if (result < 0) fail("no thread");
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  long rounds = argc > 2 ? parse_long(argv[2]) : 1000;
  long threads = argc > 3 ? parse_long(argv[3]) : 1;
  void (*work)(struct worker *) = !strcmp(what, "integers") ? integers
                                  : !strcmp(what, "matrix") ? matrix
                                  : !strcmp(what, "chase")  ? chase
                                                            : NULL;
  if (work == NULL) fail("no such work");
  if (rounds < 1 || threads < 1 || threads > MOST_THREADS) fail("so many cannot be done");
  prepare();
  for (long i = 0; i < threads; i++)
    workers[i] = (struct worker){.work = work, .rounds = rounds, .result = (uint64_t)i};
  running = (uint32_t)threads;
  long start = now();
  for (long i = 1; i < threads; i++) start_thread(&workers[i]);
  work(&workers[0]);
  uint32_t left_over = __atomic_sub_fetch(&running, 1, __ATOMIC_RELEASE);
  while (left_over != 0) {
    sys(__NR_futex, &running, FUTEX_WAIT_PRIVATE, left_over, NULL, NULL, 0);
    left_over = __atomic_load_n(&running, __ATOMIC_ACQUIRE);
  }
  long end = now();
  printf("%ld ns\n", (end - start) / rounds);
  return 0;
}
