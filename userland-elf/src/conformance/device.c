// /dev: null, zero, full, random, urandom.
#include "conformance.h"

static struct stat status;

CASE(numbers) {
  static const char *const names[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random",
                                      "/dev/urandom", "/dev/tty"};
  for (int i = 0; i < 6; i++) {
    try(names[i] + 5, stat, names[i], &status);
    show_octal("kind", status.st_mode & S_IFMT);
    show("major", (long)(status.st_rdev >> 8));
    show("minor", (long)(status.st_rdev & 0xff));
  }
}

CASE(null) {
  char bytes[8];
  int fd = open_path("/dev/null", O_RDWR);
  try("read", read, fd, bytes, 8);
  try("read-wild", read, fd, WILD, 8);
  try("write", write, fd, "hello", 5);
  try("write-null", write, fd, 0, 5);
  try("seek", lseek, fd, 100, SEEK_SET);
  show("offset", offset_of(fd));
  try("pread", pread64, fd, bytes, 8, 0);
  try("truncate", ftruncate, fd, 0);
  try("open-trunc", openat, AT_FDCWD, "/dev/null", O_WRONLY | O_TRUNC | O_CREAT, 0644);
  long at = sys(mmap, 0, PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
  show("mmap", at < 0 && at > -4096 ? at : 0);
}

CASE(zero) {
  char bytes[8] = "xxxxxxx";
  int fd = open_path("/dev/zero", O_RDWR);
  try("read", read, fd, bytes, 8);
  check("zero", all_bytes(bytes, 8, 0));
  try("read-null", read, fd, 0, 8);
  try("write", write, fd, "hello", 5);
  uint8_t *edge = pages_before_fault(1);
  memset(edge - 4, 1, 4);
  try("read-edge", read, fd, edge - 4, 8);
  check("zero", all_bytes(edge - 4, 4, 0));
}

CASE(zero_mapped) {
  int fd = open_path("/dev/zero", O_RDWR);
  uint8_t *private = (uint8_t *)sys(mmap, 0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  uint8_t *shared = (uint8_t *)sys(mmap, 0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  check("zero", all_bytes(private, PAGE, 0) && all_bytes(shared, PAGE, 0));
  ((volatile uint8_t *)private)[0] = ((volatile uint8_t *)shared)[0] = 5;
  char byte = 1;
  try("read", read, fd, &byte, 1);
  show("still-zero", byte);
}

CASE(full) {
  char bytes[8] = "xxxxxxx";
  int fd = open_path("/dev/full", O_RDWR);
  try("read", read, fd, bytes, 8);
  check("zero", all_bytes(bytes, 8, 0));
  try("write", write, fd, "hello", 5);
  try("write-nothing", write, fd, "hello", 0);
  try("seek", lseek, fd, 10, SEEK_SET);
}

CASE(random) {
  uint8_t first[32] = {0}, second[32] = {0};
  int fd = open_path("/dev/urandom", O_RDONLY);
  try("read", read, fd, first, 32);
  try("read", read, fd, second, 32);
  check("some", !all_bytes(first, 32, 0));
  check("differs", memcmp(first, second, 32) != 0);
  try("read-null", read, fd, 0, 32);
  try("random", read, open_path("/dev/random", O_RDONLY), first, 32);
}

CASE(directory_entries_of_dev) {
  try("below-device", openat, AT_FDCWD, "/dev/null/x", O_RDONLY);
  try("slash", openat, AT_FDCWD, "/dev/null/", O_RDONLY);
  try("directory-flag", openat, AT_FDCWD, "/dev/null", O_RDONLY | O_DIRECTORY);
  try("missing", openat, AT_FDCWD, "/dev/no-such-device", O_RDONLY);
  try("executable", access, "/dev/null", X_OK);
}
