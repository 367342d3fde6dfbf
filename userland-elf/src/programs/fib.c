/* fib [N]: the Nth Fibonacci number by plain recursion: calls and returns. */
#include "exo.h"

__attribute__((noinline)) static long fib(long n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

int main(int argc, char **argv) {
  printf("%ld\n", fib(argc > 1 ? parse_long(argv[1]) : 36));
  return 0;
}
