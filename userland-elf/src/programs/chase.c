/*
 * chase [N]: follows a chain of indices through 16 MB N times, each load waiting for the one
 * before: cache and TLB misses. The chain is a linear congruential generator of full period
 * (multiplier 1 mod 4, odd increment), so it visits every word before it repeats.
 */
#include "exo.h"

#define WORDS (4u << 20)

static uint32_t next[WORDS];

int main(int argc, char **argv) {
  long n = argc > 1 ? parse_long(argv[1]) : 6000000;
  for (uint32_t i = 0; i < WORDS; i++) next[i] = (i * 1664525u + 1013904223u) & (WORDS - 1);
  uint32_t at = 1;
  uint64_t sum = 0;
  for (long i = 0; i < n; i++) {
    at = next[at];
    sum += at;
  }
  printf("%lu\n", sum);
  return 0;
}
