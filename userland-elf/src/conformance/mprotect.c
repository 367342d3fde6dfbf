// mprotect(2). Faults that end the process are in fault.c.
#include "conformance.h"

#define RW (PROT_READ | PROT_WRITE)

CASE(arguments) {
  uint8_t *pages = new_pages(2);
  try("unaligned", mprotect, pages + 1, PAGE, PROT_READ);
  try("length-zero", mprotect, pages, 0, PROT_READ);
  try("length-zero-unaligned", mprotect, pages + 1, 0, PROT_READ);
  try("unknown-bits", mprotect, pages, PAGE, 0x100);
  try("grows-both-ways", mprotect, pages, PAGE, PROT_READ | PROT_GROWSDOWN | PROT_GROWSUP);
  try("grows-down", mprotect, pages, PAGE, PROT_READ | PROT_GROWSDOWN);
  try("wraps", mprotect, pages, ~0ul, PROT_READ);
  try("wraps-by-rounding", mprotect, ~0ul - PAGE + 1, PAGE, PROT_READ);
  try("unmapped", mprotect, 1ul << 46, PAGE, PROT_READ);
  try("above-user", mprotect, 1ul << 47, PAGE, PROT_READ);
  show_access("unchanged", pages);
}

CASE(each_protection) {
  static const char *const labels[] = {"none", "r", "w", "rw", "x", "rx", "wx", "rwx"};
  uint8_t *page = new_pages(1);
  page[0] = 77;
  for (int protection = 0; protection < 8; protection++) {
    prepared("mprotect", sys(mprotect, page, PAGE, protection));
    show_access(labels[protection], page);
  }
  check("kept", page[0] == 77);
}

CASE(untouched_pages) {
  uint8_t *pages = new_pages(3);
  try("read-only", mprotect, pages, 3 * PAGE, PROT_READ);
  check("zero", all_bytes(pages, 3 * PAGE, 0));
  show_access("access", pages + PAGE);
  try("read-write", mprotect, pages, 3 * PAGE, RW);
  pages[PAGE] = 1;
  check("written", pages[PAGE] == 1);
}

CASE(splits_in_three) {
  uint8_t *pages = new_pages(6);
  memset(pages, 3, 6 * PAGE);
  try("middle", mprotect, pages + 2 * PAGE, 2 * PAGE, PROT_READ);
  show_access("second", pages + PAGE);
  show_access("third", pages + 2 * PAGE);
  show_access("fourth", pages + 3 * PAGE);
  show_access("fifth", pages + 4 * PAGE);
  try("back", mprotect, pages + 2 * PAGE, 2 * PAGE, RW);
  show_access("third", pages + 2 * PAGE);
  check("kept", all_bytes(pages, 6 * PAGE, 3));
}

CASE(hole_stops_it_midway) {
  uint8_t *pages = new_pages(3);
  sys(munmap, pages + PAGE, PAGE);
  try("across", mprotect, pages, 3 * PAGE, PROT_READ);
  show_access("before-hole", pages);
  show_access("after-hole", pages + 2 * PAGE);
  try("from-hole", mprotect, pages + PAGE, 2 * PAGE, PROT_READ);
  show_access("after-hole", pages + 2 * PAGE);
}

CASE(across_several_mappings) {
  uint8_t *pages = new_pages(4);
  sys(mprotect, pages + PAGE, PAGE, PROT_NONE);
  sys(mprotect, pages + 2 * PAGE, PAGE, PROT_READ);
  try("all", mprotect, pages, 4 * PAGE, RW);
  for (int i = 0; i < 4; i++) show_access("page", pages + i * PAGE);
}

CASE(reader_cannot_become_shared_writer) {
  make_file("f", "hello");
  int fd = open_path("f", O_RDONLY);
  char *shared = (char *)sys(mmap, 0, PAGE, PROT_READ, MAP_SHARED, fd, 0);
  char *private = (char *)sys(mmap, 0, PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
  try("shared-write", mprotect, shared, PAGE, RW);
  try("shared-none", mprotect, shared, PAGE, PROT_NONE);
  try("shared-read", mprotect, shared, PAGE, PROT_READ);
  try("private-write", mprotect, private, PAGE, RW);
  private[0] = 'J';
  show_bytes("private", private, 5);
  show_contents("file", fd);
}

CASE(reading_into_read_only_memory) {
  uint8_t *pages = new_pages(2);
  int fd = new_file("f", "hello");
  sys(mprotect, pages + PAGE, PAGE, PROT_READ);
  try("read-only", read, fd, pages + PAGE, 5);
  try("across", read, fd, pages + PAGE - 2, 5);
  show("offset", offset_of(fd));
}

CASE(code_generated_then_run) {
  static const uint8_t code[] = {0xb8, 7, 0, 0, 0, 0xc3};  // mov $7, %eax; ret
  uint8_t *page = new_pages(1);
  memcpy(page, code, sizeof code);
  try("executable", mprotect, page, PAGE, PROT_READ | PROT_EXEC);
  show("result", ((int (*)(void))page)());
  try("writable", mprotect, page, PAGE, RW);
  page[1] = 8;
  try("executable", mprotect, page, PAGE, PROT_READ | PROT_EXEC);
  show("result", ((int (*)(void))page)());
}

CASE(code_that_is_written_while_executable) {
  static const uint8_t code[] = {0xb8, 0, 0, 0, 0, 0xc3};
  uint8_t *page = new_pages(1);
  memcpy(page, code, sizeof code);
  sys(mprotect, page, PAGE, RW | PROT_EXEC);
  int sum = 0;
  for (uint8_t i = 1; i <= 10; i++) {
    ((volatile uint8_t *)page)[1] = i;
    sum += ((int (*)(void))page)();
  }
  show("sum", sum);
}

CASE(zero_page_is_not_shared_by_writers) {
  uint8_t *pages = new_pages(2);
  check("both-zero", pages[0] == 0 && pages[PAGE] == 0);
  pages[0] = 1;
  check("other-still-zero", pages[PAGE] == 0);
}
