/*
 * exhaust memory|heap|stack|descriptors|files|output: takes one thing without end and says how it
 * ended, if it was told.
 */
#include "exo.h"

#include <linux/mman.h>

#define PAGE 4096L

static int memory(void) {
  for (long n = 0;; n++) {
    char *p = (char *)sys_mmap(NULL, 16 * PAGE, PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if ((long)p < 0) {
      printf("memory: error %ld\n", -(long)p);
      return 0;
    }
    for (int i = 0; i < 16; i++) p[i * PAGE] = 1;
  }
}

static int heap(void) {
  char *end = (char *)sys_brk(NULL);
  for (;;) {
    char *more = (char *)sys_brk(end + 64 * PAGE);
    if (more == end) {
      printf("heap: refused\n");
      return 0;
    }
    for (; end < more; end += PAGE) *end = 1;
  }
}

#pragma GCC diagnostic ignored "-Winfinite-recursion"
static __attribute__((noinline)) long stack(long depth) {
  volatile char frame[1000];
  frame[depth % 1000] = (char)depth;
  return stack(depth + 1) + frame[0];
}

static int descriptors(void) {
  long n = 0;
  long fd;
  while ((fd = sys_open("/", 0, 0)) >= 0) n++;
  printf("descriptors: %ld, error %ld\n", n, -fd);
  return 0;
}

static int files(void) {
  static char block[1 << 16];
  long fd = sys_open("/tmp/full", 01 | 0100, 0600);
  long wrote;
  while ((wrote = sys_write((int)fd, block, sizeof block)) > 0) {
  }
  printf("files: error %ld\n", -wrote);
  return 0;
}

static int names(void) {
  char name[64];
  for (long n = 0;; n++) {
    snprintf(name, sizeof name, "/tmp/name-%ld", n);
    long fd = sys_open(name, 01 | 0100, 0600);
    if (fd < 0) {
      printf("names: error %ld\n", -fd);
      return 0;
    }
    sys_close((int)fd);
  }
}

static int output(void) {
  static char block[1 << 16];
  while (sys_write(1, block, sizeof block) > 0) {
  }
  return 0;
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  if (strcmp(what, "memory") == 0) return memory();
  if (strcmp(what, "heap") == 0) return heap();
  if (strcmp(what, "stack") == 0) return (int)stack(0);
  if (strcmp(what, "descriptors") == 0) return descriptors();
  if (strcmp(what, "files") == 0) return files();
  if (strcmp(what, "names") == 0) return names();
  if (strcmp(what, "output") == 0) return output();
  return 2;
}
