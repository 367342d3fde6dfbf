// mremap(2).
#include "conformance.h"

#define RW (PROT_READ | PROT_WRITE)

// Addresses vary: only success or the error is told.
#define try_move(label, ...)                          \
  do {                                                \
    long moved = sys(mremap, ##__VA_ARGS__);          \
    show(label, moved < 0 && moved > -4096 ? moved : 0); \
  } while (0)

CASE(arguments) {
  uint8_t *pages = new_pages(4);
  try_move("unaligned", pages + 1, PAGE, PAGE, MREMAP_MAYMOVE, 0);
  try_move("new-size-zero", pages, PAGE, 0, MREMAP_MAYMOVE, 0);
  try_move("unknown-flag", pages, PAGE, PAGE, 16, 0);
  try_move("fixed-without-maymove", pages, PAGE, PAGE, MREMAP_FIXED, pages + 2 * PAGE);
  try_move("fixed-unaligned", pages, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, pages + PAGE + 1);
  try_move("fixed-overlaps", pages, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, pages + PAGE);
  try_move("fixed-above-user", pages, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, 1ul << 47);
  try_move("unmapped", 1ul << 46, PAGE, 2 * PAGE, MREMAP_MAYMOVE, 0);
  try_move("same-size", pages, 4 * PAGE, 4 * PAGE, 0, 0);
}

CASE(grows_in_place_when_there_is_room) {
  uint8_t *pages = new_pages(8);
  memset(pages, 4, 2 * PAGE);
  sys(munmap, pages + 2 * PAGE, 6 * PAGE);
  long at = sys(mremap, pages, 2 * PAGE, 4 * PAGE, 0, 0);
  check("in-place", at == (long)pages);
  check("kept", all_bytes(pages, 2 * PAGE, 4));
  check("new-zero", all_bytes(pages + 2 * PAGE, 2 * PAGE, 0));
  show_access("behind", pages + 4 * PAGE);
}

CASE(blocked_growth) {
  uint8_t *pages = new_pages(4);
  pages[0] = 5;
  try_move("in-place", pages, PAGE, 2 * PAGE, 0, 0);
  sys(mprotect, pages + PAGE, PAGE, PROT_READ);
  try_move("in-place-before-other", pages, PAGE, 2 * PAGE, 0, 0);
  uint8_t *moved = (uint8_t *)sys(mremap, pages, PAGE, 2 * PAGE, MREMAP_MAYMOVE, 0);
  check("elsewhere", moved != pages);
  check("kept", moved[0] == 5 && moved[PAGE] == 0);
  show_access("old-place", pages);
  show_access("old-neighbour", pages + PAGE);
}

CASE(shrinks_in_place) {
  uint8_t *pages = new_pages(4);
  memset(pages, 4, 4 * PAGE);
  check("in-place", sys(mremap, pages, 4 * PAGE, PAGE, 0, 0) == (long)pages);
  check("kept", all_bytes(pages, PAGE, 4));
  show_access("second", pages + PAGE);
  show_access("fourth", pages + 3 * PAGE);
}

CASE(fixed_moves_and_replaces) {
  uint8_t *from = new_pages(2), *to = new_pages(3);
  memset(from, 1, 2 * PAGE);
  memset(to, 2, 3 * PAGE);
  long at = sys(mremap, from, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, to);
  check("there", at == (long)to);
  check("moved", all_bytes(to, 2 * PAGE, 1));
  check("rest-kept", all_bytes(to + 2 * PAGE, PAGE, 2));
  show_access("old-place", from);
}

CASE(fixed_shrinks_and_moves) {
  uint8_t *from = new_pages(3), *to = new_pages(1);
  memset(from, 1, 3 * PAGE);
  long at = sys(mremap, from, 3 * PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, to);
  check("there", at == (long)to);
  check("moved", all_bytes(to, PAGE, 1));
  show_access("old-first", from);
  show_access("old-third", from + 2 * PAGE);
}

CASE(part_of_a_mapping) {
  uint8_t *pages = new_pages(3);
  for (int i = 0; i < 3; i++) pages[i * PAGE] = (uint8_t)(10 + i);
  uint8_t *target = new_pages(1);
  long at = sys(mremap, pages + PAGE, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, target);
  check("there", at == (long)target);
  show("moved", target[0]);
  show("first", pages[0]);
  show_access("hole", pages + PAGE);
  show("third", pages[2 * PAGE]);
}

CASE(growth_across_mappings) {
  uint8_t *pages = new_pages(3);
  sys(mprotect, pages + PAGE, PAGE, PROT_READ);
  try_move("two-kinds", pages, 2 * PAGE, 3 * PAGE, MREMAP_MAYMOVE, 0);
  sys(munmap, pages + PAGE, PAGE);
  try_move("with-hole", pages, 2 * PAGE, 3 * PAGE, MREMAP_MAYMOVE, 0);
}

CASE(old_size_zero) {
  uint8_t *private = new_pages(1);
  try_move("private", private, 0, PAGE, MREMAP_MAYMOVE, 0);
  int fd = new_file("f", "hello");
  char *shared = (char *)sys(mmap, 0, PAGE, RW, MAP_SHARED, fd, 0);
  char *twin = (char *)sys(mremap, shared, 0, PAGE, MREMAP_MAYMOVE, 0);
  check("twin", twin != shared);
  ((volatile char *)twin)[0] = 'J';
  show_bytes("shared", shared, 5);
}

CASE(dontunmap) {
  uint8_t *pages = new_pages(2);
  memset(pages, 8, 2 * PAGE);
  try_move("without-maymove", pages, PAGE, PAGE, MREMAP_DONTUNMAP, 0);
  try_move("other-size", pages, PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, 0);
  uint8_t *moved =
      (uint8_t *)sys(mremap, pages, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, 0);
  check("elsewhere", moved != pages);
  check("moved", all_bytes(moved, 2 * PAGE, 8));
  show_access("old-place", pages);
  check("old-zero", all_bytes(pages, 2 * PAGE, 0));
}

CASE(file_mapping_grows) {
  int fd = new_file("f", "");
  sys(pwrite64, fd, "first", 5, 0);
  sys(pwrite64, fd, "second", 6, PAGE);
  char *mapped = (char *)sys(mmap, 0, PAGE, PROT_READ, MAP_SHARED, fd, 0);
  char *moved = (char *)sys(mremap, mapped, PAGE, 2 * PAGE, MREMAP_MAYMOVE, 0);
  show_bytes("first", moved, 5);
  show_bytes("second", moved + PAGE, 6);
}

CASE(sizes_are_rounded_up) {
  uint8_t *pages = new_pages(3);
  check("in-place", sys(mremap, pages, 2 * PAGE + 1, PAGE + 1, 0, 0) == (long)pages);
  show_access("second", pages + PAGE);
  show_access("third", pages + 2 * PAGE);
}

CASE(protection_moves_along) {
  uint8_t *pages = new_pages(1), *target = new_pages(1);
  pages[0] = 3;
  sys(mprotect, pages, PAGE, PROT_READ);
  sys(mremap, pages, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, target);
  show_access("access", target);
  show("value", target[0]);
}
