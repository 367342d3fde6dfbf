// mmap(2): arguments, placement, errors. What the mapped bytes do is in mmap_file.c.
#include "conformance.h"

#define RW (PROT_READ | PROT_WRITE)
#define ANONYMOUS (MAP_PRIVATE | MAP_ANONYMOUS)

// Addresses vary; only whether the call succeeded, or its error, is told.
static void show_mapped(const char *label, long result) {
  show(label, result < 0 && result > -4096 ? result : 0);
}

#define try_map(label, ...) show_mapped(label, sys(mmap, ##__VA_ARGS__))

CASE(anonymous_is_zeroed) {
  uint8_t *pages = new_pages(16);
  check("aligned", (unsigned long)pages % PAGE == 0);
  check("zero", all_bytes(pages, 16 * PAGE, 0));
  pages[0] = pages[16 * PAGE - 1] = 7;
  check("kept", pages[0] == 7 && pages[16 * PAGE - 1] == 7);
}

CASE(fresh_zeroes_after_munmap) {
  uint8_t *pages = new_pages(4);
  memset(pages, 0xaa, 4 * PAGE);
  try("munmap", munmap, pages, 4 * PAGE);
  long again = sys(mmap, pages, 4 * PAGE, RW, ANONYMOUS | MAP_FIXED, -1, 0);
  check("same-place", again == (long)pages);
  check("zero", all_bytes(pages, 4 * PAGE, 0));
}

CASE(length_zero) {
  try_map("anonymous", 0, 0, RW, ANONYMOUS, -1, 0);
  try_map("bad-fd", 0, 0, PROT_READ, MAP_PRIVATE, -1, 0);
}

CASE(length_is_rounded_up) {
  uint8_t *pages = (uint8_t *)sys(mmap, 0, PAGE + 1, RW, ANONYMOUS, -1, 0);
  show_access("second-page-end", pages + 2 * PAGE - 1);
}

CASE(sharing_flag_is_needed) {
  try_map("none", 0, PAGE, RW, MAP_ANONYMOUS, -1, 0);
  try_map("type-7", 0, PAGE, RW, MAP_ANONYMOUS | 7, -1, 0);
  int fd = new_file("f", "text");
  try_map("none-of-file", 0, PAGE, PROT_READ, 0, fd, 0);
}

CASE(shared_validate) {
  int fd = new_file("f", "text");
  try_map("file", 0, PAGE, PROT_READ, MAP_SHARED_VALIDATE, fd, 0);
  try_map("unknown-flag", 0, PAGE, PROT_READ, MAP_SHARED_VALIDATE | 0x200000, fd, 0);
  try_map("unknown-flag-shared", 0, PAGE, PROT_READ, MAP_SHARED | 0x200000, fd, 0);
}

CASE(huge_lengths) {
  long area = sys(mmap, 0, 1ul << 40, PROT_NONE, ANONYMOUS | MAP_NORESERVE, -1, 0);
  show_mapped("tebi-noreserve", area);
  try("munmap", munmap, area, 1ul << 40);
  try_map("2-to-47", 0, 1ul << 47, PROT_NONE, ANONYMOUS | MAP_NORESERVE, -1, 0);
  try_map("2-to-63", 0, 1ul << 63, PROT_NONE, ANONYMOUS, -1, 0);
  try_map("all-ones", 0, ~0ul, PROT_NONE, ANONYMOUS, -1, 0);
  try_map("all-ones-bad-fd", 0, ~0ul, PROT_NONE, MAP_PRIVATE, -1, 0);
}

CASE(offsets) {
  int fd = new_file("f", "text");
  try_map("unaligned", 0, PAGE, PROT_READ, MAP_PRIVATE, fd, 1);
  try_map("unaligned-anonymous", 0, PAGE, PROT_READ, ANONYMOUS, -1, 4095);
  try_map("unaligned-bad-fd", 0, PAGE, PROT_READ, MAP_PRIVATE, 999, 1);
  try_map("beyond-end", 0, PAGE, PROT_READ, MAP_PRIVATE, fd, 1 << 20);
  try_map("overflow", 0, 2 * PAGE, PROT_READ, MAP_PRIVATE, fd, -4096l);
  try_map("half", 0, PAGE, PROT_READ, MAP_PRIVATE, fd, (1ul << 63) - PAGE);
  try_map("anonymous-ignored", 0, PAGE, PROT_READ, ANONYMOUS, -1, 1 << 20);
}

CASE(descriptors) {
  int fd = new_file("f", "text"), ends[2];
  sys(pipe2, ends, 0);
  try_map("closed", 0, PAGE, PROT_READ, MAP_PRIVATE, 999, 0);
  try_map("negative", 0, PAGE, PROT_READ, MAP_SHARED, -1, 0);
  try_map("anonymous-ignores", 0, PAGE, PROT_READ, ANONYMOUS, 999, 0);
  try_map("folder", 0, PAGE, PROT_READ, MAP_PRIVATE, open_path(".", O_RDONLY | O_DIRECTORY), 0);
  try_map("pipe", 0, PAGE, PROT_READ, MAP_PRIVATE, ends[0], 0);
  try_map("path-only", 0, PAGE, PROT_READ, MAP_PRIVATE, open_path("f", O_PATH), 0);
  try_map("good", 0, PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
}

CASE(rights_of_the_descriptor) {
  sys(close, new_file("f", "text"));
  int reader = open_path("f", O_RDONLY), writer = open_path("f", O_WRONLY);
  int both = open_path("f", O_RDWR), append = open_path("f", O_RDWR | O_APPEND);
  try_map("private-write-of-reader", 0, PAGE, RW, MAP_PRIVATE, reader, 0);
  try_map("shared-write-of-reader", 0, PAGE, RW, MAP_SHARED, reader, 0);
  try_map("shared-read-of-reader", 0, PAGE, PROT_READ, MAP_SHARED, reader, 0);
  try_map("private-read-of-writer", 0, PAGE, PROT_READ, MAP_PRIVATE, writer, 0);
  try_map("shared-write-of-writer", 0, PAGE, PROT_WRITE, MAP_SHARED, writer, 0);
  try_map("none-of-writer", 0, PAGE, PROT_NONE, MAP_PRIVATE, writer, 0);
  try_map("shared-write-of-both", 0, PAGE, RW, MAP_SHARED, both, 0);
  try_map("shared-write-of-append", 0, PAGE, RW, MAP_SHARED, append, 0);
}

CASE(hint_is_taken_when_free) {
  uint8_t *hole = new_pages(8);
  sys(munmap, hole, 8 * PAGE);
  long at = sys(mmap, hole + 2 * PAGE, PAGE, RW, ANONYMOUS, -1, 0);
  check("there", at == (long)(hole + 2 * PAGE));
  long other = sys(mmap, hole + 2 * PAGE, PAGE, RW, ANONYMOUS, -1, 0);
  check("elsewhere-when-taken", other > 0 && other != at);
  long rounded = sys(mmap, hole + 4 * PAGE + 5, PAGE, RW, ANONYMOUS, -1, 0);
  check("unaligned-hint-is-aligned", rounded > 0 && rounded % (long)PAGE == 0);
  check("wild-hint-is-ignored", sys(mmap, WILD, PAGE, RW, ANONYMOUS, -1, 0) > 0);
}

CASE(fixed) {
  uint8_t *pages = new_pages(3);
  memset(pages, 1, 3 * PAGE);
  check("in-place", sys(mmap, pages + PAGE, PAGE, RW, ANONYMOUS | MAP_FIXED, -1, 0) ==
                        (long)(pages + PAGE));
  check("replaced", all_bytes(pages + PAGE, PAGE, 0));
  check("neighbours-kept", all_bytes(pages, PAGE, 1) && all_bytes(pages + 2 * PAGE, PAGE, 1));
  try_map("unaligned", pages + 1, PAGE, RW, ANONYMOUS | MAP_FIXED, -1, 0);
  try_map("above-user", 1ul << 47, PAGE, RW, ANONYMOUS | MAP_FIXED, -1, 0);
  try_map("crossing-the-top", (1ul << 47) - 2 * PAGE, 2 * PAGE, RW, ANONYMOUS | MAP_FIXED, -1, 0);
  try_map("kernel-half", 0xffff800000000000ul, PAGE, RW, ANONYMOUS | MAP_FIXED, -1, 0);
  try_map("wraps", ~0ul - PAGE + 1, PAGE, RW, ANONYMOUS | MAP_FIXED, -1, 0);
}

CASE(fixed_failure_keeps_the_old) {
  uint8_t *pages = new_pages(1);
  pages[0] = 9;
  try_map("bad-fd", pages, PAGE, PROT_READ, MAP_PRIVATE | MAP_FIXED, 999, 0);
  check("kept", pages[0] == 9);
}

CASE(fixed_noreplace) {
  uint8_t *pages = new_pages(4);
  pages[0] = 5;
  try_map("taken", pages, PAGE, RW, ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  check("kept", pages[0] == 5);
  sys(munmap, pages + PAGE, 2 * PAGE);
  check("free", sys(mmap, pages + PAGE, PAGE, RW, ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) ==
                    (long)(pages + PAGE));
  try_map("overlap-at-end", pages + 2 * PAGE, 2 * PAGE, RW, ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  try_map("unaligned", pages + 1, PAGE, RW, ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
}

CASE(low_32_bits) {
  long at = sys(mmap, 0, 4 * PAGE, RW, ANONYMOUS | MAP_32BIT, -1, 0);
  check("low", at > 0 && at + 4 * (long)PAGE <= 1l << 31);
  check("usable", at > 0 && all_bytes((void *)at, 4 * PAGE, 0));
}

CASE(protections_seen_by_the_kernel) {
  static const char *const labels[] = {"none", "r", "w", "rw", "x", "rx", "wx", "rwx"};
  for (int protection = 0; protection < 8; protection++) {
    show_access(labels[protection], (void *)sys(mmap, 0, PAGE, protection, ANONYMOUS, -1, 0));
  }
}

CASE(unknown_protection_bits_are_ignored) {
  try_map("bit-8", 0, PAGE, PROT_READ | 0x100, ANONYMOUS, -1, 0);
}

CASE(populate_makes_resident) {
  uint8_t resident[4] = {0};
  long at = sys(mmap, 0, 4 * PAGE, RW, ANONYMOUS | MAP_POPULATE, -1, 0);
  try("mincore", mincore, at, 4 * PAGE, resident);
  check("all", (resident[0] & resident[1] & resident[2] & resident[3] & 1) == 1);
}

CASE(neighbours_have_no_gap) {
  uint8_t *pages = new_pages(2);
  check("second-usable", all_bytes(pages + PAGE, PAGE, 0));
  for (int i = 0; i < 2; i++) {
    long at = sys(mmap, pages + i * PAGE, PAGE, i ? PROT_READ : RW, ANONYMOUS | MAP_FIXED, -1, 0);
    check("placed", at == (long)(pages + i * PAGE));
  }
  show_access("first", pages);
  show_access("second", pages + PAGE);
}

CASE(thousand_mappings) {
  uint8_t *area = new_pages(2000);
  int failures = 0;
  for (int i = 0; i < 1000; i++) {
    if (sys(mprotect, area + 2 * i * PAGE, PAGE, PROT_READ) != 0) failures++;
  }
  show("failures", failures);
  show_access("even", area + 998 * PAGE);
  show_access("odd", area + 999 * PAGE);
  try("munmap", munmap, area, 2000 * PAGE);
  show_access("after", area + 999 * PAGE);
}

CASE(address_space_limit) {
  struct rlimit old, small = {1 << 28, 0};
  sys(prlimit64, 0, RLIMIT_AS, 0, &old);
  small.rlim_max = old.rlim_max;
  try("prlimit", prlimit64, 0, RLIMIT_AS, &small, 0);
  try_map("above", 0, 1 << 28, RW, ANONYMOUS, -1, 0);
  try_map("above-none", 0, 1 << 28, PROT_NONE, ANONYMOUS | MAP_NORESERVE, -1, 0);
  try_map("below", 0, 1 << 16, RW, ANONYMOUS, -1, 0);
  try("restore", prlimit64, 0, RLIMIT_AS, &old, 0);
  try_map("again", 0, 1 << 28, RW, ANONYMOUS, -1, 0);
}
