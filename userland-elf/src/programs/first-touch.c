/* first-touch [N]: writes one byte into each of N fresh anonymous pages, in order. */
#include "exo.h"

#include <linux/mman.h>

#define PAGE 4096L

int main(int argc, char **argv) {
  long n = argc > 1 ? parse_long(argv[1]) : 65536;
  long area = sys_mmap(NULL, (size_t)((n + 1) * PAGE), PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (area < 0 && area > -PAGE) {
    dprintf(2, "first-touch: mmap of %ld pages: error %ld\n", n, -area);
    return 1;
  }
  volatile char *pages = (volatile char *)area;
  for (long i = 0; i < n; i++) pages[i * PAGE] = (char)i;
  long sum = 0;
  for (long i = 0; i < n; i++) sum += pages[i * PAGE] == (char)i;
  printf("%ld pages\n", sum);
  return sum == n ? 0 : 1;
}
