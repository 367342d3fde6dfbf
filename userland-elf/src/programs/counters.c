/*
 * counters [SECONDS]: three threads count as fast as they can, and their counts are drawn ten times
 * a second, until the time is over (10) or Ctrl-C.
 */
#include "exo_process.h"
#include "exo_thread.h"
#include "exo_time.h"

#define THREADS 3

typedef struct {
  Thread thread;
  volatile long count;
  char pad[64];
} Counter;

static Counter counters[THREADS];
static volatile bool over;

static void count(void *counter) {
  while (!over) ((Counter *)counter)->count++;
}

static void interrupted(int signal) {
  (void)signal;
  over = true;
}

static void draw(void) {
  long total = 0;
  for (int i = 0; i < THREADS; i++) total += counters[i].count;
  for (int i = 0; i < THREADS; i++) {
    long share = total ? counters[i].count * 60 / total : 0;
    char bar[64];
    memset(bar, '#', sizeof bar);
    printf("  %c %12ld  %.*s\033[K\n", 'A' + i, counters[i].count, (int)share, bar);
  }
}

int main(int argc, char **argv) {
  long seconds = argc > 1 ? parse_long(argv[1]) : 10;
  on_signal(SIGINT, interrupted);
  for (int i = 0; i < THREADS; i++) {
    if (thread_start(&counters[i].thread, count, &counters[i]) < 0) {
      dprintf(2, "counters: no more threads\n");
      return 1;
    }
  }
  long end = now_nanos() + seconds * 1000000000L;
  for (bool first = true; !over; first = false) {
    if (!first) printf("\033[%dA", THREADS);
    draw();
    if (now_nanos() >= end) break;
    sleep_millis(100);
  }
  over = true;
  for (int i = 0; i < THREADS; i++) thread_join(&counters[i].thread);
  return 0;
}
