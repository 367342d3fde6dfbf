// What a thread's start and a futex need, as far as one thread alone can see it.
#include "conformance.h"

static uint32_t word = 5;

CASE(futex_wake_nobody) {
  try("wake", futex, &word, FUTEX_WAKE, 1, 0, 0, 0);
  try("wake-all", futex, &word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 0x7fffffff, 0, 0, 0);
  try("wake-bitset", futex, &word, FUTEX_WAKE_BITSET, 1, 0, 0, ~0u);
  try("wake-no-bits", futex, &word, FUTEX_WAKE_BITSET, 1, 0, 0, 0);
}

CASE(futex_wait_for_another_value) {
  try("wait", futex, &word, FUTEX_WAIT, 6, 0, 0, 0);
  try("private", futex, &word, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 6, 0, 0, 0);
  try("bitset", futex, &word, FUTEX_WAIT_BITSET, 6, 0, 0, ~0u);
  try("no-bits", futex, &word, FUTEX_WAIT_BITSET, 5, 0, 0, 0);
}

CASE(futex_wait_times_out) {
  struct timespec wait = {0, 3000000}, past = {1, 0};
  long start = nanoseconds_now(CLOCK_MONOTONIC);
  try("wait", futex, &word, FUTEX_WAIT, 5, &wait, 0, 0);
  check("long-enough", nanoseconds_now(CLOCK_MONOTONIC) - start >= 3000000);
  try("past", futex, &word, FUTEX_WAIT_BITSET, 5, &past, 0, ~0u);
  try("past-realtime", futex, &word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 5, &past, 0, ~0u);
  wait.tv_nsec = 0;
  try("zero", futex, &word, FUTEX_WAIT, 5, &wait, 0, 0);
}

CASE(futex_wait_for_a_point_in_time) {
  long until = nanoseconds_now(CLOCK_MONOTONIC) + 2000000;
  struct timespec wait = {until / 1000000000, until % 1000000000};
  try("wait", futex, &word, FUTEX_WAIT_BITSET, 5, &wait, 0, ~0u);
  check("reached", nanoseconds_now(CLOCK_MONOTONIC) >= until);
}

CASE(futex_errors) {
  struct timespec large = {0, 1000000000}, negative = {-1, 0};
  try("unaligned", futex, (char *)&word + 1, FUTEX_WAIT, 5, 0, 0, 0);
  try("unaligned-wake", futex, (char *)&word + 2, FUTEX_WAKE, 1, 0, 0, 0);
  try("unmapped", futex, 16, FUTEX_WAIT, 5, 0, 0, 0);
  try("wild", futex, (unsigned long)WILD & -4ul, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 5, 0, 0, 0);
  try("wild-wake", futex, (unsigned long)WILD & -4ul, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, 0, 0, 0);
  try("unknown", futex, &word, 77, 5, 0, 0, 0);
  try("large-timeout", futex, &word, FUTEX_WAIT, 5, &large, 0, 0);
  try("negative-timeout", futex, &word, FUTEX_WAIT, 5, &negative, 0, 0);
  try("wild-timeout", futex, &word, FUTEX_WAIT, 5, WILD, 0, 0);
  try("wild-timeout-other-value", futex, &word, FUTEX_WAIT, 6, WILD, 0, 0);
}

CASE(futex_requeue_nobody) {
  static uint32_t other = 1;
  try("requeue", futex, &word, FUTEX_REQUEUE, 1, 1, &other, 0);
  try("compare", futex, &word, FUTEX_CMP_REQUEUE, 1, 1, &other, 5);
  try("compare-other", futex, &word, FUTEX_CMP_REQUEUE, 1, 1, &other, 6);
}

CASE(robust_list) {
  long head[3] = {(long)head, 0, 0}, *seen = head + 1;
  unsigned long size = 77;
  try("set", set_robust_list, head, sizeof head);
  try("get", get_robust_list, 0, &seen, &size);
  check("same", seen == head);
  show("size", (long)size);
  try("small", set_robust_list, head, 8);
  try("large", set_robust_list, head, 25);
  try("zero", set_robust_list, head, 0);
  try("nobody", get_robust_list, 0x3fffffff, &seen, &size);
  try("wild", get_robust_list, 0, WILD, &size);
  try("clear", set_robust_list, 0, 24);
}

CASE(set_tid_address) {
  static int cell;
  check("answers-with-tid", sys(set_tid_address, &cell) == sys(gettid));
  check("any-address", sys(set_tid_address, WILD) == sys(gettid));
  sys(set_tid_address, 0);
}

CASE(rseq) {
  static uint32_t area[16] __attribute__((aligned(32)));
  try("unaligned", rseq, (char *)area + 4, 32, 0, 0x53053053);
  try("small", rseq, area, 8, 0, 0x53053053);
  try("unknown-flag", rseq, area, 32, 4, 0x53053053);
  try("unregister-nothing", rseq, area, 32, 1, 0x53053053);
  try("register", rseq, area, 32, 0, 0x53053053);
  check("cpu", area[0] == area[1] && area[1] < 1024);
  try("again", rseq, area, 32, 0, 0x53053053);
  try("again-other-signature", rseq, area, 32, 0, 0x1234);
  try("again-elsewhere", rseq, area + 8, 32, 0, 0x53053053);
  try("unregister-elsewhere", rseq, area + 8, 32, 1, 0x53053053);
  try("unregister-other-signature", rseq, area, 32, 1, 0x1234);
  try("unregister", rseq, area, 32, 1, 0x53053053);
}

CASE(membarrier) {
  long commands = sys(membarrier, 0, 0, 0);
  check("query", commands > 0 && (commands & 1));
  try("unknown", membarrier, 1 << 30, 0, 0);
  try("private-unregistered", membarrier, 8, 0, 0);
  try("register-private", membarrier, 16, 0, 0);
  try("private", membarrier, 8, 0, 0);
}
