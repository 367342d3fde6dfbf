/*
 * storm WORKERS ROUNDS [SEED]: each worker maps, writes, forks, protects and unmaps pages at random and
 * looks whether each page holds what it wrote there last, or zeros where it is new. Prints
 * "clean", or the first page that was wrong.
 */
#include "exo.h"

#include <linux/mman.h>

#define PAGE 4096UL
#define PAGES 96UL

static uint64_t random_state;
static uint64_t numbers[PAGES];

static uint64_t chance(uint64_t below) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (random_state >> 11) % below;
}

static uint64_t *word(char *base, uint64_t page) { return (uint64_t *)(base + page * PAGE) + page; }

static void look(char *base, uint64_t from, uint64_t to, const char *when) {
  for (uint64_t i = from; i < to; i++)
    if (*word(base, i) != numbers[i]) {
      printf("%s: page %lu has %lx, not %lx\n", when, (unsigned long)i,
             (unsigned long)*word(base, i), (unsigned long)numbers[i]);
      exit(1);
    }
}

static void put(char *base, uint64_t from, uint64_t to) {
  for (uint64_t i = from; i < to; i++) *word(base, i) = numbers[i] = chance(~0UL) | 1;
}

static void must(long result, const char *what) {
  if (result < 0 && result > -4096) {
    printf("%s: error %ld\n", what, -result);
    exit(2);
  }
}

static void fork_and_look(char *base) {
  long child = sys(__NR_fork);
  must(child, "fork");
  if (child == 0) {
    look(base, 0, PAGES, "in the child");
    put(base, PAGES / 4, PAGES);
    look(base, 0, PAGES, "in the child, written");
    exit(0);
  }
  put(base, 0, PAGES / 2);
  look(base, 0, PAGES, "beside the child");
  int status = -1;
  must(sys(__NR_wait4, child, &status, 0, NULL), "wait4");
  if (status != 0) exit(status >> 8 ? status >> 8 : 3);
  look(base, 0, PAGES, "after the child");
}

static void work(long rounds) {
  char *base = (char *)sys_mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  must((long)base, "mmap");
  for (long round = 0; round < rounds; round++) {
    uint64_t from = chance(PAGES);
    uint64_t to = from + 1 + chance(PAGES - from);
    char *at = base + from * PAGE;
    switch (chance(5)) {
      case 0:
        must((long)sys_mmap(at, (to - from) * PAGE, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0), "mmap fixed");
        for (uint64_t i = from; i < to; i++) numbers[i] = 0;
        break;
      case 1:
        must(sys_mprotect(at, (to - from) * PAGE, PROT_READ), "mprotect");
        look(base, from, to, "read-only");
        must(sys_mprotect(at, (to - from) * PAGE, PROT_READ | PROT_WRITE), "mprotect");
        break;
      case 2:
        must(sys(__NR_madvise, at, (to - from) * PAGE, MADV_DONTNEED), "madvise");
        for (uint64_t i = from; i < to; i++) numbers[i] = 0;
        break;
      case 3:
        if (chance(3) == 0) fork_and_look(base);
        break;
      default:
        put(base, from, to);
    }
    look(base, from, to, "after a change");
  }
  look(base, 0, PAGES, "at the end");
}

int main(int argc, char **argv) {
  long workers = argc > 1 ? parse_long(argv[1]) : 2;
  long rounds = argc > 2 ? parse_long(argv[2]) : 200;
  long seed = argc > 3 ? parse_long(argv[3]) : 0;
  for (long i = 0; i < workers; i++) {
    long child = sys(__NR_fork);
    must(child, "fork");
    if (child == 0) {
      random_state = 0x9e3779b97f4a7c15 * (uint64_t)(seed + i + 1);
      work(rounds);
      exit(0);
    }
  }
  int bad = 0;
  for (long i = 0; i < workers; i++) {
    int status = -1;
    must(sys(__NR_wait4, -1, &status, 0, NULL), "wait4");
    bad |= status;
  }
  if (bad == 0) printf("clean\n");
  return bad ? 1 : 0;
}
