/* getpid-loop [N]: makes N system calls that do nearly nothing (getppid), to time one of them. */
#include "exo.h"

int main(int argc, char **argv) {
  long n = argc > 1 ? parse_long(argv[1]) : 1000000;
  long sum = 0;
  for (long i = 0; i < n; i++) sum += sys_getppid();
  printf("%ld calls, parent %ld\n", n, n ? sum / n : 0);
  return 0;
}
