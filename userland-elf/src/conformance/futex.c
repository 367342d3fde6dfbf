// Futexes of processes that share all their memory, which others have a copy of.
#include "conformance.h"
#include "waiting.h"

static uint32_t word, other;
static volatile int ready_to_wait, result = -1;
static char stack[16384] __attribute__((aligned(16)));

// A child in the same memory, on the stack above, that runs so and ends.
static long beside(void (*run)(void)) {
  long pid;
  ready_to_wait = 0;
  register long ptid __asm__("r10") = 0;
  __asm__ volatile(
      "syscall\n\t"
      "test %%rax, %%rax\n\t"
      "jnz 1f\n\t"
      "call *%%rbx\n\t"
      "mov $60, %%eax\n\t"
      "xor %%edi, %%edi\n\t"
      "syscall\n"
      "1:"
      : "=a"(pid)
      : "a"(56), "D"(CLONE_VM | SIGCHLD), "S"(stack + sizeof stack), "d"(0), "r"(ptid), "b"(run)
      : "rcx", "r11", "memory");
  return pid;
}

static void wait_privately(void) {
  struct timespec soon = {2, 0};
  ready_to_wait = 1;
  result = (int)sys(futex, &word, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 0, &soon, 0, 0);
}

static void wait_openly(void) {
  struct timespec soon = {2, 0};
  ready_to_wait = 1;
  result = (int)sys(futex, &word, FUTEX_WAIT, 0, &soon, 0, 0);
}

static long waiting(void (*run)(void)) {
  word = other = 0;
  long pid = beside(run);
  while (!ready_to_wait) sleep_milliseconds(1);
  sleep_milliseconds(30);
  return pid;
}

// A fork leaves the page to both; who writes first has another one afterwards.
static long copied(void) {
  int hold[2];
  sys(pipe2, hold, 0);
  long copy = sys(fork);
  if (copy == 0) {
    char byte;
    sys(close, hold[1]);
    sys(read, hold[0], &byte, 1);
    sys(exit_group, 0);
  }
  sys(close, hold[0]);
  other = 1;
  sys(close, hold[1]);
  return copy;
}

CASE(wakes_after_the_page_was_copied) {
  long pid = waiting(wait_privately), copy = copied();
  word = 1;
  try("wake", futex, &word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, 0, 0, 0);
  show("ended", end_of(pid));
  show("waited", result);
  show("copy", end_of(copy));
}

CASE(wakes_openly_after_the_page_was_copied) {
  long pid = waiting(wait_openly), copy = copied();
  word = 1;
  try("wake", futex, &word, FUTEX_WAKE, 1, 0, 0, 0);
  show("ended", end_of(pid));
  show("waited", result);
  show("copy", end_of(copy));
}

CASE(does_not_wake_in_another_copy) {
  long pid = waiting(wait_privately);
  long copy = sys(fork);
  if (copy == 0) {
    long woken = sys(futex, &word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, 0, 0, 0);
    sys(exit_group, woken);
  }
  show("copy-woke", end_of(copy));
  try("wake", futex, &word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, 0, 0, 0);
  show("ended", end_of(pid));
  show("waited", result);
}

CASE(is_moved_after_the_page_was_copied) {
  long pid = waiting(wait_privately), copy = copied();
  try("move", futex, &word, FUTEX_CMP_REQUEUE | FUTEX_PRIVATE_FLAG, 0, 1, &other, 0);
  try("wake-first", futex, &word, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, 0, 0, 0);
  try("wake-other", futex, &other, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, 0, 0, 0);
  show("ended", end_of(pid));
  show("waited", result);
  show("copy", end_of(copy));
}

// The end of a thread's life wakes who waits for its id to go.
static void live(void) {
  sys(set_tid_address, &word);
  word = 7;
  ready_to_wait = 1;
  sleep_milliseconds(40);
}

CASE(hears_of_the_end_after_the_page_was_copied) {
  struct timespec soon = {2, 0};
  long pid = beside(live);
  while (!ready_to_wait) sleep_milliseconds(1);
  long copy = copied();
  while (word == 7) {
    if (sys(futex, &word, FUTEX_WAIT, 7, &soon, 0, 0) == -ETIMEDOUT) break;
  }
  show("cleared", word);
  show("ended", end_of(pid));
  show("copy", end_of(copy));
}
