// Mappings of files: what a mapping, read and write see of one another.
#include "conformance.h"

#define RW (PROT_READ | PROT_WRITE)

static char *map(int fd, unsigned long pages, long protection, long flags, unsigned long offset) {
  return (char *)prepared("mmap", sys(mmap, 0, pages * PAGE, protection, flags, fd, offset));
}

CASE(contents_and_zero_tail) {
  char *mapped = map(new_file("f", "hello"), 1, PROT_READ, MAP_PRIVATE, 0);
  show_bytes("head", mapped, 8);
  check("tail-zero", all_bytes(mapped + 5, PAGE - 5, 0));
}

CASE(private_write_stays_private) {
  int fd = new_file("f", "hello");
  char *mapped = map(fd, 1, RW, MAP_PRIVATE, 0);
  mapped[0] = 'J';
  show_bytes("mapping", mapped, 5);
  show_contents("file", fd);
}

CASE(private_sees_the_file_until_it_writes) {
  int fd = new_file("f", "hello");
  char *mapped = map(fd, 1, RW, MAP_PRIVATE, 0);
  show_bytes("before", mapped, 5);
  sys(pwrite64, fd, "HE", 2, 0);
  show_bytes("after-write", mapped, 5);
  mapped[4] = '!';
  sys(pwrite64, fd, "xy", 2, 0);
  show_bytes("after-copy", mapped, 5);
  show_contents("file", fd);
}

CASE(shared_write_is_read_back) {
  int fd = new_file("f", "hello");
  char *mapped = map(fd, 1, RW, MAP_SHARED, 0);
  mapped[0] = 'J';
  show_contents("pread", fd);
  show_file("other-open", "f");
  sys(pwrite64, fd, "y", 1, 4);
  show_bytes("mapping", mapped, 5);
}

CASE(shared_mappings_share) {
  int fd = new_file("f", "hello"), other = open_path("f", O_RDWR);
  volatile char *first = map(fd, 1, RW, MAP_SHARED, 0), *second = map(other, 1, RW, MAP_SHARED, 0);
  check("distinct", first != second);
  first[1] = 'u';
  show_bytes("second", (char *)second, 5);
  second[2] = 'n';
  show_bytes("first", (char *)first, 5);
}

CASE(shared_and_private_of_one_file) {
  int fd = new_file("f", "hello");
  volatile char *shared = map(fd, 1, RW, MAP_SHARED, 0), *private = map(fd, 1, RW, MAP_PRIVATE, 0);
  shared[0] = 'J';
  show_bytes("private-follows", (char *)private, 5);
  private[1] = 'E';
  shared[2] = 'L';
  show_bytes("private-parted", (char *)private, 5);
  show_bytes("shared", (char *)shared, 5);
}

CASE(writes_behind_the_end_are_not_in_the_file) {
  int fd = new_file("f", "hello");
  char *mapped = map(fd, 1, RW, MAP_SHARED, 0);
  mapped[5] = 'X';
  show("size", size_of(fd));
  show_contents("file", fd);
}

CASE(mapping_outlives_the_descriptor) {
  int fd = new_file("f", "hello");
  char *mapped = map(fd, 1, RW, MAP_SHARED, 0);
  try("close", close, fd);
  mapped[0] = 'J';
  show_file("file", "f");
}

CASE(mapping_outlives_the_name) {
  int fd = new_file("f", "hello");
  char *mapped = map(fd, 1, RW, MAP_SHARED, 0);
  try("unlink", unlink, "f");
  sys(close, fd);
  show_bytes("mapping", mapped, 5);
  mapped[0] = 'J';
  show_bytes("written", mapped, 5);
}

CASE(page_offset) {
  int fd = new_file("f", "");
  sys(pwrite64, fd, "first", 5, 0);
  sys(pwrite64, fd, "third", 5, 2 * PAGE);
  char *mapped = map(fd, 1, RW, MAP_SHARED, 2 * PAGE);
  show_bytes("third", mapped, 6);
  mapped[0] = 'T';
  char back[5];
  sys(pread64, fd, back, 5, 2 * PAGE);
  show_bytes("pread", back, 5);
}

CASE(growing_file_shows_in_the_mapping) {
  int fd = new_file("f", "hello");
  char *mapped = map(fd, 2, RW, MAP_SHARED, 0);
  show_access("second-page", mapped + PAGE);
  try("extend", ftruncate, fd, 2 * PAGE);
  show_access("second-page", mapped + PAGE);
  sys(pwrite64, fd, "new", 3, PAGE);
  show_bytes("second", mapped + PAGE, 4);
}

CASE(truncation_drops_pages) {
  int fd = new_file("f", "hello");
  sys(ftruncate, fd, 2 * PAGE);
  char *shared = map(fd, 2, RW, MAP_SHARED, 0);
  memset(shared, 'a', 2 * PAGE);
  try("shrink", ftruncate, fd, 10);
  show_access("first", shared);
  show_access("second", shared + PAGE);
  check("behind-end-zeroed", all_bytes(shared + 10, PAGE - 10, 0));
  try("extend", ftruncate, fd, 2 * PAGE);
  check("second-zeroed", all_bytes(shared + PAGE, PAGE, 0));
  show_bytes("head", shared, 12);
}

CASE(truncation_drops_private_copies) {
  int fd = new_file("f", "hello");
  sys(ftruncate, fd, 2 * PAGE);
  char *private = map(fd, 2, RW, MAP_PRIVATE, 0);
  private[PAGE] = 'p';
  try("shrink", ftruncate, fd, 0);
  try("extend", ftruncate, fd, 2 * PAGE);
  check("copy-gone", private[PAGE] == 0);
}

CASE(anonymous_shared) {
  char *mapped = map(-1, 2, RW, MAP_SHARED | MAP_ANONYMOUS, 0);
  check("zero", all_bytes(mapped, 2 * PAGE, 0));
  mapped[PAGE] = 3;
  check("kept", mapped[PAGE] == 3);
}

CASE(kernel_writes_into_a_private_mapping) {
  int fd = new_file("f", "hello"), source = new_file("source", "HELLO");
  char *mapped = map(fd, 1, RW, MAP_PRIVATE, 0);
  try("read", read, source, mapped, 3);
  show_bytes("mapping", mapped, 5);
  show_contents("file", fd);
}

CASE(kernel_writes_into_a_shared_mapping) {
  int fd = new_file("f", "hello"), source = new_file("source", "HELLO");
  char *mapped = map(fd, 1, RW, MAP_SHARED, 0);
  try("read", read, source, mapped, 3);
  show_contents("file", fd);
}

CASE(file_written_from_its_own_mapping) {
  int fd = new_file("f", "0123456789");
  char *mapped = map(fd, 1, RW, MAP_SHARED, 0);
  try("pwrite", pwrite64, fd, mapped, 5, 5);
  show_contents("file", fd);
  try("append", pwrite64, fd, mapped, 10, 10);
  show_contents("twice", fd);
}

CASE(access_behind_the_end_by_the_kernel) {
  int fd = new_file("f", "hello"), other = new_file("other", "");
  char *mapped = map(fd, 2, RW, MAP_SHARED, 0);
  try("write-within", write, other, mapped, 5);
  try("write-behind", write, other, mapped + PAGE, 5);
  try("write-across", write, other, mapped + PAGE - 3, 6);
  show("size", size_of(other));
}

CASE(executable_contents) {
  static const uint8_t code[] = {0xb8, 42, 0, 0, 0, 0xc3};  // mov $42, %eax; ret
  int fd = new_file("f", "");
  sys(pwrite64, fd, code, sizeof code, 0);
  int (*function)(void) = (int (*)(void))map(fd, 1, PROT_READ | PROT_EXEC, MAP_PRIVATE, 0);
  show("result", function());
}

CASE(code_written_through_another_mapping) {
  static const uint8_t code[] = {0xb8, 1, 0, 0, 0, 0xc3};
  int fd = new_file("f", "");
  sys(pwrite64, fd, code, sizeof code, 0);
  volatile uint8_t *data = (uint8_t *)map(fd, 1, RW, MAP_SHARED, 0);
  int (*function)(void) = (int (*)(void))map(fd, 1, PROT_READ | PROT_EXEC, MAP_SHARED, 0);
  show("first", function());
  data[1] = 2;
  __asm__ volatile("cpuid" : : "a"(0), "c"(0) : "rbx", "rdx", "memory");
  show("second", function());
  sys(pwrite64, fd, "\3", 1, 1);
  show("third", function());
}
