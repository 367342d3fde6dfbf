/* Time: how late it is, and waiting. */
#ifndef EXO_TIME_H
#define EXO_TIME_H

#include "exo.h"

#include <linux/time.h>
#include <linux/time_types.h>

/* Nanoseconds since the machine started. */
static inline long now_nanos(void) {
  struct __kernel_timespec now;
  sys(__NR_clock_gettime, CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000L + now.tv_nsec;
}

static inline long sleep_millis(long millis) {
  struct __kernel_timespec time = {millis / 1000, millis % 1000 * 1000000};
  return sys(__NR_nanosleep, &time, 0);
}

#endif
