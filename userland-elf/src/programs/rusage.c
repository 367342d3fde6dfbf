/*
 * rusage PROGRAM [ARGS...]: runs a program and then writes one line to standard error: wall time
 * in nanoseconds, user and system CPU time in microseconds, peak resident memory in KiB, and its
 * wait status. PROGRAM is a path. Its children count if it waited for them.
 */
#include "exo.h"

#include <linux/time.h>
#include <linux/resource.h>
#include <linux/time_types.h>

static long monotonic_nanos(void) {
  struct __kernel_timespec now;
  sys(__NR_clock_gettime, CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000 + now.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc < 2) {
    dprintf(2, "usage: rusage PROGRAM [ARGS...]\n");
    return 2;
  }
  long start = monotonic_nanos();
  long pid = sys(__NR_fork);
  if (pid == 0) {
    long error = sys(__NR_execve, argv[1], argv + 1, environ);
    dprintf(2, "rusage: %s: error %ld\n", argv[1], -error);
    exit(127);
  }
  int status = 0;
  struct rusage use;
  long waited = pid < 0 ? pid : sys(__NR_wait4, pid, &status, 0, &use);
  if (waited < 0) {
    dprintf(2, "rusage: error %ld\n", -waited);
    return 1;
  }
  dprintf(2, "%ld %ld %ld %ld %d\n", monotonic_nanos() - start,
          use.ru_utime.tv_sec * 1000000 + use.ru_utime.tv_usec,
          use.ru_stime.tv_sec * 1000000 + use.ru_stime.tv_usec, use.ru_maxrss, status);
  return 0;
}
