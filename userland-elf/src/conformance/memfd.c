// memfd_create(2) and seals.
#include "conformance.h"

CASE(is_a_file) {
  struct stat status;
  int fd = (int)try("create", memfd_create, "name", 0);
  try("write", write, fd, "hello", 5);
  show_contents("contents", fd);
  sys(fstat, fd, &status);
  show_octal("mode", status.st_mode);
  show("links", (long)status.st_nlink);
  show("cloexec", sys(fcntl, fd, F_GETFD));
  fd = (int)try("create-cloexec", memfd_create, "name", MFD_CLOEXEC);
  show("cloexec", sys(fcntl, fd, F_GETFD));
}

CASE(errors) {
  static char name[300];
  memset(name, 'n', 299);
  try("unknown-flag", memfd_create, "name", 0x1000);
  try("wild", memfd_create, WILD, 0);
  name[249] = 0;
  try("longest", memfd_create, name, 0);
  name[249] = 'n';
  name[250] = 0;
  try("too-long", memfd_create, name, 0);
  try("empty", memfd_create, "", 0);
}

CASE(name_in_proc) {
  char path[32] = "/proc/self/fd/3", target[64];
  int fd = (int)sys(memfd_create, "some-name", 0);
  path[14] = (char)('0' + fd);
  show_bytes("target", target, try("readlink", readlink, path, target, sizeof target));
}

CASE(unsealable_by_default) {
  int fd = (int)sys(memfd_create, "name", 0);
  show("seals", sys(fcntl, fd, F_GET_SEALS));
  try("add", fcntl, fd, F_ADD_SEALS, F_SEAL_WRITE);
}

CASE(size_seals) {
  int fd = (int)sys(memfd_create, "name", MFD_ALLOW_SEALING);
  sys(ftruncate, fd, 10);
  show("none", sys(fcntl, fd, F_GET_SEALS));
  try("shrink", fcntl, fd, F_ADD_SEALS, F_SEAL_SHRINK);
  try("smaller", ftruncate, fd, 5);
  try("larger", ftruncate, fd, 20);
  try("grow", fcntl, fd, F_ADD_SEALS, F_SEAL_GROW);
  try("larger", ftruncate, fd, 30);
  try("same", ftruncate, fd, 20);
  try("write-within", pwrite64, fd, "x", 1, 19);
  try("write-beyond", pwrite64, fd, "x", 1, 20);
  try("fallocate-beyond", fallocate, fd, 0, 0, 30);
  show("seals", sys(fcntl, fd, F_GET_SEALS));
}

CASE(write_seal) {
  int fd = (int)sys(memfd_create, "name", MFD_ALLOW_SEALING);
  sys(write, fd, "hello", 5);
  void *shared = (void *)sys(mmap, 0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  try("while-mapped", fcntl, fd, F_ADD_SEALS, F_SEAL_WRITE);
  sys(munmap, shared, PAGE);
  try("add", fcntl, fd, F_ADD_SEALS, F_SEAL_WRITE);
  try("write", pwrite64, fd, "x", 1, 0);
  try("punch", fallocate, fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 1);
  long at = sys(mmap, 0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  show("map-shared-write", at < 0 && at > -4096 ? at : 0);
  at = sys(mmap, 0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  show("map-private-write", at < 0 && at > -4096 ? at : 0);
  show_contents("contents", fd);
}

CASE(seal_of_seals) {
  int fd = (int)sys(memfd_create, "name", MFD_ALLOW_SEALING);
  try("unknown", fcntl, fd, F_ADD_SEALS, 0x1000);
  try("seal", fcntl, fd, F_ADD_SEALS, F_SEAL_SEAL);
  try("another", fcntl, fd, F_ADD_SEALS, F_SEAL_WRITE);
  show("seals", sys(fcntl, fd, F_GET_SEALS));
}

CASE(mapped_by_two) {
  int fd = (int)sys(memfd_create, "name", 0);
  sys(ftruncate, fd, PAGE);
  volatile uint8_t *a = (uint8_t *)sys(mmap, 0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  volatile uint8_t *b = (uint8_t *)sys(mmap, 0, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  a[5] = 9;
  show("other", b[5]);
  sys(pwrite64, fd, "\7", 1, 5);
  show("both", a[5] + b[5]);
}
