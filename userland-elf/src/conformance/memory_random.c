// The calls of memory in whatever order: each case plays many of them on a small region, and looks
// at every page after every call. What differs once differs in all digests that follow.
#include "conformance.h"

#define REGION_PAGES 48
#define FILE_PAGES 12
#define STEPS 160
#define STEPS_A_DIGEST 16
#define REGION ((uint8_t *)0x100000000000ul)
#define DONT_CARE 0

static uint64_t random_state;
static int file_read_write, file_read_only, probe[2];
static uint64_t digest;

static unsigned below(unsigned limit) {
  random_state = random_state * 6364136223846793005ul + 1442695040888963407ul;
  return (unsigned)(random_state >> 33) % limit;
}

static void mix(uint64_t value) {
  digest = (digest ^ value) * 0x100000001b3ul;
}

static uint8_t *somewhere(void) {
  return REGION + below(REGION_PAGES) * PAGE;
}

static unsigned long some_length(void) {
  return (1 + below(below(4) ? 5 : 20)) * PAGE;
}

static int some_rights(void) {
  return below(3) ? PROT_READ | PROT_WRITE : (int)below(8);
}

static long map(void) {
  static const int kinds[] = {MAP_PRIVATE | MAP_ANONYMOUS, MAP_SHARED | MAP_ANONYMOUS,
                              MAP_PRIVATE, MAP_SHARED};
  int kind = kinds[below(4)], rights = some_rights();
  int fd = kind & MAP_ANONYMOUS ? -1 : below(4) ? file_read_write : file_read_only;
  uint8_t *at = somewhere();
  unsigned long length = some_length();
  return sys(mmap, at, length, rights, kind | MAP_FIXED, fd, fd < 0 ? 0 : below(FILE_PAGES) * PAGE);
}

// One page at most, so that it does not matter which areas Linux joins.
static long move(void) {
  static const int flags[] = {0, MREMAP_MAYMOVE | MREMAP_FIXED,
                              MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP};
  int how = flags[below(3)];
  unsigned long length = how & MREMAP_DONTUNMAP || below(2) ? PAGE : (1 + below(4)) * PAGE;
  uint8_t *from = somewhere(), *to = somewhere();
  return sys(mremap, from, PAGE, length, how, to);
}

static long advise(void) {
  static const int advice[] = {MADV_DONTNEED, MADV_DONTNEED, MADV_SEQUENTIAL, MADV_DONTFORK,
                               MADV_DOFORK,   MADV_NORMAL,   MADV_WILLNEED};
  uint8_t *at = somewhere();
  unsigned long length = some_length();
  return sys(madvise, at, length, advice[below(7)]);
}

// The kernel's access tells how it went by a number, and not by a signal.
static long load(const uint8_t *page) {
  uint8_t byte = DONT_CARE;
  long result = sys(write, probe[1], page, 1);
  return result == 1 ? (sys(read, probe[0], &byte, 1), byte) : result;
}

static long store(uint8_t *page, uint8_t value) {
  sys(write, probe[1], &value, 1);
  long result = sys(read, probe[0], page, 1);
  if (result < 0) sys(read, probe[0], &value, 1);
  return result;
}

static long resize(void) {
  return sys(ftruncate, file_read_write, (FILE_PAGES / 2 + below(FILE_PAGES)) * PAGE);
}

static long step(void) {
  unsigned long length;
  uint8_t *at;
  switch (below(16)) {
    case 0: case 1: case 2:
      return map();
    case 3:
      at = somewhere(), length = some_length();
      return sys(munmap, at, length);
    case 4: case 5:
      at = somewhere(), length = some_length();
      return sys(mprotect, at, length, some_rights());
    case 6:
      return move();
    case 7:
      return advise();
    case 8:
      return below(4) ? 0 : resize();
    default:
      at = somewhere();
      return store(at, (uint8_t)below(256));
  }
}

static void play(uint64_t seed) {
  random_state = seed;
  digest = 0xcbf29ce484222325ul;
  file_read_write = new_file("f", "");
  sys(ftruncate, file_read_write, FILE_PAGES * PAGE);
  file_read_only = (int)sys(openat, AT_FDCWD, "f", O_RDONLY);
  sys(pipe2, probe, 0);
  sys(munmap, REGION, 2 * REGION_PAGES * PAGE);
  for (int i = 1; i <= STEPS; i++) {
    mix((uint64_t)step());
    for (int page = 0; page < REGION_PAGES; page++) mix((uint64_t)load(REGION + page * PAGE));
    if (i % STEPS_A_DIGEST == 0) show_hex("to-here", digest);
  }
}

CASE(one) { play(1); }
CASE(two) { play(2); }
CASE(three) { play(3); }
CASE(four) { play(4); }
CASE(five) { play(5); }
CASE(six) { play(6); }
CASE(seven) { play(7); }
CASE(eight) { play(8); }
