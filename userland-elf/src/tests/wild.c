/*
 * wild NUMBER SEED COUNT: makes system call NUMBER COUNT times with arguments that no program would
 * give: pointers to nothing, to the kernel, to the last byte before a hole; lengths near 2^63; odd
 * descriptors. Ends with 0 whatever the calls answer.
 */
#include "exo.h"

#include <linux/mman.h>

#define PAGE 4096L

static unsigned long state;

static unsigned long next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  long number = parse_long(argv[1]);
  state = (unsigned long)parse_long(argv[2]) * 2654435761u + 1;
  long count = parse_long(argv[3]);
  char *area = (char *)sys_mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  sys_munmap(area + 2 * PAGE, PAGE);
  sys_mprotect(area + 3 * PAGE, PAGE, PROT_READ);
  memcpy(area, "/tmp/wild", 10);
  const long values[] = {
      0, 1, 2, 3, 7, 8, 63, 64, 100, 255, 4095, 4096, 65536, -1, -2, -100, -4096,
      0x7fffffff, 0x80000000L, 0xffffffffL, 0x100000000L,
      0x7fffffffffffffffL, (long)0x8000000000000000UL, 0x7ffffffffffff000L,
      0x7ffffffff000L, 0x7fffffffefffL, 0x800000000000L, (long)0xffff800000000000UL,
      (long)0xffffffffff600000UL, 0xdead0000L, 0x10, 0x1000,
      (long)area, (long)(area + 1), (long)(area + 2 * PAGE - 1), (long)(area + 2 * PAGE - 8),
      (long)(area + 2 * PAGE), (long)(area + 3 * PAGE), (long)(area + PAGE), (long)(area + 4 * PAGE - 4),
  };
  const unsigned long n = sizeof values / sizeof values[0];
  for (long i = 0; i < count; i++) {
    long a[6];
    for (int k = 0; k < 6; k++) a[k] = values[next() % n];
    syscall6(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  }
  return 0;
}
