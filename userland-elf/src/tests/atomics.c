/*
 * atomics N: two threads, N rounds each: counters by lock inc, by cmpxchg, behind a spin lock of
 * xchg, and behind a mutex on a futex. Prints the four sums, each twice N.
 */
#include "exo.h"

#include <linux/futex.h>
#include <linux/sched.h>

#define THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)
#define APART __attribute__((aligned(64)))

static APART volatile uint64_t by_increment, by_exchange, by_spinning, by_mutex;
static APART volatile uint32_t spin, mutex, over;
static long rounds;

static void wait_while(volatile uint32_t *word, uint32_t value) {
  sys(__NR_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
}

static void wake(volatile uint32_t *word) {
  sys(__NR_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

/* 0 free, 1 taken, 2 taken and waited for. */
static void lock_mutex(void) {
  uint32_t seen = 0;
  if (__atomic_compare_exchange_n(&mutex, &seen, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
    return;
  }
  while (__atomic_exchange_n(&mutex, 2, __ATOMIC_ACQUIRE) != 0) wait_while(&mutex, 2);
}

static void unlock_mutex(void) {
  if (__atomic_exchange_n(&mutex, 0, __ATOMIC_RELEASE) == 2) wake(&mutex);
}

static void work(void) {
  for (long i = 0; i < rounds; i++) {
    __atomic_add_fetch(&by_increment, 1, __ATOMIC_RELAXED);
    uint64_t seen = by_exchange;
    while (!__atomic_compare_exchange_n(&by_exchange, &seen, seen + 1, true, __ATOMIC_RELAXED,
                                        __ATOMIC_RELAXED)) {
    }
    if (i % 16 == 0) {
      for (int tries = 0; __atomic_exchange_n(&spin, 1, __ATOMIC_ACQUIRE) != 0; tries++) {
        if (tries % 64 == 63) sys(__NR_sched_yield);
      }
      by_spinning++;
      __atomic_store_n(&spin, 0, __ATOMIC_RELEASE);
      lock_mutex();
      by_mutex++;
      unlock_mutex();
    }
  }
}

__attribute__((used)) static void thread_main(void) {
  work();
  over = 1;
  wake(&over);
  for (;;) sys(__NR_exit, 0);
}

static long start_thread(char *stack_end) {
  long result;
  register long r10 __asm__("r10") = 0;
  register long r8 __asm__("r8") = 0;
  __asm__ volatile(
      "syscall\n"
      "test %%rax, %%rax\n"
      "jnz 1f\n"
      "xor %%ebp, %%ebp\n"
      "call thread_main\n"
      "1:"
      : "=a"(result)
      : "a"(__NR_clone), "D"(THREAD), "S"(stack_end), "d"(0), "r"(r10), "r"(r8)
      : "rcx", "r11", "memory");
  return result;
}

int main(int argc, char **argv) {
  static char stack[8192] __attribute__((aligned(16)));
  rounds = argc > 1 ? parse_long(argv[1]) : 100000;
  if (start_thread(stack + sizeof stack) < 0) return 1;
  work();
  while (!over) wait_while(&over, 0);
  printf("%lu %lu %lu %lu\n", by_increment, by_exchange, by_spinning * 16, by_mutex * 16);
  return 0;
}
