// pread64, pwrite64 and the vector forms: readv, writev, preadv, pwritev, preadv2, pwritev2.
#include "conformance.h"

CASE(pread_keeps_the_offset) {
  int fd = new_file("f", "0123456789");
  char bytes[8];
  sys(lseek, fd, 2, SEEK_SET);
  show_bytes("bytes", bytes, try("pread", pread64, fd, bytes, 3, 5));
  show("offset", offset_of(fd));
  try("at-end", pread64, fd, bytes, 8, 10);
  try("past-end", pread64, fd, bytes, 8, 1000);
  show_bytes("short", bytes, try("pread", pread64, fd, bytes, 8, 8));
}

CASE(pread_errors) {
  int fd = new_file("f", "0123456789"), ends[2];
  char bytes[8];
  sys(pipe2, ends, 0);
  try("negative", pread64, fd, bytes, 1, -1l);
  try("negative-closed", pread64, 999, bytes, 1, -1l);
  try("closed", pread64, 999, bytes, 1, 0);
  try("pipe", pread64, ends[0], bytes, 1, 0);
  try("pipe-negative", pread64, ends[0], bytes, 1, -1l);
  try("wild", pread64, fd, WILD, 1, 0);
  try("null", pread64, fd, 0, 1, 0);
  try("null-past-end", pread64, fd, 0, 1, 100);
  try("length-zero", pread64, fd, WILD, 0, 0);
  try("length-negative", pread64, fd, bytes, -1l, 0);
  try("top", pread64, fd, bytes, 1, (1ul << 63) - 1);
  try("writer", pread64, open_path("f", O_WRONLY), bytes, 1, 0);
}

CASE(pwrite_keeps_the_offset) {
  int fd = new_file("f", "0123456789");
  try("pwrite", pwrite64, fd, "abc", 3, 4);
  show("offset", offset_of(fd));
  try("past-end", pwrite64, fd, "Z", 1, 12);
  show_contents("file", fd);
}

CASE(pwrite_errors) {
  int fd = new_file("f", "hello"), ends[2];
  sys(pipe2, ends, 0);
  try("negative", pwrite64, fd, "x", 1, -1l);
  try("closed", pwrite64, 999, "x", 1, 0);
  try("pipe", pwrite64, ends[1], "x", 1, 0);
  try("null", pwrite64, fd, 0, 1, 0);
  try("length-zero", pwrite64, fd, WILD, 0, 100);
  try("length-negative", pwrite64, fd, "x", -1l, 0);
  try("reader", pwrite64, open_path("f", O_RDONLY), "x", 1, 0);
  try("top", pwrite64, fd, "x", 1, (1ul << 63) - 1);
  show_contents("file", fd);
}

CASE(pwrite_to_append_appends) {
  make_file("f", "hello");
  int fd = open_path("f", O_RDWR | O_APPEND);
  try("pwrite", pwrite64, fd, "!", 1, 0);
  show_contents("file", fd);
  show("offset", offset_of(fd));
}

CASE(readv_scatters) {
  int fd = new_file("f", "0123456789");
  char a[4], b[4], c[8];
  struct iovec vector[] = {{a, 3}, {b, 0}, {b, 2}, {c, 8}};
  try("readv", readv, fd, vector, 4);
  show_bytes("a", a, 3);
  show_bytes("b", b, 2);
  show_bytes("c", c, 5);
  try("at-end", readv, fd, vector, 4);
  show("offset", offset_of(fd));
}

CASE(writev_gathers) {
  int fd = new_file("f", "");
  struct iovec vector[] = {{"one ", 4}, {0, 0}, {"two ", 4}, {"three", 5}};
  try("writev", writev, fd, vector, 4);
  show_contents("file", fd);
  show("offset", offset_of(fd));
}

CASE(vector_counts) {
  int fd = new_file("f", "hello");
  struct iovec vector[1] = {{"x", 1}};
  static struct iovec many[IOV_MAX + 1];
  for (int i = 0; i <= IOV_MAX; i++) many[i] = (struct iovec){"y", 1};
  try("zero", readv, fd, vector, 0);
  try("zero-null", readv, fd, 0, 0);
  try("negative", readv, fd, vector, -1);
  try("most", writev, fd, many, IOV_MAX);
  try("too-many", writev, fd, many, IOV_MAX + 1);
  try("huge", writev, fd, vector, 1 << 30);
  try("zero-closed", readv, 999, vector, 0);
  try("too-many-closed", readv, 999, many, IOV_MAX + 1);
  show("size", size_of(fd));
}

CASE(vector_errors) {
  int fd = new_file("f", "0123456789");
  char bytes[8];
  struct iovec wild_second[] = {{bytes, 4}, {WILD, 4}}, wild_first[] = {{WILD, 4}, {bytes, 4}};
  struct iovec null_second[] = {{bytes, 4}, {0, 4}}, negative[] = {{bytes, 4}, {bytes, -1ul}};
  struct iovec sum[] = {{bytes, 4}, {bytes, (1ul << 63) - 2}};
  try("wild-vector", readv, fd, WILD, 1);
  try("null-vector", readv, fd, 0, 1);
  try("wild-first", readv, fd, wild_first, 2);
  try("wild-second", readv, fd, wild_second, 2);
  try("null-first", readv, fd, null_second + 1, 1);
  show("offset", offset_of(fd));
  try("null-second", readv, fd, null_second, 2);
  show("offset", offset_of(fd));
  try("negative-length", readv, fd, negative, 2);
  try("sum-overflows", readv, fd, sum, 2);
  show("offset", offset_of(fd));
}

CASE(writev_stops_at_a_fault) {
  int fd = new_file("f", "");
  struct iovec vector[] = {{"good", 4}, {UNMAPPED, 4}, {"never", 5}};
  try("writev", writev, fd, vector, 3);
  show_contents("file", fd);
  try("first-bad", writev, fd, vector + 1, 2);
  show("size", size_of(fd));
}

CASE(vector_across_the_edge_of_memory) {
  uint8_t *end = pages_before_fault(1);
  int fd = new_file("f", "hello");
  struct iovec *vector = (struct iovec *)(end - sizeof(struct iovec));
  char bytes[8];
  *vector = (struct iovec){bytes, 5};
  try("one", readv, fd, vector, 1);
  try("two", readv, fd, vector, 2);
}

CASE(preadv_pwritev) {
  int fd = new_file("f", "0123456789");
  char a[4], b[4];
  struct iovec out[] = {{"ab", 2}, {"cd", 2}}, in[] = {{a, 2}, {b, 3}};
  try("pwritev", pwritev, fd, out, 2, 3, 0);
  show_contents("file", fd);
  try("preadv", preadv, fd, in, 2, 2, 0);
  show_bytes("a", a, 2);
  show_bytes("b", b, 3);
  show("offset", offset_of(fd));
  try("negative", preadv, fd, in, 2, -1l, -1l);
  int ends[2];
  sys(pipe2, ends, 0);
  try("pipe", preadv, ends[0], in, 2, 0, 0);
}

CASE(preadv2_at_the_current_offset) {
  int fd = new_file("f", "0123456789");
  char bytes[8];
  struct iovec in[] = {{bytes, 3}}, out[] = {{"XY", 2}};
  show_bytes("read", bytes, try("preadv2", preadv2, fd, in, 1, -1l, -1l, 0));
  show("offset", offset_of(fd));
  try("pwritev2", pwritev2, fd, out, 1, -1l, -1l, 0);
  show("offset", offset_of(fd));
  try("positional", preadv2, fd, in, 1, 0, 0, 0);
  show("offset", offset_of(fd));
  show_contents("file", fd);
}

CASE(rwf_flags) {
  int fd = new_file("f", "0123456789");
  char bytes[8];
  struct iovec in[] = {{bytes, 3}}, out[] = {{"XY", 2}};
  try("unknown", preadv2, fd, in, 1, 0, 0, 0x1000000);
  try("unknown-write", pwritev2, fd, out, 1, 0, 0, 0x1000000);
  try("hipri", preadv2, fd, in, 1, 0, 0, RWF_HIPRI);
  try("dsync", pwritev2, fd, out, 1, 0, 0, RWF_DSYNC);
  try("sync", pwritev2, fd, out, 1, 0, 0, RWF_SYNC);
  try("append", pwritev2, fd, out, 1, 0, 0, RWF_APPEND);
  try("append-at-offset", pwritev2, fd, out, 1, -1l, -1l, RWF_APPEND);
  show("offset", offset_of(fd));
  show_contents("file", fd);
}

CASE(two_to_the_31_is_the_most_at_once) {
  int null = open_path("/dev/null", O_WRONLY);
  unsigned long most = 0x7ffff000;
  uint8_t *memory = (uint8_t *)sys(mmap, 0, most + 2 * PAGE, PROT_READ,
                                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  try("write", write, null, memory, most + PAGE);
  struct iovec vector[] = {{memory, most}, {memory, PAGE}};
  try("writev", writev, null, vector, 2);
}
