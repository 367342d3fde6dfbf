// munmap(2), and what a hole looks like to the kernel.
#include "conformance.h"

CASE(arguments) {
  uint8_t *pages = new_pages(2);
  try("unaligned", munmap, pages + 1, PAGE);
  try("length-zero", munmap, pages, 0);
  try("wild", munmap, WILD, PAGE);
  try("kernel-half", munmap, 0xffff800000000000ul, PAGE);
  try("above-user", munmap, 1ul << 47, PAGE);
  try("huge", munmap, pages, 1ul << 63);
  try("all-ones", munmap, pages, ~0ul);
  show_access("still-there", pages);
}

CASE(whole) {
  uint8_t *pages = new_pages(2);
  show_access("before", pages);
  try("munmap", munmap, pages, 2 * PAGE);
  show_access("first", pages);
  show_access("second", pages + PAGE);
  try("again", munmap, pages, 2 * PAGE);
}

CASE(middle) {
  uint8_t *pages = new_pages(5);
  memset(pages, 6, 5 * PAGE);
  try("munmap", munmap, pages + 2 * PAGE, PAGE);
  show_access("left", pages + PAGE);
  show_access("hole", pages + 2 * PAGE);
  show_access("right", pages + 3 * PAGE);
  check("kept", all_bytes(pages, 2 * PAGE, 6) && all_bytes(pages + 3 * PAGE, 2 * PAGE, 6));
}

CASE(ends) {
  uint8_t *pages = new_pages(4);
  memset(pages, 6, 4 * PAGE);
  try("head", munmap, pages, PAGE);
  try("tail", munmap, pages + 3 * PAGE, PAGE);
  show_access("first", pages);
  show_access("second", pages + PAGE);
  show_access("third", pages + 2 * PAGE);
  show_access("fourth", pages + 3 * PAGE);
}

CASE(length_is_rounded_up) {
  uint8_t *pages = new_pages(3);
  try("munmap", munmap, pages, PAGE + 1);
  show_access("second", pages + PAGE);
  show_access("third", pages + 2 * PAGE);
}

CASE(across_mappings_and_holes) {
  uint8_t *pages = new_pages(6);
  sys(munmap, pages + 2 * PAGE, PAGE);
  sys(mprotect, pages + 3 * PAGE, PAGE, PROT_READ);
  try("munmap", munmap, pages + PAGE, 4 * PAGE);
  show_access("first", pages);
  show_access("fourth", pages + 3 * PAGE);
  show_access("sixth", pages + 5 * PAGE);
}

CASE(shared_file_keeps_what_was_written) {
  int fd = new_file("f", "hello");
  char *mapped = (char *)sys(mmap, 0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  mapped[0] = 'J';
  try("munmap", munmap, mapped, PAGE);
  show_contents("file", fd);
}

CASE(tail_of_a_file_mapping_keeps_its_offset) {
  int fd = new_file("f", "");
  sys(pwrite64, fd, "a", 1, 0);
  sys(pwrite64, fd, "b", 1, PAGE);
  sys(pwrite64, fd, "c", 1, 2 * PAGE);
  char *mapped = (char *)sys(mmap, 0, 3 * PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
  try("munmap", munmap, mapped, PAGE);
  show_bytes("second", mapped + PAGE, 1);
  show_bytes("third", mapped + 2 * PAGE, 1);
}

CASE(results_into_a_hole) {
  uint8_t *pages = new_pages(1);
  struct timespec *into = (struct timespec *)pages;
  try("before", clock_gettime, CLOCK_MONOTONIC, into);
  sys(munmap, pages, PAGE);
  try("after", clock_gettime, CLOCK_MONOTONIC, into);
}

CASE(thousand_rounds) {
  long failures = 0;
  for (int i = 0; i < 1000; i++) {
    uint8_t *pages = new_pages(4);
    if (pages[0] || pages[3 * PAGE]) failures++;
    pages[0] = pages[3 * PAGE] = 1;
    if (sys(munmap, pages, 4 * PAGE) != 0) failures++;
  }
  show("failures", failures);
}
