/* tsc: prints the frequency of the time stamp counter in Hz, from a tenth of a second of it. */
#include "exo.h"

#include <linux/time.h>
#include <linux/time_types.h>

static uint64_t cycles(void) {
  uint32_t low, high;
  __asm__ volatile("lfence; rdtsc" : "=a"(low), "=d"(high));
  return (uint64_t)high << 32 | low;
}

/* The counter at a moment of the clock: of several tries the one least disturbed. */
static uint64_t moment(long *nanos) {
  uint64_t best = 0, shortest = ~0ull;
  for (int i = 0; i < 20; i++) {
    struct __kernel_timespec now;
    uint64_t before = cycles();
    sys(__NR_clock_gettime, CLOCK_MONOTONIC, &now);
    uint64_t took = cycles() - before;
    if (took < shortest) {
      shortest = took;
      best = before + took / 2;
      *nanos = now.tv_sec * 1000000000 + now.tv_nsec;
    }
  }
  return best;
}

int main(void) {
  long start_nanos = 0, end_nanos = 0;
  uint64_t start = moment(&start_nanos);
  struct __kernel_timespec tenth = {0, 100000000};
  sys(__NR_nanosleep, &tenth, NULL);
  uint64_t end = moment(&end_nanos);
  printf("%lu\n", (uint64_t)((double)(end - start) * 1e9 / (double)(end_nanos - start_nanos)));
  return 0;
}
