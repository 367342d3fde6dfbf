/* sieve [N]: counts the primes below 8,000,000 N times: strided stores over 8 MB. */
#include "exo.h"

#define LIMIT 8000000

static unsigned char composite[LIMIT];

static long count_primes(void) {
  for (long i = 0; i < LIMIT; i++) composite[i] = 0;
  for (long i = 2; i * i < LIMIT; i++)
    if (!composite[i])
      for (long j = i * i; j < LIMIT; j += i) composite[j] = 1;
  long count = 0;
  for (long i = 2; i < LIMIT; i++) count += !composite[i];
  return count;
}

int main(int argc, char **argv) {
  long n = argc > 1 ? parse_long(argv[1]) : 3;
  long count = 0;
  for (long i = 0; i < n; i++) count = count_primes();
  printf("%ld\n", count);
  return 0;
}
