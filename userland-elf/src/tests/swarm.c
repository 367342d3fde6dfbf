/*
 * swarm WHAT N: many tasks alive at once, or many one after the other. Prints how many there were.
 *
 *   threads N    N threads of one process, all alive, each then counts once and ends
 *   processes N  N children, all alive at once, each then ends with its share of a status
 *   rounds N     N times fork, exit, wait
 *   bomb         every process makes two, until the limit; then all are reaped
 */
#include "exo.h"

#include <linux/futex.h>
#include <linux/sched.h>

#define THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)
#define STACK 4096

static volatile uint32_t started, go, ended;

static void must(const char *what, long result) {
  if (result < 0) {
    dprintf(2, "swarm: %s: error %ld\n", what, -result);
    exit(1);
  }
}

static void await(volatile uint32_t *word, uint32_t wanted) {
  for (uint32_t seen; (seen = *word) != wanted;)
    sys(__NR_futex, word, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
}

static void count(volatile uint32_t *word) {
  __atomic_add_fetch(word, 1, __ATOMIC_SEQ_CST);
  sys(__NR_futex, word, FUTEX_WAKE_PRIVATE, 0x7fffffff, NULL, NULL, 0);
}

__attribute__((used)) static void thread_main(void) {
  count(&started);
  await(&go, 1);
  count(&ended);
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

static void threads(long n) {
  long stacks = sys_mmap(NULL, (size_t)n * STACK, 3, 0x22, -1, 0);
  must("mmap", stacks);
  for (long i = 0; i < n; i++) must("clone", start_thread((char *)stacks + (i + 1) * STACK));
  await(&started, (uint32_t)n);
  go = 1;
  sys(__NR_futex, &go, FUTEX_WAKE_PRIVATE, 0x7fffffff, NULL, NULL, 0);
  await(&ended, (uint32_t)n);
  printf("%u\n", ended);
}

static long reap_all(void) {
  long reaped = 0;
  while (sys(__NR_wait4, -1, NULL, 0, NULL) > 0) reaped++;
  return reaped;
}

static void processes(long n) {
  int ends[2];
  char byte;
  must("pipe", sys(__NR_pipe, ends));
  for (long i = 0; i < n; i++) {
    long pid = sys(__NR_fork);
    must("fork", pid);
    if (pid == 0) {
      sys_close(ends[1]);
      sys_read(ends[0], &byte, 1);
      exit(0);
    }
  }
  sys_close(ends[1]);
  printf("%ld\n", reap_all());
}

static void rounds(long n) {
  long done = 0;
  for (; done < n; done++) {
    long pid = sys(__NR_fork);
    must("fork", pid);
    if (pid == 0) exit(0);
    must("wait4", sys(__NR_wait4, pid, NULL, 0, NULL));
  }
  printf("%ld\n", done);
}

static void bomb(void) {
  for (;;) {
    long pid = sys(__NR_fork);
    if (pid < 0) break;
  }
  reap_all();
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  long n = argc > 2 ? parse_long(argv[2]) : 100;
  if (!strcmp(what, "threads")) {
    threads(n);
  } else if (!strcmp(what, "processes")) {
    processes(n);
  } else if (!strcmp(what, "rounds")) {
    rounds(n);
  } else if (!strcmp(what, "bomb")) {
    bomb();
  } else {
    dprintf(2, "swarm: no such thing: %s\n", what);
    return 2;
  }
  return 0;
}
