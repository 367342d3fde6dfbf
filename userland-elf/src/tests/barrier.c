/*
 * barrier ROUNDS: one thread counts in a restartable sequence that it never leaves by itself; the
 * other drives it out with membarrier(2), and then must not see it count any more. Prints "out",
 * or how far the count went behind the barrier.
 */
#include "exo_thread.h"

#define SIGNATURE 0x53053053
#define REGISTER_RSEQ 0x100
#define BARRIER_RSEQ 0x80
#define APART __attribute__((aligned(64)))

static struct { uint32_t cpu_start, cpu; uint64_t section; uint32_t flags, node, others[2]; } APART area;
static APART volatile uint64_t counted;
static APART volatile long allowed;
static APART volatile long left;

/* The sequence: an endless loop that only its abort handler ends. */
static void count_until_aborted(void) {
  __asm__ volatile(
      ".pushsection .data\n"
      ".balign 32\n"
      "3: .long 0, 0\n"
      ".quad 1f, 2f - 1f, 4f\n"
      ".popsection\n"
      "lea 3b(%%rip), %%rax\n"
      "mov %%rax, 8(%[area])\n"
      "1: incq (%[count])\n"
      "jmp 1b\n"
      "2: ud2\n"
      ".long 0x53053053\n"
      "4:\n"
      :
      : [area] "r"(&area), [count] "r"(&counted)
      : "rax", "memory");
}

static void count(void *unused) {
  (void)unused;
  if (sys(__NR_rseq, &area, 32, 0, SIGNATURE) != 0) exit(3);
  for (long round = 1;; round++) {
    while (allowed < round) __builtin_ia32_pause();
    count_until_aborted();
    /* The end of a quantum aborts as well: only the barrier allows the next round. */
    __atomic_store_n(&left, round, __ATOMIC_RELEASE);
  }
}

int main(int argc, char **argv) {
  Thread counter;
  long rounds = argc > 1 ? parse_long(argv[1]) : 100;
  if (sys(__NR_membarrier, REGISTER_RSEQ, 0, 0) != 0) return 2;
  if (thread_start(&counter, count, NULL) < 0) return 1;
  for (long round = 1; round <= rounds; round++) {
    uint64_t before = counted;
    allowed = round;
    while (counted == before && left < round) __builtin_ia32_pause();
    if (sys(__NR_membarrier, BARRIER_RSEQ, 0, 0) != 0) return 2;
    uint64_t then = counted;
    for (int i = 0; i < 20000; i++) __builtin_ia32_pause();
    if (counted != then) {
      printf("round %ld: %lu behind the barrier\n", round, (unsigned long)(counted - then));
      return 1;
    }
    while (left < round) sys(__NR_sched_yield);
  }
  printf("out\n");
  return 0;
}
