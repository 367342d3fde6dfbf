// getrlimit(2), setrlimit(2), prlimit(2), and the limits that answer with an error.
#include "conformance.h"

CASE(get_is_consistent) {
  struct rlimit old, new;
  for (int resource = 0; resource < RLIMIT_NLIMITS; resource++) {
    long first = sys(getrlimit, resource, &old), second = sys(prlimit64, 0, resource, 0, &new);
    if (first || second || old.rlim_cur != new.rlim_cur || old.rlim_max != new.rlim_max ||
        old.rlim_cur > old.rlim_max) {
      show("differs", resource);
    }
  }
  check("done", true);
}

CASE(errors) {
  struct rlimit limit = {5, 4}, current;
  try("unknown", getrlimit, 16, &limit);
  try("negative", getrlimit, -1, &limit);
  try("wild", getrlimit, RLIMIT_NOFILE, WILD);
  try("set-unknown", setrlimit, 16, &current);
  try("soft-above-hard", setrlimit, RLIMIT_NOFILE, &limit);
  try("set-wild", setrlimit, RLIMIT_NOFILE, WILD);
  try("prlimit-unknown", prlimit64, 0, 16, 0, &limit);
  try("prlimit-soft-above-hard", prlimit64, 0, RLIMIT_NOFILE, &limit, 0);
  try("prlimit-wild-new", prlimit64, 0, RLIMIT_NOFILE, WILD, 0);
  try("prlimit-wild-old", prlimit64, 0, RLIMIT_NOFILE, 0, WILD);
  try("prlimit-nobody", prlimit64, 0x3fffffff, RLIMIT_NOFILE, 0, &current);
  try("prlimit-nothing", prlimit64, 0, RLIMIT_NOFILE, 0, 0);
}

CASE(soft_limit_moves_below_hard) {
  struct rlimit old, small, seen;
  sys(getrlimit, RLIMIT_CORE, &old);
  small = old;
  small.rlim_cur = 0;
  try("lower", setrlimit, RLIMIT_CORE, &small);
  sys(getrlimit, RLIMIT_CORE, &seen);
  show("soft", (long)seen.rlim_cur);
  check("hard-kept", seen.rlim_max == old.rlim_max);
  try("raise", prlimit64, 0, RLIMIT_CORE, &old, &seen);
  show("old-soft", (long)seen.rlim_cur);
}

CASE(by_own_pid) {
  struct rlimit mine, zero;
  sys(prlimit64, 0, RLIMIT_STACK, 0, &zero);
  long pid = sys(getpid);
  try("prlimit", prlimit64, pid, RLIMIT_STACK, 0, &mine);
  check("same", mine.rlim_cur == zero.rlim_cur && mine.rlim_max == zero.rlim_max);
}

CASE(file_size) {
  struct rlimit old, small;
  struct kernel_sigaction ignore = {.handler = SIG_IGN};
  static char bytes[200];
  int fd = new_file("f", "");
  sys(rt_sigaction, SIGXFSZ, &ignore, 0, 8);
  sys(getrlimit, RLIMIT_FSIZE, &old);
  small = old;
  small.rlim_cur = 100;
  sys(setrlimit, RLIMIT_FSIZE, &small);
  long below = sys(write, fd, bytes, 90), across = sys(write, fd, bytes, 20);
  long at = sys(write, fd, bytes, 1), nothing = sys(write, fd, bytes, 0);
  long positional = sys(pwrite64, fd, bytes, 1, 100), within = sys(pwrite64, fd, bytes, 1, 99);
  long truncated = sys(ftruncate, fd, 101), shrunk = sys(ftruncate, fd, 100);
  long allocated = sys(fallocate, fd, 0, 0, 101);
  sys(setrlimit, RLIMIT_FSIZE, &old);
  show("below", below);
  show("across", across);
  show("at", at);
  show("nothing", nothing);
  show("positional", positional);
  show("within", within);
  show("truncate-above", truncated);
  show("truncate-at", shrunk);
  show("fallocate-above", allocated);
  show("size", size_of(fd));
}

CASE(stack_limit_is_seen) {
  struct rlimit old, small;
  sys(getrlimit, RLIMIT_STACK, &old);
  small = old;
  small.rlim_cur = 1 << 20;
  try("set", setrlimit, RLIMIT_STACK, &small);
  sys(getrlimit, RLIMIT_STACK, &small);
  show("soft", (long)small.rlim_cur);
  sys(setrlimit, RLIMIT_STACK, &old);
}
