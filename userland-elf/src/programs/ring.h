/* What the example programs of rings share. */
#ifndef RING_EXAMPLE_H
#define RING_EXAMPLE_H

#include "exo.h"
#include "exo_ring.h"

/* Ends the program with a word when something failed. */
static inline long need(const char *what, long result) {
  if (result < 0) {
    dprintf(2, "%s: error %ld\n", what, -result);
    exit(1);
  }
  return result;
}

/* A name that no other run has. */
static inline const char *ring_name(char *to, const char *what) {
  snprintf(to, 64, "exo-%s-%ld", what, sys_getpid());
  return to;
}

static inline int fork_child(void) { return (int)need("fork", sys(__NR_fork)); }

/* Waits for a child; its exit status. */
static inline int child_status(int pid) {
  int status = 0;
  need("wait4", sys(__NR_wait4, pid, &status, 0, 0));
  return status & 0x7f ? 128 + (status & 0x7f) : (status >> 8) & 0xff;
}

static inline unsigned long nanos_now(void) {
  long now[2];
  sys(__NR_clock_gettime, 1, now);
  return (unsigned long)now[0] * 1000000000ul + (unsigned long)now[1];
}

#endif
