// copy_file_range(2) and sendfile(2) between regular files.
#include "conformance.h"

CASE(copy_at_the_offsets_of_both) {
  int from = new_file("from", "0123456789"), to = new_file("to", "");
  sys(lseek, from, 2, SEEK_SET);
  try("copy", copy_file_range, from, 0, to, 0, 5, 0);
  show("from-offset", offset_of(from));
  show("to-offset", offset_of(to));
  show_contents("to", to);
  try("rest", copy_file_range, from, 0, to, 0, 100, 0);
  try("at-end", copy_file_range, from, 0, to, 0, 100, 0);
  show_contents("to", to);
}

CASE(copy_at_given_offsets) {
  int from = new_file("from", "0123456789"), to = new_file("to", "abcdefghij");
  long in = 1, out = 4;
  try("copy", copy_file_range, from, &in, to, &out, 3, 0);
  show("in", in);
  show("out", out);
  show("from-offset", offset_of(from));
  show("to-offset", offset_of(to));
  show_contents("to", to);
}

CASE(copy_within_a_file) {
  int fd = new_file("f", "0123456789");
  long in = 0, out = 5, over = 2;
  try("apart", copy_file_range, fd, &in, fd, &out, 4, 0);
  show_contents("f", fd);
  in = 0;
  try("overlap", copy_file_range, fd, &in, fd, &over, 5, 0);
}

CASE(copy_errors) {
  int from = new_file("from", "0123456789"), to = new_file("to", ""), ends[2];
  int reader = open_path("to", O_RDONLY), writer = open_path("from", O_WRONLY);
  int append = open_path("to", O_WRONLY | O_APPEND), folder = open_path(".", O_RDONLY);
  long negative = -1;
  sys(pipe2, ends, 0);
  try("flags", copy_file_range, from, 0, to, 0, 5, 2);
  try("closed-in", copy_file_range, 999, 0, to, 0, 5, 0);
  try("closed-out", copy_file_range, from, 0, 999, 0, 5, 0);
  try("reader-out", copy_file_range, from, 0, reader, 0, 5, 0);
  try("writer-in", copy_file_range, writer, 0, to, 0, 5, 0);
  try("append-out", copy_file_range, from, 0, append, 0, 5, 0);
  try("folder-in", copy_file_range, folder, 0, to, 0, 5, 0);
  try("pipe-in", copy_file_range, ends[0], 0, to, 0, 5, 0);
  try("wild-offset", copy_file_range, from, UNMAPPED, to, 0, 5, 0);
  try("negative-offset", copy_file_range, from, &negative, to, 0, 5, 0);
  try("length-zero", copy_file_range, from, 0, to, 0, 0, 0);
  show("size", size_of(to));
}

CASE(sendfile_moves_the_offset) {
  int from = new_file("from", "0123456789"), to = new_file("to", "");
  sys(lseek, from, 3, SEEK_SET);
  try("sendfile", sendfile, to, from, 0, 4);
  show("from-offset", offset_of(from));
  show("to-offset", offset_of(to));
  show_contents("to", to);
  try("rest", sendfile, to, from, 0, 1000);
  try("at-end", sendfile, to, from, 0, 1000);
}

CASE(sendfile_at_an_offset) {
  int from = new_file("from", "0123456789"), to = new_file("to", "");
  long offset = 6;
  try("sendfile", sendfile, to, from, &offset, 3);
  show("offset", offset);
  show("from-offset", offset_of(from));
  show_contents("to", to);
}

CASE(sendfile_into_a_pipe) {
  int from = new_file("from", "0123456789"), ends[2];
  char bytes[16];
  sys(pipe2, ends, 0);
  try("sendfile", sendfile, ends[1], from, 0, 10);
  show_bytes("bytes", bytes, try("read", read, ends[0], bytes, 16));
}

CASE(sendfile_errors) {
  int from = new_file("from", "0123456789"), to = new_file("to", ""), ends[2];
  int reader = open_path("to", O_RDONLY), writer = open_path("from", O_WRONLY);
  int append = open_path("to", O_WRONLY | O_APPEND);
  long negative = -1;
  sys(pipe2, ends, 0);
  try("closed-out", sendfile, 999, from, 0, 5);
  try("closed-in", sendfile, to, 999, 0, 5);
  try("reader-out", sendfile, reader, from, 0, 5);
  try("writer-in", sendfile, to, writer, 0, 5);
  try("append-out", sendfile, append, from, 0, 5);
  try("wild-offset", sendfile, to, from, UNMAPPED, 5);
  try("negative-offset", sendfile, to, from, &negative, 5);
  try("pipe-in-with-offset", sendfile, to, ends[0], &negative, 5);
  try("length-zero", sendfile, to, from, 0, 0);
}

CASE(large_copies) {
  int from = new_file("from", ""), to = new_file("to", ""), third = new_file("third", "");
  unsigned long count = 1ul << 20;
  uint8_t *memory = new_pages(count / PAGE);
  for (unsigned long i = 0; i < count; i++) memory[i] = (uint8_t)(i ^ (i >> 9));
  sys(write, from, memory, count);
  sys(lseek, from, 0, SEEK_SET);
  try("copy", copy_file_range, from, 0, to, 0, count, 0);
  sys(lseek, to, 0, SEEK_SET);
  try("sendfile", sendfile, third, to, 0, count);
  uint8_t *back = new_pages(count / PAGE);
  sys(pread64, third, back, count, 0);
  show("differs", memcmp(memory, back, count));
}
