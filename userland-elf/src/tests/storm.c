/*
 * storm: page tables under change, and programs that are sure of what their memory holds.
 *
 *   storm WORKERS ROUNDS [SEED]  each worker is a process of two threads. Both map, write, fork,
 *                                exec, protect and unmap pages of their own at random and look
 *                                whether each holds what they wrote there last, or zeros where it
 *                                is new. The first renews the pages of a window as well and gives
 *                                each a number; the second must find that number there and no
 *                                older one. Prints "clean", or the first page that was wrong
 *   storm exec TIMES [SEED]      children whose second thread goes on writing while the first execs
 *   storm image NUMBER           what exec turns a child into: all its memory is as the file says
 */
#include "exo_thread.h"

#include <asm/signal.h>
#include <linux/mman.h>
#include <linux/sched.h>

#define PAGE 4096UL
#define PAGES 96UL
#define WINDOW 16UL
#define WORDS (PAGE / sizeof(uint64_t))
#define STAMP (WORDS - 1)
#define IMAGE_PAGES 24UL

/* A thread, the pages that only it changes, and what it wrote there. */
struct thread {
  char *base;
  long rounds;
  uint64_t random;
  uint64_t numbers[PAGES];
  bool renews;
};

/* Odd while the page is being renewed, else the number that its last word holds. */
static uint64_t window_state[WINDOW];
static char *window;
static const char *self;

static uint64_t chance(struct thread *t, uint64_t below) {
  t->random ^= t->random << 13;
  t->random ^= t->random >> 7;
  t->random ^= t->random << 17;
  return (t->random >> 11) % below;
}

static void must(long result, const char *what) {
  if (result < 0 && result > -4096) {
    printf("%s: error %ld\n", what, -result);
    exit(2);
  }
}

static char *new_pages(void *at, uint64_t pages) {
  char *base = (char *)sys_mmap(at, pages * PAGE, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS | (at ? MAP_FIXED : 0), -1, 0);
  must((long)base, "mmap");
  return base;
}

static void drop_pages(char *at, uint64_t pages) {
  must(sys(__NR_madvise, at, pages * PAGE, MADV_DONTNEED), "madvise");
}

static void protect(char *at, uint64_t pages, int how) {
  must(sys_mprotect(at, pages * PAGE, how), "mprotect");
}

static void must_end_well(long child) {
  must(child, "fork");
  int status = -1;
  must(sys(__NR_wait4, child, &status, 0, NULL), "wait4");
  if (status != 0) exit(status >> 8 ? status >> 8 : 3);
}

/* ---- pages of one thread ---- */

static uint64_t *word(char *base, uint64_t page) { return (uint64_t *)(base + page * PAGE) + page; }

static void look(struct thread *t, uint64_t from, uint64_t to, const char *when) {
  for (uint64_t i = from; i < to; i++)
    if (*word(t->base, i) != t->numbers[i]) {
      printf("%s: page %lu has %lx, not %lx\n", when, (unsigned long)i,
             (unsigned long)*word(t->base, i), (unsigned long)t->numbers[i]);
      exit(1);
    }
}

static void put(struct thread *t, uint64_t from, uint64_t to) {
  for (uint64_t i = from; i < to; i++) *word(t->base, i) = t->numbers[i] = chance(t, ~0UL) | 1;
}

static void forget(struct thread *t, uint64_t from, uint64_t to) {
  for (uint64_t i = from; i < to; i++) t->numbers[i] = 0;
}

/* ---- the window of both threads ---- */

static uint64_t *word_of_window(uint64_t page, uint64_t number) {
  return (uint64_t *)(window + page * PAGE) + number;
}

/* Pages of odd numbers are protected now and then, so nobody else writes there. */
static void renew(struct thread *t) {
  uint64_t page = chance(t, WINDOW);
  char *at = window + page * PAGE;
  if (page % 2 == 1 && chance(t, 2) == 0) {
    protect(at, 1, PROT_READ);
    protect(at, 1, PROT_READ | PROT_WRITE);
    return;
  }
  uint64_t state = window_state[page];
  __atomic_store_n(&window_state[page], state + 1, __ATOMIC_SEQ_CST);
  if (chance(t, 2) == 0)
    drop_pages(at, 1);
  else
    new_pages(at, 1);
  *word_of_window(page, STAMP) = state + 2;
  __atomic_store_n(&window_state[page], state + 2, __ATOMIC_RELEASE);
}

/* Reads each page of the window, and scribbles where a page of another thread has its word. */
static void look_through_window(void) {
  for (uint64_t page = 0; page < WINDOW; page++) {
    uint64_t before = __atomic_load_n(&window_state[page], __ATOMIC_ACQUIRE);
    uint64_t found = __atomic_load_n(word_of_window(page, STAMP), __ATOMIC_ACQUIRE);
    uint64_t after = __atomic_load_n(&window_state[page], __ATOMIC_ACQUIRE);
    if (before == after && before % 2 == 0 && found != before) {
      printf("window: page %lu has %lu, not %lu\n", (unsigned long)page, (unsigned long)found,
             (unsigned long)before);
      exit(1);
    }
    if (page % 2 == 0)
      for (uint64_t i = 0; i < PAGES; i++) *word_of_window(page, i) = 0xbad0000000000000 | i;
  }
}

/* In a child the window stands still; only its first thread's parent knows what is in it. */
static void look_at_still_window(void) {
  for (uint64_t page = 0; page < WINDOW; page++)
    if (*word_of_window(page, STAMP) != window_state[page]) {
      printf("in the child: page %lu of the window\n", (unsigned long)page);
      exit(1);
    }
}

/* ---- fork and exec ---- */

_Noreturn static void become_image(void) {
  static char *const argv[] = {"storm", "image", "42", NULL};
  sys(__NR_execve, self, argv, NULL);
  exit(4);
}

/* A second thread that writes and drops pages until exec ends it. */
static void dirty_pages(void *pages) {
  struct thread *t = pages;
  for (;;) {
    put(t, 0, PAGES);
    drop_pages(t->base, PAGES);
  }
}

static void exec_among_threads(struct thread *t) {
  Thread other;
  must(thread_start(&other, dirty_pages, t), "clone");
  for (uint64_t i = chance(t, 3); i > 0; i--) sys(__NR_sched_yield);
  become_image();
}

static void fork_and_look(struct thread *t) {
  uint64_t ending = chance(t, 4);
  long child = sys(__NR_fork);
  if (child == 0) {
    look(t, 0, PAGES, "in the child");
    if (t->renews) look_at_still_window();
    put(t, PAGES / 4, PAGES);
    look(t, 0, PAGES, "in the child, written");
    if (ending == 0) become_image();
    if (ending == 1) exec_among_threads(t);
    exit(0);
  }
  must(child, "fork");
  put(t, 0, PAGES / 2);
  look(t, 0, PAGES, "beside the child");
  must_end_well(child);
  look(t, 0, PAGES, "after the child");
}

/* The child borrows this thread's pages and stack until it has become another program. */
static void exec_from_borrowed_memory(struct thread *t) {
  static char *const argv[] = {"storm", "image", "42", NULL};
  long child = sys(__NR_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0, NULL, NULL, 0);
  if (child == 0) {
    sys(__NR_execve, self, argv, NULL);
    sys(__NR_exit, 4);
  }
  must_end_well(child);
  look(t, 0, PAGES, "after exec");
}

static void execs(long times, long seed) {
  struct thread t = {.random = 0x9e3779b97f4a7c15 * (uint64_t)(seed + 1)};
  t.base = new_pages(NULL, PAGES);
  for (long i = 0; i < times; i++) {
    chance(&t, 2);
    long child = sys(__NR_fork);
    if (child == 0) exec_among_threads(&t);
    must_end_well(child);
  }
}

static int image(int argc, char **argv) {
  static uint64_t nothing[8 * WORDS];
  static volatile uint64_t something = 0x123456789abcdef;
  char *fresh = new_pages(NULL, IMAGE_PAGES);
  bool right = something == 0x123456789abcdef && argc == 3 && parse_long(argv[2]) == 42;
  for (uint64_t i = 0; i < sizeof nothing / sizeof *nothing; i++) right &= nothing[i] == 0;
  for (uint64_t i = 0; i < IMAGE_PAGES * WORDS; i++) right &= ((uint64_t *)fresh)[i] == 0;
  for (uint64_t i = 0; i < IMAGE_PAGES; i++) *word(fresh, i) = 0xdead;
  something = nothing[5] = 0xdead;
  if (!right) printf("after exec: memory is not as it should be\n");
  return right ? 0 : 1;
}

/* ---- the work ---- */

static void change(struct thread *t, uint64_t from, uint64_t to) {
  char *at = t->base + from * PAGE;
  switch (chance(t, 5)) {
    case 0:
      new_pages(at, to - from);
      forget(t, from, to);
      break;
    case 1:
      protect(at, to - from, PROT_READ);
      look(t, from, to, "read-only");
      protect(at, to - from, PROT_READ | PROT_WRITE);
      break;
    case 2:
      drop_pages(at, to - from);
      forget(t, from, to);
      break;
    case 3:
      if (chance(t, 3) == 0) fork_and_look(t);
      else if (chance(t, 8) == 0) exec_from_borrowed_memory(t);
      break;
    default:
      put(t, from, to);
  }
}

static void work(void *thread) {
  struct thread *t = thread;
  t->base = new_pages(NULL, PAGES);
  for (long round = 0; round < t->rounds; round++) {
    uint64_t from = chance(t, PAGES);
    uint64_t to = from + 1 + chance(t, PAGES - from);
    change(t, from, to);
    look(t, from, to, "after a change");
    if (t->renews)
      renew(t);
    else
      look_through_window();
  }
  look(t, 0, PAGES, "at the end");
}

static struct thread seeded(long seed, long rounds, bool renews) {
  return (struct thread){
      .rounds = rounds, .renews = renews, .random = 0x9e3779b97f4a7c15 * (uint64_t)(seed + 1)};
}

static void worker(long seed, long rounds) {
  struct thread first = seeded(2 * seed, rounds, true);
  struct thread second = seeded(2 * seed + 1, rounds, false);
  window = new_pages(NULL, WINDOW);
  Thread partner;
  must(thread_start(&partner, work, &second), "clone");
  work(&first);
  thread_join(&partner);
}

int main(int argc, char **argv) {
  self = argv[0];
  if (argc > 1 && strcmp(argv[1], "image") == 0) return image(argc, argv);
  if (argc > 2 && strcmp(argv[1], "exec") == 0) {
    execs(parse_long(argv[2]), argc > 3 ? parse_long(argv[3]) : 0);
    printf("clean\n");
    return 0;
  }
  long workers = argc > 1 ? parse_long(argv[1]) : 2;
  long rounds = argc > 2 ? parse_long(argv[2]) : 200;
  long seed = argc > 3 ? parse_long(argv[3]) : 0;
  for (long i = 0; i < workers; i++) {
    long child = sys(__NR_fork);
    must(child, "fork");
    if (child == 0) {
      worker(seed + i, rounds);
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
