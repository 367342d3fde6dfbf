// How a process ends by itself.
#include "conformance.h"

ENDING(exit_group_0) {
  ready();
  sys(exit_group, 0);
}

ENDING(exit_group_42) {
  ready();
  sys(exit_group, 42);
}

ENDING(exit_group_255) {
  ready();
  sys(exit_group, 255);
}

ENDING(exit_group_256_is_0) {
  ready();
  sys(exit_group, 256);
}

ENDING(exit_group_minus_1_is_255) {
  ready();
  sys(exit_group, -1);
}

ENDING(exit_group_139_is_no_signal) {
  ready();
  sys(exit_group, 139);
}

ENDING(exit_of_the_only_thread) {
  ready();
  sys(exit, 7);
}

ENDING(exit_with_open_files) {
  for (int i = 0; i < 100; i++) sys(dup, new_file("f", "x"));
  new_pages(1000)[5] = 1;
  ready();
  sys(exit_group, 3);
}

ENDING(exit_clears_the_tid_of_nobody) {
  sys(set_tid_address, WILD);
  ready();
  sys(exit_group, 4);
}

ENDING(exit_without_standard_output) {
  ready();
  sys(close, 0);
  sys(close, 1);
  sys(close, 2);
  sys(exit_group, 5);
}

ENDING(output_before_exit_is_whole) {
  put(" ");
  for (int i = 0; i < 4000; i++) put_char((char)('a' + i % 26));
  ready();
  sys(exit_group, 6);
}
