/*
 * fpu THREADS N: threads that each keep a value in SSE, x87 and control registers across N calls
 * that give the CPU away, and look whether it is still theirs. Prints "kept" or what was lost.
 */
#include "exo.h"

#include <linux/futex.h>
#include <linux/sched.h>

#define STACK (1 << 14)
#define MOST_THREADS 64
#define THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)

static volatile uint32_t running, lost;
static long rounds;

/* Rounding modes differ too: bits 13 and 14 of MXCSR, bits 10 and 11 of the x87 control word. */
static int keeps(uint64_t mine) {
  uint64_t low = 0, high = 0, stack = 0, nothing = 0;
  uint32_t wanted = 0x1f80 | (uint32_t)(mine & 3) << 13, mxcsr = 0;
  uint16_t mode = (uint16_t)(0x37f | (mine & 3) << 10), control = 0;
  __asm__ volatile(
      "ldmxcsr %[wanted]\n"
      "fninit\n"
      "fldcw %[mode]\n"
      "fildll %[mine]\n"
      "movq %[mine], %%xmm0\n"
      "movq %[mine], %%xmm15\n"
      "mov %[yield], %%eax\n"
      "syscall\n"
      "movq %%xmm0, %[low]\n"
      "movq %%xmm15, %[high]\n"
      "fistpll %[stack]\n"
      "fnstcw %[control]\n"
      "stmxcsr %[mxcsr]\n"
      : [low] "=m"(low), [high] "=m"(high), [stack] "=m"(stack), [control] "=m"(control),
        [mxcsr] "=m"(mxcsr), "+m"(nothing)
      : [mine] "m"(mine), [wanted] "m"(wanted), [mode] "m"(mode), [yield] "i"(__NR_sched_yield)
      : "rax", "rcx", "r11", "xmm0", "xmm15", "memory");
  return low == mine && high == mine && stack == mine && control == mode &&
         (mxcsr & 0x6000) == (wanted & 0x6000);
}

__attribute__((used)) static void thread_main(long number) {
  for (long i = 0; i < rounds; i++)
    if (!keeps((uint64_t)(number << 32 | i << 2 | (number & 3))))
      __atomic_add_fetch(&lost, 1, __ATOMIC_RELAXED);
  if (__atomic_sub_fetch(&running, 1, __ATOMIC_RELEASE) == 0)
    sys(__NR_futex, &running, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
  sys(__NR_exit, 0);
}

static void start_thread(long number) {
  long stack = sys_mmap(NULL, STACK, 3, 0x22, -1, 0);
  register long r12 __asm__("r12") = number;
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
  if (result < 0) exit(2);
}

int main(int argc, char **argv) {
  long threads = argc > 1 ? parse_long(argv[1]) : 5;
  rounds = argc > 2 ? parse_long(argv[2]) : 1000;
  running = (uint32_t)threads;
  for (long i = 0; i < threads; i++) start_thread(i + 1);
  for (uint32_t left; (left = __atomic_load_n(&running, __ATOMIC_ACQUIRE)) != 0;)
    sys(__NR_futex, &running, FUTEX_WAIT_PRIVATE, left, NULL, NULL, 0);
  if (lost != 0) {
    printf("lost %u times\n", lost);
    return 1;
  }
  printf("kept\n");
  return 0;
}
