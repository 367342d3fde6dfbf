// mincore(2), mlock(2) and their company, msync(2).
#include "conformance.h"

#define RW (PROT_READ | PROT_WRITE)

CASE(mincore_arguments) {
  uint8_t *pages = new_pages(2), into[4];
  try("unaligned", mincore, pages + 1, PAGE, into);
  try("length-zero", mincore, pages, 0, into);
  try("length-zero-bad-vector", mincore, pages, 0, UNMAPPED);
  try("bad-vector", mincore, pages, PAGE, UNMAPPED);
  try("unmapped", mincore, 1ul << 46, PAGE, into);
  try("huge", mincore, pages, 1ul << 62, into);
  sys(munmap, pages + PAGE, PAGE);
  try("hole", mincore, pages, 2 * PAGE, into);
}

CASE(mincore_of_anonymous) {
  uint8_t *pages = new_pages(3), into[4] = {9, 9, 9, 9};
  try("untouched", mincore, pages, 3 * PAGE, into);
  check("none", !((into[0] | into[1] | into[2]) & 1));
  show("behind", into[3]);
  memset(pages, 1, 3 * PAGE);
  try("touched", mincore, pages, 2 * PAGE + 1, into);
  check("all", into[0] & into[1] & into[2] & 1);
  show("behind", into[3]);
  sys(madvise, pages, PAGE, MADV_DONTNEED);
  sys(mincore, pages, PAGE, into);
  check("dropped", !(into[0] & 1));
}

CASE(mlock_makes_resident) {
  uint8_t *pages = new_pages(4), into[4] = {0};
  try("mlock", mlock, pages + 1, 3 * PAGE);
  sys(mincore, pages, 4 * PAGE, into);
  check("all", into[0] & into[1] & into[2] & into[3] & 1);
  try("munlock", munlock, pages, 4 * PAGE);
  check("zero", all_bytes(pages, 4 * PAGE, 0));
}

CASE(mlock_errors) {
  uint8_t *pages = new_pages(3);
  try("length-zero", mlock, pages, 0);
  try("unmapped", mlock, 1ul << 46, PAGE);
  sys(munmap, pages + PAGE, PAGE);
  try("hole", mlock, pages, 3 * PAGE);
  try("unlock-hole", munlock, pages, 3 * PAGE);
  try("unlock-unmapped", munlock, 1ul << 46, PAGE);
  sys(mprotect, pages, PAGE, PROT_NONE);
  try("no-access", mlock, pages, PAGE);
}

CASE(mlock2) {
  uint8_t *pages = new_pages(2);
  try("plain", mlock2, pages, PAGE, 0);
  try("on-fault", mlock2, pages, PAGE, MLOCK_ONFAULT);
  try("unknown", mlock2, pages, PAGE, 2);
  try("munlock", munlock, pages, 2 * PAGE);
}

CASE(mlockall_flags) {
  try("none", mlockall, 0);
  try("unknown", mlockall, 8);
  try("on-fault-alone", mlockall, MCL_ONFAULT);
  try("munlockall", munlockall);
}

CASE(msync_arguments) {
  uint8_t *pages = new_pages(3);
  try("sync", msync, pages, PAGE, MS_SYNC);
  try("async", msync, pages, PAGE, MS_ASYNC);
  try("none", msync, pages, PAGE, 0);
  try("both", msync, pages, PAGE, MS_SYNC | MS_ASYNC);
  try("unknown", msync, pages, PAGE, 8);
  try("unaligned", msync, pages + 1, PAGE, MS_SYNC);
  try("length-zero", msync, pages, 0, MS_SYNC);
  try("wraps", msync, pages, ~0ul - PAGE, MS_SYNC);
  sys(munmap, pages + PAGE, PAGE);
  try("hole", msync, pages, 3 * PAGE, MS_SYNC);
  try("hole-async", msync, pages, 3 * PAGE, MS_ASYNC);
}

CASE(msync_of_a_file) {
  int fd = new_file("f", "hello");
  char *mapped = (char *)sys(mmap, 0, PAGE, RW, MAP_SHARED, fd, 0);
  ((volatile char *)mapped)[0] = 'J';
  try("sync", msync, mapped, PAGE, MS_SYNC);
  show_contents("file", fd);
  try("invalidate", msync, mapped, PAGE, MS_INVALIDATE);
  sys(mlock, mapped, PAGE);
  try("invalidate-locked", msync, mapped, PAGE, MS_INVALIDATE);
}
