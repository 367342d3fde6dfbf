// Memory that grows: the stack, and mappings with MAP_GROWSDOWN.
#include "conformance.h"

#define RW (PROT_READ | PROT_WRITE)

static uint8_t *below_stack_pointer(long bytes) {
  uint8_t *pointer;
  __asm__ volatile("mov %%rsp, %0" : "=r"(pointer));
  return pointer - bytes;
}

// A hole of 4 MiB with one growing page at its upper end.
static uint8_t *growing_page(void) {
  uint8_t *area = new_pages(1024);
  sys(munmap, area, 1024 * PAGE);
  uint8_t *top = area + 1023 * PAGE;
  long at = sys(mmap, top, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN | MAP_FIXED, -1, 0);
  prepared("growing-page", at < 0 && at > -4096 ? at : 0);
  return top;
}

CASE(stack_grows_by_touch) {
  volatile uint8_t *stack = below_stack_pointer(0);
  long sum = 0;
  for (long page = 1; page <= 256; page++) sum += stack[-page * (long)PAGE];
  show("zeroes", sum);
  stack[-256 * (long)PAGE] = 5;
  show("deep", stack[-256 * (long)PAGE]);
}

CASE(stack_grows_by_one_far_touch) {
  volatile uint8_t *deep = below_stack_pointer(2 << 20);
  *deep = 3;
  show("value", *deep);
}

CASE(stack_grows_for_the_kernel) {
  uint8_t *deep = below_stack_pointer(3 << 20);
  int fd = new_file("f", "hello");
  try("read", read, fd, deep, 5);
  show_bytes("bytes", deep, 5);
}

CASE(stack_is_readable_writable) {
  uint8_t here = 1;
  show_access("here", &here);
}

CASE(mapping_grows_down) {
  volatile uint8_t *top = growing_page();
  top[0] = 1;
  top[-1] = 2;
  top[-100 * (long)PAGE] = 3;
  show("first", top[0]);
  show("second", top[-1]);
  show("far", top[-100 * (long)PAGE]);
  show_access("between", (uint8_t *)top - 50 * PAGE);
}

CASE(mprotect_to_the_growing_end) {
  uint8_t *top = growing_page();
  ((volatile uint8_t *)top)[-4 * (long)PAGE] = 1;
  try("mprotect", mprotect, top, PAGE, PROT_READ | PROT_GROWSDOWN);
  show_access("top", top);
  show_access("grown", top - 3 * PAGE);
}

CASE(growing_files_are_refused) {
  int fd = new_file("f", "hello");
  long at = sys(mmap, 0, PAGE, RW, MAP_SHARED | MAP_GROWSDOWN, fd, 0);
  show("shared", at < 0 && at > -4096 ? at : 0);
}
