// brk(2): the raw call, which answers with the break whether it moved or not.
#include "conformance.h"

static unsigned long program_break(void) {
  return (unsigned long)sys(brk, 0);
}

CASE(query) {
  unsigned long start = program_break();
  check("some", start != 0);
  check("stable", program_break() == start);
}

CASE(grows_zeroed) {
  unsigned long start = program_break();
  check("answer", (unsigned long)sys(brk, start + 5 * PAGE) == start + 5 * PAGE);
  check("query", program_break() == start + 5 * PAGE);
  check("zero", all_bytes((void *)start, 5 * PAGE, 0));
  memset((void *)start, 1, 5 * PAGE);
  check("written", all_bytes((void *)start, 5 * PAGE, 1));
  sys(brk, start);
}

CASE(shrinks_and_forgets) {
  unsigned long start = (program_break() + PAGE - 1) & -PAGE;
  sys(brk, start + 4 * PAGE);
  memset((void *)start, 1, 4 * PAGE);
  check("answer", (unsigned long)sys(brk, start + PAGE) == start + PAGE);
  show_access("kept", (void *)start);
  show_access("given-back", (void *)(start + PAGE));
  sys(brk, start + 4 * PAGE);
  check("first-kept", all_bytes((void *)start, PAGE, 1));
  check("rest-zero", all_bytes((void *)(start + PAGE), 3 * PAGE, 0));
}

CASE(within_a_page) {
  unsigned long start = (program_break() + PAGE - 1) & -PAGE;
  check("small", (unsigned long)sys(brk, start + 100) == start + 100);
  show_access("whole-page", (void *)(start + PAGE - 1));
  ((volatile uint8_t *)start)[200] = 9;
  sys(brk, start + 50);
  sys(brk, start + 300);
  check("page-kept", ((volatile uint8_t *)start)[200] == 9);
}

CASE(below_the_start_is_refused) {
  unsigned long now = program_break();
  check("low", (unsigned long)sys(brk, 4096) == now);
  check("one", (unsigned long)sys(brk, 1) == now);
}

CASE(absurd_values_are_refused) {
  unsigned long now = program_break();
  check("all-ones", (unsigned long)sys(brk, -1) == now);
  check("kernel-half", (unsigned long)sys(brk, 0xffff800000000000ul) == now);
  check("above-user", (unsigned long)sys(brk, 1ul << 47) == now);
  check("unchanged", program_break() == now);
}

CASE(stops_before_another_mapping) {
  unsigned long start = (program_break() + PAGE - 1) & -PAGE;
  sys(brk, start);
  long wall = sys(mmap, start + 16 * PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
                  -1, 0);
  check("wall", wall == (long)(start + 16 * PAGE));
  check("over", (unsigned long)sys(brk, start + 32 * PAGE) == start);
  check("below", (unsigned long)sys(brk, start + 8 * PAGE) == start + 8 * PAGE);
  sys(munmap, wall, PAGE);
  check("afterwards", (unsigned long)sys(brk, start + 32 * PAGE) == start + 32 * PAGE);
  sys(brk, start);
}

CASE(data_limit) {
  unsigned long start = program_break();
  struct rlimit old, small = {1 << 20, 0};
  sys(prlimit64, 0, RLIMIT_DATA, 0, &old);
  small.rlim_max = old.rlim_max;
  sys(prlimit64, 0, RLIMIT_DATA, &small, 0);
  check("above", (unsigned long)sys(brk, start + (4 << 20)) == start);
  check("below", (unsigned long)sys(brk, start + (64 << 10)) == start + (64 << 10));
  sys(prlimit64, 0, RLIMIT_DATA, &old, 0);
  check("without", (unsigned long)sys(brk, start + (4 << 20)) == start + (4 << 20));
  sys(brk, start);
}

CASE(many_small_steps) {
  unsigned long start = program_break();
  int failures = 0;
  for (int i = 1; i <= 1000; i++) {
    unsigned long want = start + (unsigned long)i * 1000;
    if ((unsigned long)sys(brk, want) != want) failures++;
    ((volatile uint8_t *)want)[-1] = 1;
  }
  show("failures", failures);
  check("back", (unsigned long)sys(brk, start) == start);
}
