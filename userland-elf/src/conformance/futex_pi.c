// Futexes with owners, and the calls that follow futex(2). Two processes share the words.
#include "conformance.h"
#include "waiting.h"

enum {
  FUTEX_LOCK_PI = 6, FUTEX_UNLOCK_PI = 7, FUTEX_TRYLOCK_PI = 8, FUTEX_WAIT_REQUEUE_PI = 11,
  FUTEX_CMP_REQUEUE_PI = 12, FUTEX_LOCK_PI2 = 13, FUTEX_SIZE_U32 = 2,
};
#define WAITERS 0x80000000u
#define OWNER_DIED 0x40000000u

static volatile uint32_t *shared_words(void) {
  return (volatile uint32_t *)sys(mmap, 0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static void await_bit(volatile uint32_t *word, uint32_t bits) {
  while (!(*word & bits)) sleep_milliseconds(1);
}

static struct timespec soon(int clock, long milliseconds) {
  long at = nanoseconds_now(clock) + milliseconds * MILLISECOND;
  struct timespec time = {at / SECOND, at % SECOND};
  return time;
}

CASE(locks_and_unlocks) {
  volatile uint32_t *word = shared_words();
  try("lock", futex, word, FUTEX_LOCK_PI, 0, 0);
  check("owner", *word == (uint32_t)own_thread());
  try("again", futex, word, FUTEX_LOCK_PI, 0, 0);
  try("try-again", futex, word, FUTEX_TRYLOCK_PI);
  try("unlock", futex, word, FUTEX_UNLOCK_PI);
  show("free", *word);
  try("not-owned", futex, word, FUTEX_UNLOCK_PI);
  try("try", futex, word, FUTEX_TRYLOCK_PI);
  check("owner-again", *word == (uint32_t)own_thread());
}

CASE(of_nobody) {
  volatile uint32_t *word = shared_words();
  *word = 4194304;
  try("lock", futex, word, FUTEX_LOCK_PI, 0, 0);
  try("try", futex, word, FUTEX_TRYLOCK_PI);
  try("unlock", futex, word, FUTEX_UNLOCK_PI);
  try("misaligned", futex, (char *)word + 1, FUTEX_LOCK_PI, 0, 0);
  try("wild", futex, WILD, FUTEX_LOCK_PI, 0, 0);
  *word = OWNER_DIED;
  try("died", futex, word, FUTEX_LOCK_PI, 0, 0);
  check("marked", *word == ((uint32_t)own_thread() | OWNER_DIED));
}

CASE(is_handed_over) {
  volatile uint32_t *word = shared_words();
  sys(futex, word, FUTEX_LOCK_PI, 0, 0);
  long child = sys(fork);
  if (child == 0) {
    long result = sys(futex, word, FUTEX_LOCK_PI, 0, 0);
    sys(exit_group, result == 0 && (*word & 0x3fffffff) == (uint32_t)own_thread() ? 7 : 8);
  }
  await_bit(word, WAITERS);
  try("wake", futex, word, FUTEX_WAKE, 1);
  try("unlock", futex, word, FUTEX_UNLOCK_PI);
  check("of-child", (*word & 0x3fffffff) == (uint32_t)child);
  show("child", end_of(child) >> 8);
}

CASE(times_out) {
  volatile uint32_t *word = shared_words();
  long child = sys(fork);
  if (child == 0) {
    sys(futex, word, FUTEX_LOCK_PI, 0, 0);
    sys(exit_group, 0);
  }
  while (!*word) sleep_milliseconds(1);
  end_of(child);
  show("left", *word != 0);
  *word = 1;
  long other = sys(fork);
  if (other == 0) {
    *word = (uint32_t)own_thread();
    for (;;) sleep_milliseconds(1000);
  }
  while (*word == 1) sleep_milliseconds(1);
  struct timespec at = soon(CLOCK_REALTIME, 20), past = {1, 0}, wrong = {0, SECOND};
  try("lock", futex, word, FUTEX_LOCK_PI, 0, &at);
  try("past", futex, word, FUTEX_LOCK_PI, 0, &past);
  try("wrong", futex, word, FUTEX_LOCK_PI, 0, &wrong);
  at = soon(CLOCK_MONOTONIC, 20);
  try("lock2", futex, word, FUTEX_LOCK_PI2, 0, &at);
  at = soon(CLOCK_REALTIME, 20);
  try("lock2-realtime", futex, word, FUTEX_LOCK_PI2 | FUTEX_CLOCK_REALTIME, 0, &at);
  try("try", futex, word, FUTEX_TRYLOCK_PI);
  sys(kill, other, SIGKILL);
  end_of(other);
}

CASE(owner_dies) {
  volatile uint32_t *word = shared_words();
  long child = sys(fork);
  if (child == 0) {
    sys(futex, word, FUTEX_LOCK_PI, 0, 0);
    await_bit(word, WAITERS);
    sys(exit_group, 0);
  }
  while (!*word) sleep_milliseconds(1);
  try("lock", futex, word, FUTEX_LOCK_PI, 0, 0);
  check("marked", *word & OWNER_DIED);
  check("owner", (*word & 0x3fffffff) == (uint32_t)own_thread());
  try("unlock", futex, word, FUTEX_UNLOCK_PI);
  end_of(child);
}

CASE(deadlock_is_seen) {
  volatile uint32_t *words = shared_words();
  sys(futex, words, FUTEX_LOCK_PI, 0, 0);
  long child = sys(fork);
  if (child == 0) {
    sys(futex, words + 1, FUTEX_LOCK_PI, 0, 0);
    sys(futex, words, FUTEX_LOCK_PI, 0, 0);
    sys(exit_group, 0);
  }
  await_bit(words, WAITERS);
  try("lock", futex, words + 1, FUTEX_LOCK_PI, 0, 0);
  sys(futex, words, FUTEX_UNLOCK_PI);
  show("child", end_of(child));
}

CASE(is_requeued) {
  volatile uint32_t *words = shared_words();
  words[0] = 5;
  sys(futex, words + 1, FUTEX_LOCK_PI, 0, 0);
  long child = sys(fork);
  if (child == 0) {
    long result = sys(futex, words, FUTEX_WAIT_REQUEUE_PI, 5, 0, words + 1);
    sys(exit_group, result == 0 && (words[1] & 0x3fffffff) == (uint32_t)own_thread() ? 7 : 8);
  }
  long moved;
  do {
    sleep_milliseconds(2);
    moved = sys(futex, words, FUTEX_CMP_REQUEUE_PI, 1, 0, words + 1, 5);
  } while (moved == 0);
  show("moved", moved);
  check("waited-for", words[1] & WAITERS);
  try("unlock", futex, words + 1, FUTEX_UNLOCK_PI);
  show("child", end_of(child) >> 8);
  try("changed", futex, words, FUTEX_CMP_REQUEUE_PI, 1, 0, words + 1, 6);
  try("wake-2", futex, words, FUTEX_CMP_REQUEUE_PI, 2, 0, words + 1, 5);
  try("same", futex, words, FUTEX_WAIT_REQUEUE_PI, 5, 0, words);
  try("value", futex, words, FUTEX_WAIT_REQUEUE_PI, 6, 0, words + 1);
  struct timespec at = soon(CLOCK_MONOTONIC, 20);
  try("times-out", futex, words, FUTEX_WAIT_REQUEUE_PI, 5, &at, words + 1);
}

struct waitv { uint64_t value, address; uint32_t flags, reserved; };

CASE(waits_for_many) {
  volatile uint32_t *words = shared_words();
  struct waitv v[3];
  for (int i = 0; i < 3; i++) v[i] = (struct waitv){0, (uint64_t)(words + i), FUTEX_SIZE_U32, 0};
  long child = sys(fork);
  if (child == 0) {
    while (sys(futex, words + 1, FUTEX_WAKE, 1) == 0) sleep_milliseconds(2);
    sys(exit_group, 0);
  }
  try("waitv", futex_waitv, v, 3, 0, 0, 0);
  end_of(child);
  struct timespec at = soon(CLOCK_MONOTONIC, 20), past = {0, 1};
  try("times-out", futex_waitv, v, 3, 0, &at, CLOCK_MONOTONIC);
  try("past", futex_waitv, v, 3, 0, &past, CLOCK_MONOTONIC);
  try("clock", futex_waitv, v, 3, 0, &at, CLOCK_BOOTTIME);
  words[2] = 1;
  try("value", futex_waitv, v, 3, 0, 0, 0);
  try("none", futex_waitv, v, 0, 0, 0, 0);
  try("many", futex_waitv, v, 129, 0, 0, 0);
  try("flags", futex_waitv, v, 3, 1, 0, 0);
  try("null", futex_waitv, 0, 3, 0, 0, 0);
  v[0].flags = 0x40;
  try("word-flags", futex_waitv, v, 3, 0, 0, 0);
  v[0].flags = 3;
  try("word-size", futex_waitv, v, 3, 0, 0, 0);
  v[0].flags = FUTEX_SIZE_U32;
  v[0].reserved = 1;
  try("reserved", futex_waitv, v, 3, 0, 0, 0);
  v[0].reserved = 0;
  v[0].address++;
  try("misaligned", futex_waitv, v, 3, 0, 0, 0);
}

CASE(newer_calls) {
  volatile uint32_t *words = shared_words();
  struct timespec at = soon(CLOCK_MONOTONIC, 20);
  try("wait-times-out", futex_wait, words, 0, ~0u, FUTEX_SIZE_U32, &at, CLOCK_MONOTONIC);
  try("wait-value", futex_wait, words, 1, ~0u, FUTEX_SIZE_U32, 0, 0);
  try("wait-mask", futex_wait, words, 0, 0, FUTEX_SIZE_U32, 0, 0);
  try("wait-size", futex_wait, words, 0, ~0u, 1, 0, 0);
  try("wait-clock", futex_wait, words, 0, ~0u, FUTEX_SIZE_U32, &at, 7);
  try("wait-large", futex_wait, words, 1ul << 32, ~0u, FUTEX_SIZE_U32, 0, 0);
  try("wake-nobody", futex_wake, words, ~0u, 1, FUTEX_SIZE_U32);
  try("wake-mask", futex_wake, words, 0, 1, FUTEX_SIZE_U32);
  try("wake-flags", futex_wake, words, ~0u, 1, 0x40);
  long child = sys(fork);
  if (child == 0) {
    long result = sys(futex_wait, words, 0, 6, FUTEX_SIZE_U32, 0, 0);
    sys(exit_group, result == 0 ? 7 : 8);
  }
  sleep_milliseconds(30);
  try("wake-zero", futex_wake, words, ~0u, 0, FUTEX_SIZE_U32);
  try("wake-other-bits", futex_wake, words, 1, 1, FUTEX_SIZE_U32);
  struct waitv v[2] = {{0, (uint64_t)words, FUTEX_SIZE_U32, 0}, {0, (uint64_t)(words + 1), FUTEX_SIZE_U32, 0}};
  try("requeue-flags", futex_requeue, v, 1, 0, 1);
  try("requeue-null", futex_requeue, 0, 0, 0, 1);
  try("requeue", futex_requeue, v, 0, 0, 1);
  try("not-there", futex_wake, words, ~0u, 1, FUTEX_SIZE_U32);
  try("there", futex_wake, words + 1, 2, 1, FUTEX_SIZE_U32);
  show("child", end_of(child) >> 8);
  v[0].value = 9;
  try("requeue-value", futex_requeue, v, 0, 0, 1);
}
