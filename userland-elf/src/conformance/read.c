// read(2) and write(2) on regular files.
#include "conformance.h"

CASE(to_the_end) {
  int fd = new_file("f", "hello");
  char bytes[16];
  show_bytes("first", bytes, try("read", read, fd, bytes, 3));
  show_bytes("second", bytes, try("read", read, fd, bytes, 16));
  try("at-end", read, fd, bytes, 16);
  show("offset", offset_of(fd));
}

CASE(past_the_end) {
  int fd = new_file("f", "hello");
  char bytes[16] = "untouched";
  sys(lseek, fd, 100, SEEK_SET);
  try("read", read, fd, bytes, 16);
  show_text("buffer", bytes);
  show("offset", offset_of(fd));
}

CASE(length_zero) {
  int fd = new_file("f", "hello");
  try("read", read, fd, UNMAPPED, 0);
  try("write", write, fd, UNMAPPED, 0);
  show("size", size_of(fd));
  try("read-closed", read, 999, UNMAPPED, 0);
  make_file("g", "x");
  try("read-of-writer", read, open_path("g", O_WRONLY), UNMAPPED, 0);
  try("read-of-folder", read, open_path(".", O_RDONLY), UNMAPPED, 0);
}

CASE(bad_buffers) {
  int fd = new_file("f", "hello");
  try("read-null", read, fd, 0, 5);
  try("read-wild", read, fd, WILD, 5);
  try("read-kernel", read, fd, 0xffff800000000000ul, 5);
  try("write-null", write, fd, 0, 5);
  try("write-wild", write, fd, WILD, 5);
  try("write-kernel", write, fd, 0xffff800000000000ul, 5);
  show("offset", offset_of(fd));
  sys(lseek, fd, 0, SEEK_END);
  try("read-null-at-end", read, fd, 0, 5);
  try("read-wild-at-end", read, fd, WILD, 5);
}

CASE(order_of_errors) {
  make_file("f", "x");
  int reader = open_path("f", O_RDONLY), writer = open_path("f", O_WRONLY);
  try("closed-wild", read, 999, WILD, 5);
  try("writer-wild", read, writer, WILD, 5);
  try("reader-wild", write, reader, WILD, 5);
  try("folder-wild", read, open_path(".", O_RDONLY), WILD, 5);
  try("closed-negative-length", read, 999, WILD, -1);
}

CASE(huge_lengths) {
  int fd = new_file("f", "hello");
  char bytes[16];
  try("negative", read, fd, bytes, -1l);
  try("2-to-63", read, fd, bytes, 1ul << 63);
  try("write-negative", write, fd, bytes, -1l);
  try("below-2-to-63", read, fd, bytes, (1ul << 63) - 1);
  show("offset", offset_of(fd));
}

CASE(buffer_with_a_faulting_tail) {
  int fd = new_file("f", "0123456789");
  uint8_t *end = pages_before_fault(1);
  try("read", read, fd, end - 4, 10);
  show_bytes("bytes", end - 4, 4);
  show("offset", offset_of(fd));
  try("read-all-bad", read, fd, end, 10);
  show("offset", offset_of(fd));
}

CASE(write_with_a_faulting_tail) {
  int fd = new_file("f", "");
  uint8_t *end = pages_before_fault(1);
  memcpy(end - 4, "abcd", 4);
  try("write", write, fd, end - 4, 10);
  show_contents("file", fd);
  show("offset", offset_of(fd));
  try("write-all-bad", write, fd, end, 10);
  show("size", size_of(fd));
}

CASE(overwrites_and_extends) {
  int fd = new_file("f", "0123456789");
  try("write", write, fd, "abc", 3);
  sys(lseek, fd, 8, SEEK_SET);
  try("across-end", write, fd, "XYZ", 3);
  show("size", size_of(fd));
  show_contents("file", fd);
}

CASE(gap_reads_as_zero) {
  int fd = new_file("f", "ab");
  sys(lseek, fd, 5, SEEK_SET);
  try("write", write, fd, "z", 1);
  show_contents("file", fd);
}

CASE(across_pages) {
  int fd = new_file("f", "");
  uint8_t *from = new_pages(10), *to = new_pages(10);
  for (unsigned i = 0; i < 10 * PAGE; i++) from[i] = (uint8_t)(i * 7 + (i >> 8));
  try("write", write, fd, from + 3, 9 * PAGE + 17);
  sys(lseek, fd, 0, SEEK_SET);
  try("read", read, fd, to + 5, 10 * PAGE - 5);
  show("differs", memcmp(from + 3, to + 5, 9 * PAGE + 17));
  sys(lseek, fd, PAGE - 1, SEEK_SET);
  try("read", read, fd, to, 2);
  check("both-sides", to[0] == from[PAGE + 2] && to[1] == from[PAGE + 3]);
}

CASE(large) {
  int fd = new_file("f", "");
  unsigned long count = 3ul << 20;
  uint8_t *memory = new_pages(count / PAGE);
  memset(memory, 'q', count);
  try("write", write, fd, memory, count);
  memset(memory, 0, count);
  sys(lseek, fd, 0, SEEK_SET);
  try("read", read, fd, memory, count);
  check("equal", all_bytes(memory, count, 'q'));
  show("size", size_of(fd));
}

CASE(two_opens_have_two_offsets) {
  int fd = new_file("f", "0123456789"), other = open_path("f", O_RDONLY);
  char bytes[4];
  sys(read, fd, bytes, 4);
  show("first", offset_of(fd));
  show("other", offset_of(other));
}

CASE(duplicates_share_one_offset) {
  int fd = new_file("f", "0123456789"), copy = (int)sys(dup, fd);
  char bytes[4];
  sys(read, fd, bytes, 4);
  show("copy", offset_of(copy));
  sys(lseek, copy, 1, SEEK_SET);
  show("first", offset_of(fd));
  sys(close, fd);
  show_bytes("next", bytes, try("read", read, copy, bytes, 2));
}

CASE(far_offsets) {
  int fd = new_file("f", "x");
  char byte;
  sys(lseek, fd, (1l << 32) + 5, SEEK_SET);
  try("write", write, fd, "far", 3);
  show("size", size_of(fd));
  try("pread", pread64, fd, &byte, 1, 1l << 32);
  show("hole", byte);
  char bytes[3];
  try("pread", pread64, fd, bytes, 3, (1l << 32) + 5);
  show_bytes("bytes", bytes, 3);
}

CASE(many_small_writes) {
  int fd = new_file("f", "");
  long failures = 0;
  for (int i = 0; i < 3000; i++) {
    char digit = (char)('0' + i % 10);
    if (sys(write, fd, &digit, 1) != 1) failures++;
  }
  char bytes[12];
  show("failures", failures);
  show("size", size_of(fd));
  sys(pread64, fd, bytes, 12, 2990);
  show_bytes("end", bytes, 10);
}

CASE(written_while_reading) {
  make_file("f", "abc");
  int reader = open_path("f", O_RDONLY), writer = open_path("f", O_WRONLY | O_APPEND);
  char bytes[16];
  show_bytes("first", bytes, try("read", read, reader, bytes, 16));
  sys(write, writer, "def", 3);
  show_bytes("then", bytes, try("read", read, reader, bytes, 16));
}
