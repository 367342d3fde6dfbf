/*
 * bounce N: two threads hand a cache line to and fro N times, the bare way: what no message there
 * and back between two CPUs can be faster than. Says what a round trip took. For the host: on one
 * CPU the threads would wait for each other's turns.
 */
#include "exo.h"

#include <linux/futex.h>
#include <linux/sched.h>
#include <linux/time.h>
#include <linux/time_types.h>

#define STACK (1 << 14)
#define THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)
#define WARM_UP 10000

static volatile uint64_t there __attribute__((aligned(128)));
static volatile uint64_t back __attribute__((aligned(128)));
static uint64_t rounds __attribute__((aligned(128)));

__attribute__((used)) static void thread_main(void) {
  for (uint64_t i = 1; i <= rounds; i++) {
    while (__atomic_load_n(&there, __ATOMIC_ACQUIRE) != i) __builtin_ia32_pause();
    __atomic_store_n(&back, i, __ATOMIC_RELEASE);
  }
  for (;;) sys(__NR_exit, 0);
}

static long start_thread(void) {
  static char stack[STACK] __attribute__((aligned(16)));
  long result;
  __asm__ volatile(
      "syscall\n"
      "test %%rax, %%rax\n"
      "jnz 1f\n"
      "xor %%ebp, %%ebp\n"
      "call thread_main\n"
      "1:"
      : "=a"(result)
      : "a"(__NR_clone), "D"(THREAD), "S"(stack + STACK), "d"(0)
      : "rcx", "r11", "memory");
  return result;
}

static long now(void) {
  struct __kernel_timespec t;
  sys(__NR_clock_gettime, CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000 + t.tv_nsec;
}

static void trip(uint64_t i) {
  __atomic_store_n(&there, i, __ATOMIC_RELEASE);
  while (__atomic_load_n(&back, __ATOMIC_ACQUIRE) != i) __builtin_ia32_pause();
}

int main(int argc, char **argv) {
  long n = argc > 1 ? parse_long(argv[1]) : 1000000;
  if (n < 1) return 2;
  rounds = (uint64_t)n + WARM_UP;
  if (start_thread() < 0) return 1;
  for (uint64_t i = 1; i <= WARM_UP; i++) trip(i);
  long start = now();
  for (uint64_t i = WARM_UP + 1; i <= rounds; i++) trip(i);
  printf("%ld ns\n", (now() - start) / n);
  return 0;
}
