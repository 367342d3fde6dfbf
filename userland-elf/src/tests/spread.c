/*
 * spread: who runs on which CPU of several.
 *
 *   spread bound CPUS ROUNDS  two threads bound to each CPU, one to each two neighbours, and one that
 *                             goes round: each looks ROUNDS times where it is; prints how many looked
 *   spread sent CPUS ROUNDS   a computing thread is bound to one CPU after the other by another
 *                             thread, and must turn up there; prints how often it did
 *   spread all CPUS MILLIS    twice as many computing threads as CPUS: ends when each CPU has run
 *                             somebody for so long and each thread ran; prints how many they were
 */
#include "exo_file.h"
#include "exo_memory.h"
#include "exo_thread.h"
#include "exo_time.h"

#define MOST 64

static long cpus, rounds;
static volatile bool over;
static volatile long turns[MOST];
static volatile int place = -1;

static void must(const char *what, long result) {
  if (result < 0) {
    dprintf(2, "spread: %s: error %ld\n", what, -result);
    exit(1);
  }
}

static int where(void) {
  unsigned cpu;
  must("getcpu", sys(__NR_getcpu, &cpu, NULL, NULL));
  return (int)cpu;
}

static void bind(int thread, unsigned long mask) {
  must("sched_setaffinity", sys(__NR_sched_setaffinity, thread, sizeof mask, &mask));
}

static void compute(void) {
  for (volatile int i = 0; i < 2000; i++) {
  }
}

static void look(unsigned long mask) {
  int cpu = where();
  if (mask >> cpu & 1) return;
  dprintf(2, "spread: on CPU %d, allowed are %lx\n", cpu, mask);
  exit(1);
}

/* ---- bound ---- */

static void stay(void *argument) {
  unsigned long mask = (unsigned long)argument;
  bind(0, mask);
  for (long i = 0; i < rounds; i++) {
    look(mask);
    compute();
    if (i % 4 == 0) sys(__NR_sched_yield);
    if (i % 64 == 0) sleep_millis(1);
  }
}

static void go_round(void *argument) {
  (void)argument;
  for (long i = 0; i < rounds; i++) {
    unsigned long mask = 1UL << i % cpus;
    bind(0, mask);
    look(mask);
    compute();
    look(mask);
  }
}

static void bound(void) {
  static Thread threads[MOST];
  int count = 0;
  for (int i = 0; i < cpus; i++) {
    unsigned long here = 1UL << i, both = here | 1UL << (i + 1) % cpus;
    must("thread", thread_start(&threads[count++], stay, (void *)here));
    must("thread", thread_start(&threads[count++], stay, (void *)here));
    must("thread", thread_start(&threads[count++], stay, (void *)both));
  }
  must("thread", thread_start(&threads[count++], go_round, NULL));
  for (int i = 0; i < count; i++) thread_join(&threads[i]);
  printf("%d\n", count);
}

/* ---- sent ---- */

static volatile int sent_thread;

static void be_sent(void *argument) {
  (void)argument;
  sent_thread = (int)sys(__NR_gettid);
  while (!over) {
    compute();
    place = where();
  }
}

static void sent(void) {
  Thread thread;
  long there = 0;
  must("thread", thread_start(&thread, be_sent, NULL));
  while (!sent_thread) sys(__NR_sched_yield);
  for (long i = 0; i < rounds; i++) {
    int to = (int)(i % cpus);
    bind(sent_thread, 1UL << to);
    /* What it says may be older than the call: once stored late, once asked before the kick. */
    for (int said = 0; said < 3; said++) {
      place = -1;
      while (place < 0) sys(__NR_sched_yield);
    }
    there += place == to;
  }
  over = true;
  thread_join(&thread);
  printf("%ld\n", there);
}

/* ---- all ---- */

static void be_busy(void *argument) {
  while (!over) {
    compute();
    (*(volatile long *)argument)++;
  }
}

/* What the kernel says a CPU has run, nanoseconds: the seventh number of its line. */
static long ran(long cpu) {
  char name[16];
  char *text = read_file("/proc/schedstat");
  must("/proc/schedstat", text ? 0 : -2);
  snprintf(name, sizeof name, "cpu%ld ", cpu);
  const char *at = text;
  while (at && strncmp(at, name, strlen(name))) at = (at = strchr(at, '\n')) ? at + 1 : NULL;
  for (int i = 0; at && i < 7; i++) at = strchr(at + 1, ' ');
  long value = at ? parse_long(at + 1) : -1;
  free(text);
  must(name, value);
  return value;
}

static void all(long millis) {
  static Thread threads[MOST];
  long before[MOST], running = 0;
  for (long i = 0; i < cpus; i++) before[i] = ran(i);
  for (long i = 0; i < 2 * cpus; i++) must("thread", thread_start(&threads[i], be_busy, (void *)&turns[i]));
  for (long i = 0; i < cpus; i++)
    while (ran(i) - before[i] < millis * 1000000) sleep_millis(20);
  for (long i = 0; i < 2 * cpus; i++)
    while (!turns[i]) sleep_millis(20);
  over = true;
  for (long i = 0; i < 2 * cpus; i++) {
    thread_join(&threads[i]);
    running += turns[i] > 0;
  }
  printf("%ld\n", running);
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  cpus = argc > 2 ? parse_long(argv[2]) : 1;
  rounds = argc > 3 ? parse_long(argv[3]) : 100;
  if (cpus < 1 || cpus > MOST / 4 || rounds < 1) return 2;
  if (!strcmp(what, "bound")) bound();
  else if (!strcmp(what, "sent")) sent();
  else if (!strcmp(what, "all")) all(rounds);
  else return 2;
  return 0;
}
