/* Clocks, timers, limits. */
static void times_and_limits(void) {
  CALL(clock_gettime, CLOCK_MONOTONIC, ROOM(struct timespec));
  CALL(clock_gettime, 4242, ROOM(struct timespec));
  CALL(clock_gettime, -6, ROOM(struct timespec));
  CALL(clock_getres, CLOCK_REALTIME_COARSE, ROOM(struct timespec));
  CALL(clock_settime, CLOCK_BOOTTIME, DATA(struct timespec, {1, 2}));
  CALL(clock_nanosleep, CLOCK_REALTIME, 0, DATA(struct timespec, {0, 100}), ROOM(struct timespec));
  CALL(clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME, DATA(struct timespec, {0, 100}), 0);
  CALL(clock_nanosleep, CLOCK_MONOTONIC, 0, DATA(struct timespec, {-1, 100}), ROOM(struct timespec));
  CALL(nanosleep, DATA(struct timespec, {0, 100}), ROOM(struct timespec));
  CALL(nanosleep, DATA(struct timespec, {0, 1000000000}), 0);
  CALL(gettimeofday, ROOM(struct timeval), 0);
  CALL(gettimeofday, ROOM(struct timeval), ROOM(struct timezone));
  CALL(settimeofday, DATA(struct timeval, {1, 2000000}), 0);
  CALL(time, 0);
  CALL(time, ROOM(long));
  CALL(times, ROOM(struct tms));
  CALL(getitimer, ITIMER_REAL, ROOM(struct itimerval));
  CALL(setitimer, ITIMER_VIRTUAL, DATA(struct itimerval, {{1, 2}, {300, 4}}), ROOM(struct itimerval));
  CALL(setitimer, ITIMER_VIRTUAL, 0, 0);
  CALL(timer_create, CLOCK_REALTIME, 0, ROOM(int));
  CALL(timer_create, CLOCK_MONOTONIC,
       DATA(struct sigevent, {.sigev_signo = SIGUSR1, .sigev_notify = SIGEV_SIGNAL,
                              .sigev_value = {.sival_ptr = (void *)0x12345}}),
       ROOM(int));
  CALL(timer_create, CLOCK_MONOTONIC, DATA(struct sigevent, {.sigev_notify = SIGEV_NONE}), ROOM(int));
  CALL(timer_settime, 0, TIMER_ABSTIME, DATA(struct itimerspec, {{1, 2}, {3000000000, 4}}),
       ROOM(struct itimerspec));
  CALL(timer_gettime, 1, ROOM(struct itimerspec));
  CALL(timer_getoverrun, 0);
  CALL(timer_delete, 0);
  CALL(timer_delete, 99);
  CALL(timerfd_create, CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  int timer = result();
  CALL(timerfd_settime, timer, 0, DATA(struct itimerspec, {{0, 0}, {100, 5}}), 0);
  CALL(timerfd_gettime, 99, ROOM(struct itimerspec));
  CALL(close, timer);
  CALL(getrlimit, RLIMIT_NOFILE, ROOM(struct rlimit));
  CALL(setrlimit, RLIMIT_CORE, DATA(struct rlimit, {0, 1048576}));
  CALL(prlimit64, 0, RLIMIT_STACK, 0, ROOM(struct rlimit));
  CALL(prlimit64, 0, RLIMIT_AS, DATA(struct rlimit, {RLIM_INFINITY, RLIM_INFINITY}), 0);
  CALL(prlimit64, 99999999, 40, DATA(struct rlimit, {1000, 4096}), 0);
  CALL(getrusage, RUSAGE_SELF, ROOM(struct rusage));
  CALL(getrusage, 7, ROOM(struct rusage));
  CALL(adjtimex, ROOM(struct timex));
}
