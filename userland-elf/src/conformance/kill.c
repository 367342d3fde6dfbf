// Signals whose default action ends the process, however they come.
#include "conformance.h"

static long self(void) {
  return sys(getpid);
}

static void raise(int signal) {
  ready();
  sys(tgkill, self(), self(), signal);
}

#define RAISED(name, signal) \
  ENDING(name) { raise(signal); }

RAISED(hup, SIGHUP)
RAISED(int, SIGINT)
RAISED(quit, SIGQUIT)
RAISED(ill, SIGILL)
RAISED(trap, SIGTRAP)
RAISED(abrt, SIGABRT)
RAISED(bus, SIGBUS)
RAISED(fpe, SIGFPE)
RAISED(kill, SIGKILL)
RAISED(usr1, SIGUSR1)
RAISED(segv, SIGSEGV)
RAISED(usr2, SIGUSR2)
RAISED(pipe, SIGPIPE)
RAISED(alrm, SIGALRM)
RAISED(term, SIGTERM)
RAISED(stkflt, SIGSTKFLT)
RAISED(xcpu, SIGXCPU)
RAISED(xfsz, SIGXFSZ)
RAISED(vtalrm, SIGVTALRM)
RAISED(prof, SIGPROF)
RAISED(io, SIGIO)
RAISED(pwr, SIGPWR)
RAISED(sys, SIGSYS)
RAISED(rt_32, 32)
RAISED(rt_34, 34)
RAISED(rt_64, 64)

ENDING(kill_of_self) {
  ready();
  sys(kill, self(), SIGTERM);
}

ENDING(tkill_of_self) {
  ready();
  sys(tkill, self(), SIGUSR1);
}

ENDING(queued_to_self) {
  struct siginfo info;
  memset(&info, 0, sizeof info);
  info.si_code = SI_QUEUE;
  ready();
  sys(rt_sigqueueinfo, self(), 40, &info);
}

ENDING(unblocked_while_pending) {
  uint64_t set = 1ul << (SIGUSR2 - 1);
  try("block", rt_sigprocmask, SIG_BLOCK, &set, 0, 8);
  try("kill", kill, self(), SIGUSR2);
  ready();
  sys(rt_sigprocmask, SIG_UNBLOCK, &set, 0, 8);
}

ENDING(lowest_pending_first) {
  uint64_t set = ~0ul, none = 0;
  sys(rt_sigprocmask, SIG_SETMASK, &set, 0, 8);
  sys(kill, self(), SIGTERM);
  sys(kill, self(), SIGHUP);
  sys(kill, self(), 40);
  ready();
  sys(rt_sigprocmask, SIG_SETMASK, &none, 0, 8);
}

ENDING(kill_cannot_be_blocked) {
  uint64_t set = ~0ul;
  try("block", rt_sigprocmask, SIG_SETMASK, &set, 0, 8);
  ready();
  sys(kill, self(), SIGKILL);
}

ENDING(default_again_after_ignoring) {
  struct kernel_sigaction action = {.handler = SIG_IGN};
  sys(rt_sigaction, SIGTERM, &action, 0, 8);
  try("ignored", kill, self(), SIGTERM);
  action.handler = SIG_DFL;
  sys(rt_sigaction, SIGTERM, &action, 0, 8);
  ready();
  sys(kill, self(), SIGTERM);
}

ENDING(write_to_a_pipe_without_reader) {
  int ends[2];
  sys(pipe2, ends, 0);
  sys(close, ends[0]);
  ready();
  sys(write, ends[1], "x", 1);
}

ENDING(write_beyond_the_file_size_limit) {
  struct rlimit limit;
  int fd = new_file("f", "");
  sys(getrlimit, RLIMIT_FSIZE, &limit);
  limit.rlim_cur = 10;
  ready();
  sys(setrlimit, RLIMIT_FSIZE, &limit);
  sys(write, fd, "0123456789", 10);
  sys(write, fd, "x", 1);
}

ENDING(truncate_beyond_the_file_size_limit) {
  struct rlimit limit;
  int fd = new_file("f", "");
  sys(getrlimit, RLIMIT_FSIZE, &limit);
  limit.rlim_cur = 10;
  ready();
  sys(setrlimit, RLIMIT_FSIZE, &limit);
  sys(ftruncate, fd, 11);
}

ENDING(processor_time_limit) {
  struct rlimit limit;
  sys(getrlimit, RLIMIT_CPU, &limit);
  limit.rlim_cur = 1;
  try("limit", setrlimit, RLIMIT_CPU, &limit);
  ready();
  for (volatile long i = 0;; i++) {
  }
}

ENDING(sleeper_is_killed_by_what_was_pending) {
  uint64_t set = 1ul << (SIGALRM - 1), none = 0;
  struct timespec wait = {100, 0};
  sys(rt_sigprocmask, SIG_SETMASK, &set, 0, 8);
  sys(kill, self(), SIGALRM);
  ready();
  sys(rt_sigsuspend, &none, 8);
  sys(nanosleep, &wait, 0);
}
