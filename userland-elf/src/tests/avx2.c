/*
 * avx2: computes with 256-bit registers, and says whether all of them are what they were after a
 * turn of another process and after a signal's handler that clears them.
 */
#include "exo.h"

#include <asm/signal.h>

#define SIDE 48
#define ROUNDS 200

typedef float eight __attribute__((vector_size(32)));

static float a[SIDE][SIDE] __attribute__((aligned(32)));
static float b[SIDE][SIDE] __attribute__((aligned(32)));
static float c[SIDE][SIDE] __attribute__((aligned(32)));

static long multiply(void) {
  for (int i = 0; i < SIDE; i++)
    for (int j = 0; j < SIDE; j++) {
      a[i][j] = (float)((i * 7 + j * 3) % 11);
      b[i][j] = (float)((i * 5 + j) % 13);
    }
  for (int i = 0; i < SIDE; i++)
    for (int j = 0; j < SIDE; j += 8) {
      eight sum = {0};
      for (int k = 0; k < SIDE; k++) sum += a[i][k] * *(eight *)&b[k][j];
      *(eight *)&c[i][j] = sum;
    }
  long total = 0;
  for (int i = 0; i < SIDE; i++)
    for (int j = 0; j < SIDE; j++) total += (long)c[i][j] * (i + 2 * j + 1);
  return total;
}

static uint64_t before[16][4] __attribute__((aligned(32)));
static uint64_t after[16][4] __attribute__((aligned(32)));

/* All sixteen registers are loaded, a system call is made, and all are stored. */
static bool kept_across(long number, long x, long y) {
  uint64_t mine = (uint64_t)sys_getpid() * 0x9e3779b97f4a7c15;
  for (int i = 0; i < 16; i++)
    for (int j = 0; j < 4; j++) before[i][j] = mine + (uint64_t)(i * 4 + j);
  __asm__ volatile(
      "vmovdqa 0(%[from]), %%ymm0; vmovdqa 32(%[from]), %%ymm1; vmovdqa 64(%[from]), %%ymm2;"
      "vmovdqa 96(%[from]), %%ymm3; vmovdqa 128(%[from]), %%ymm4; vmovdqa 160(%[from]), %%ymm5;"
      "vmovdqa 192(%[from]), %%ymm6; vmovdqa 224(%[from]), %%ymm7; vmovdqa 256(%[from]), %%ymm8;"
      "vmovdqa 288(%[from]), %%ymm9; vmovdqa 320(%[from]), %%ymm10; vmovdqa 352(%[from]), %%ymm11;"
      "vmovdqa 384(%[from]), %%ymm12; vmovdqa 416(%[from]), %%ymm13; vmovdqa 448(%[from]), %%ymm14;"
      "vmovdqa 480(%[from]), %%ymm15; syscall;"
      "vmovdqa %%ymm0, 0(%[to]); vmovdqa %%ymm1, 32(%[to]); vmovdqa %%ymm2, 64(%[to]);"
      "vmovdqa %%ymm3, 96(%[to]); vmovdqa %%ymm4, 128(%[to]); vmovdqa %%ymm5, 160(%[to]);"
      "vmovdqa %%ymm6, 192(%[to]); vmovdqa %%ymm7, 224(%[to]); vmovdqa %%ymm8, 256(%[to]);"
      "vmovdqa %%ymm9, 288(%[to]); vmovdqa %%ymm10, 320(%[to]); vmovdqa %%ymm11, 352(%[to]);"
      "vmovdqa %%ymm12, 384(%[to]); vmovdqa %%ymm13, 416(%[to]); vmovdqa %%ymm14, 448(%[to]);"
      "vmovdqa %%ymm15, 480(%[to])"
      : "+a"(number)
      : "D"(x), "S"(y), [from] "r"(before), [to] "r"(after)
      : "rcx", "r11", "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
        "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
  return memcmp(before, after, sizeof before) == 0;
}

static void clear(int signal) {
  (void)signal;
  __asm__ volatile("vzeroall" ::: "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
                   "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
}

_Noreturn void back(void);
__asm__("back: mov $15, %eax; syscall");

static void handle(int signal) {
  struct sigaction action = {0};
  action.sa_handler = clear;
  action.sa_flags = SA_RESTORER;
  action.sa_restorer = back;
  sys(__NR_rt_sigaction, signal, &action, NULL, 8);
}

static bool all(long number, long x, long y) {
  bool kept = true;
  for (int i = 0; i < ROUNDS; i++) kept &= kept_across(number, x, y);
  return kept;
}

int main(void) {
  printf("product: %ld\n", multiply());
  long child = sys(__NR_fork);
  bool turns = all(__NR_sched_yield, 0, 0);
  if (child == 0) exit(turns ? 0 : 1);
  int status = -1;
  sys(__NR_wait4, child, &status, 0, NULL);
  printf("after turns of another: %s\n", turns && status == 0 ? "kept" : "LOST");
  handle(SIGUSR1);
  printf("after a handler: %s\n", all(__NR_kill, sys_getpid(), SIGUSR1) ? "kept" : "LOST");
  printf("product: %ld\n", multiply());
  return 0;
}
