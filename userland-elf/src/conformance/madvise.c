// madvise(2): what it does to the bytes, and its errors. Mere hints are only accepted.
#include "conformance.h"

#define RW (PROT_READ | PROT_WRITE)

CASE(arguments) {
  uint8_t *pages = new_pages(3);
  try("unaligned", madvise, pages + 1, PAGE, MADV_DONTNEED);
  try("unknown", madvise, pages, PAGE, 9999);
  try("negative", madvise, pages, PAGE, -1);
  try("length-zero", madvise, pages, 0, MADV_DONTNEED);
  try("length-zero-unknown", madvise, pages, 0, 9999);
  try("negative-length", madvise, pages, -1l, MADV_DONTNEED);
  try("rounds-to-zero", madvise, pages, ~0ul - 5, MADV_DONTNEED);
  try("unmapped", madvise, 1ul << 46, PAGE, MADV_DONTNEED);
}

CASE(hints) {
  uint8_t *pages = new_pages(3);
  memset(pages, 5, 3 * PAGE);
  try("normal", madvise, pages, PAGE, MADV_NORMAL);
  try("random", madvise, pages, PAGE, MADV_RANDOM);
  try("sequential", madvise, pages + PAGE, PAGE, MADV_SEQUENTIAL);
  try("dontfork", madvise, pages, PAGE, MADV_DONTFORK);
  try("dofork", madvise, pages, PAGE, MADV_DOFORK);
  try("dontdump", madvise, pages, PAGE, MADV_DONTDUMP);
  try("dodump", madvise, pages, PAGE, MADV_DODUMP);
  check("kept", all_bytes(pages, 3 * PAGE, 5));
}

CASE(willneed_of_a_file) {
  int fd = new_file("f", "hello");
  char *mapped = (char *)sys(mmap, 0, PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
  try("willneed", madvise, mapped, PAGE, MADV_WILLNEED);
  show_bytes("contents", mapped, 5);
}

CASE(dontneed_zeroes_anonymous) {
  uint8_t *pages = new_pages(4);
  memset(pages, 5, 4 * PAGE);
  try("dontneed", madvise, pages + PAGE, 2 * PAGE, MADV_DONTNEED);
  check("first-kept", all_bytes(pages, PAGE, 5));
  check("middle-zero", all_bytes(pages + PAGE, 2 * PAGE, 0));
  check("last-kept", all_bytes(pages + 3 * PAGE, PAGE, 5));
}

CASE(dontneed_rounds_its_length_up) {
  uint8_t *pages = new_pages(3);
  memset(pages, 5, 3 * PAGE);
  try("dontneed", madvise, pages, PAGE + 1, MADV_DONTNEED);
  check("second-zero", all_bytes(pages + PAGE, PAGE, 0));
  check("third-kept", all_bytes(pages + 2 * PAGE, PAGE, 5));
}

CASE(dontneed_drops_private_copies_of_a_file) {
  int fd = new_file("f", "hello");
  char *mapped = (char *)sys(mmap, 0, PAGE, RW, MAP_PRIVATE, fd, 0);
  ((volatile char *)mapped)[0] = 'J';
  try("dontneed", madvise, mapped, PAGE, MADV_DONTNEED);
  show_bytes("mapping", mapped, 5);
}

CASE(dontneed_keeps_shared_bytes) {
  int fd = new_file("f", "hello");
  char *mapped = (char *)sys(mmap, 0, PAGE, RW, MAP_SHARED, fd, 0);
  ((volatile char *)mapped)[0] = 'J';
  try("dontneed", madvise, mapped, PAGE, MADV_DONTNEED);
  show_bytes("mapping", mapped, 5);
  char *anonymous = (char *)sys(mmap, 0, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  ((volatile char *)anonymous)[0] = 'k';
  try("anonymous", madvise, anonymous, PAGE, MADV_DONTNEED);
  show_bytes("kept", anonymous, 1);
}

CASE(dontneed_of_read_only_memory) {
  uint8_t *page = new_pages(1);
  page[0] = 5;
  sys(mprotect, page, PAGE, PROT_READ);
  try("dontneed", madvise, page, PAGE, MADV_DONTNEED);
  show("value", ((volatile uint8_t *)page)[0]);
}

CASE(holes_are_skipped_and_told) {
  uint8_t *pages = new_pages(3);
  memset(pages, 5, 3 * PAGE);
  sys(munmap, pages + PAGE, PAGE);
  try("dontneed", madvise, pages, 3 * PAGE, MADV_DONTNEED);
  check("before-zero", all_bytes(pages, PAGE, 0));
  check("after-zero", all_bytes(pages + 2 * PAGE, PAGE, 0));
}

CASE(free_then_written) {
  uint8_t *page = new_pages(1);
  memset(page, 5, PAGE);
  try("free", madvise, page, PAGE, MADV_FREE);
  ((volatile uint8_t *)page)[0] = 6;
  show("written", ((volatile uint8_t *)page)[0]);
  uint8_t rest = ((volatile uint8_t *)page)[100];
  check("old-or-zero", rest == 5 || rest == 0);
  int fd = new_file("f", "hello");
  void *shared = (void *)sys(mmap, 0, PAGE, RW, MAP_SHARED, fd, 0);
  try("free-of-file", madvise, shared, PAGE, MADV_FREE);
}

CASE(locked_memory_is_kept) {
  uint8_t *page = new_pages(1);
  page[0] = 5;
  try("mlock", mlock, page, PAGE);
  try("dontneed", madvise, page, PAGE, MADV_DONTNEED);
  show("value", page[0]);
  try("munlock", munlock, page, PAGE);
  try("dontneed", madvise, page, PAGE, MADV_DONTNEED);
  show("value", ((volatile uint8_t *)page)[0]);
}

CASE(remove_punches_a_hole) {
  int fd = new_file("f", "");
  sys(ftruncate, fd, 3 * PAGE);
  char *shared = (char *)sys(mmap, 0, 3 * PAGE, RW, MAP_SHARED, fd, 0);
  memset(shared, 'a', 3 * PAGE);
  try("remove", madvise, shared + PAGE, PAGE, MADV_REMOVE);
  check("hole", all_bytes(shared + PAGE, PAGE, 0));
  check("kept", all_bytes(shared, PAGE, 'a') && all_bytes(shared + 2 * PAGE, PAGE, 'a'));
  show("size", size_of(fd));
  try("private", madvise, new_pages(1), PAGE, MADV_REMOVE);
}

CASE(populate) {
  uint8_t *pages = new_pages(2), resident[2] = {0};
  try("write", madvise, pages, 2 * PAGE, MADV_POPULATE_WRITE);
  sys(mincore, pages, 2 * PAGE, resident);
  check("resident", resident[0] & resident[1] & 1);
  sys(mprotect, pages, PAGE, PROT_READ);
  try("write-of-read-only", madvise, pages, PAGE, MADV_POPULATE_WRITE);
  try("read", madvise, pages, PAGE, MADV_POPULATE_READ);
  sys(munmap, pages, PAGE);
  try("hole", madvise, pages, 2 * PAGE, MADV_POPULATE_READ);
}
