#include "exo_memory.h"

#include <linux/mman.h>

/*
 * Sizes are rounded up to powers of two; freed blocks of a size wait in a list for the next who
 * asks. What is larger than a page comes from mmap and goes back to it.
 */
typedef struct Block {
  size_t size; /* of the whole block, this header included */
  struct Block *next;
} Block;

#define LARGEST 4096
#define CHUNK 65536
#define CLASSES 13

static Block *waiting[CLASSES];
static char *fresh, *fresh_end;
static int locked;

static void lock(void) {
  while (__atomic_exchange_n(&locked, 1, __ATOMIC_ACQUIRE)) sys(__NR_sched_yield);
}

static void unlock(void) { __atomic_store_n(&locked, 0, __ATOMIC_RELEASE); }

static void *map(size_t size) {
  long area = sys_mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return area < 0 && area > -4096 ? NULL : (void *)area;
}

static int class_of(size_t size) {
  int class = 5;
  while ((1UL << class) < size) class++;
  return class;
}

void *malloc(size_t size) {
  size_t whole = size + sizeof(Block);
  if (whole < size) return NULL;
  if (whole > LARGEST) {
    whole = (whole + 4095) & ~4095UL;
    Block *large = map(whole);
    if (!large) return NULL;
    large->size = whole;
    return large + 1;
  }
  int class = class_of(whole);
  size_t length = 1UL << class;
  lock();
  Block *block = waiting[class];
  if (block) {
    waiting[class] = block->next;
  } else {
    if (fresh + length > fresh_end) {
      fresh = map(CHUNK);
      fresh_end = fresh ? fresh + CHUNK : NULL;
    }
    block = (Block *)fresh;
    if (block) fresh += length;
  }
  unlock();
  if (!block) return NULL;
  block->size = length;
  return block + 1;
}

void free(void *memory) {
  if (!memory) return;
  Block *block = (Block *)memory - 1;
  if (block->size > LARGEST) {
    sys_munmap(block, block->size);
    return;
  }
  int class = class_of(block->size);
  lock();
  block->next = waiting[class];
  waiting[class] = block;
  unlock();
}

void *calloc(size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) return NULL;
  void *memory = malloc(bytes);
  return memory ? memset(memory, 0, bytes) : NULL;
}

void *realloc(void *old, size_t size) {
  if (!old) return malloc(size);
  size_t had = ((Block *)old - 1)->size - sizeof(Block);
  if (size <= had) return old;
  void *memory = malloc(size);
  if (!memory) return NULL;
  memcpy(memory, old, had);
  free(old);
  return memory;
}

char *strdup(const char *s) {
  char *copy = malloc(strlen(s) + 1);
  return copy ? strcpy(copy, s) : NULL;
}
