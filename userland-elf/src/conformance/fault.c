// Faults: what a program may not do, and the signal that ends it.
#include "conformance.h"

#define RW (PROT_READ | PROT_WRITE)
#define NOT_CANONICAL 0x0000800000000000ul
#define KERNEL_HALF 0xffffffff81000000ul

static uint8_t *volatile null;
static const char constant[] = "constant";

static int map_of_file(uint8_t **mapping, const char *text, unsigned long pages) {
  int fd = new_file("f", text);
  *mapping = (uint8_t *)sys(mmap, 0, pages * PAGE, RW, MAP_SHARED, fd, 0);
  return fd;
}

static void read_at(const void *address) {
  ready();
  (void)*(volatile const uint8_t *)address;
}

static void write_at(const void *address) {
  ready();
  *(volatile uint8_t *)(unsigned long)address = 1;
}

static void jump_to(const void *address) {
  ready();
  __asm__ volatile("jmp *%0" : : "r"(address));
}

ENDING(null_read) { read_at(null); }
ENDING(null_write) { write_at(null); }
ENDING(null_call) { jump_to(null); }
ENDING(low_read) { read_at(null + 4095); }
ENDING(kernel_read) { read_at((void *)KERNEL_HALF); }
ENDING(kernel_write) { write_at((void *)KERNEL_HALF); }
ENDING(kernel_jump) { jump_to((void *)KERNEL_HALF); }
ENDING(not_canonical_read) { read_at((void *)NOT_CANONICAL); }
ENDING(not_canonical_write) { write_at((void *)NOT_CANONICAL); }
ENDING(not_canonical_jump) { jump_to((void *)NOT_CANONICAL); }
ENDING(behind_the_last_page) { read_at((void *)0x7ffffffff000ul); }
ENDING(code_write) { write_at((void *)_start); }
ENDING(constant_write) { write_at(constant); }

ENDING(data_jump) {
  static uint8_t code[] = {0xc3};
  jump_to(code);
}

ENDING(stack_jump) {
  volatile uint8_t code[] = {0xc3};
  jump_to((void *)code);
}

ENDING(no_access_read) {
  uint8_t *pages = new_pages(1);
  pages[0] = 1;
  sys(mprotect, pages, PAGE, PROT_NONE);
  read_at(pages);
}

ENDING(read_only_write) {
  uint8_t *pages = new_pages(1);
  pages[0] = 1;
  sys(mprotect, pages, PAGE, PROT_READ);
  show("read", pages[0]);
  write_at(pages);
}

ENDING(read_only_untouched_write) {
  uint8_t *pages = new_pages(1);
  sys(mprotect, pages, PAGE, PROT_READ);
  write_at(pages);
}

ENDING(middle_of_a_split_mapping) {
  uint8_t *pages = new_pages(3);
  memset(pages, 1, 3 * PAGE);
  sys(mprotect, pages + PAGE, PAGE, PROT_READ);
  pages[0] = pages[2 * PAGE] = 2;
  write_at(pages + PAGE);
}

ENDING(not_executable_jump) {
  uint8_t *pages = new_pages(1);
  pages[0] = 0xc3;
  jump_to(pages);
}

ENDING(no_longer_executable_jump) {
  uint8_t *pages = new_pages(1);
  pages[0] = 0xc3;
  sys(mprotect, pages, PAGE, PROT_READ | PROT_EXEC);
  ((void (*)(void))pages)();
  sys(mprotect, pages, PAGE, PROT_READ);
  jump_to(pages);
}

ENDING(unmapped_read) {
  uint8_t *pages = new_pages(1);
  pages[0] = 1;
  sys(munmap, pages, PAGE);
  read_at(pages);
}

ENDING(moved_away_read) {
  uint8_t *pages = new_pages(1), *target = new_pages(1);
  pages[0] = 1;
  sys(mremap, pages, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, target);
  show("moved", target[0]);
  read_at(pages);
}

ENDING(behind_the_break) {
  unsigned long start = ((unsigned long)sys(brk, 0) + PAGE - 1) & -PAGE;
  sys(brk, start + PAGE);
  *(volatile uint8_t *)start = 1;
  sys(brk, start);
  read_at((void *)start);
}

ENDING(access_across_into_nothing) {
  uint8_t *end = pages_before_fault(1);
  ready();
  *(volatile uint64_t *)(end - 4) = 1;
}

ENDING(code_runs_into_nothing) {
  uint8_t *end = pages_before_fault(1);
  memset(end - PAGE, 0x90, PAGE);
  sys(mprotect, end - PAGE, PAGE, PROT_READ | PROT_EXEC);
  jump_to(end - 16);
}

ENDING(instruction_cut_by_nothing) {
  uint8_t *end = pages_before_fault(1);
  memcpy(end - 3, "\x48\xb8\x2a", 3);  // the first bytes of mov $..., %rax
  sys(mprotect, end - PAGE, PAGE, PROT_READ | PROT_EXEC);
  jump_to(end - 3);
}

static long recurse(long depth);
static long (*volatile deeper)(long) = recurse;

static long recurse(long depth) {
  volatile uint8_t frame[4096];
  frame[depth % 4096] = (uint8_t)depth;
  return deeper(depth + 1) + frame[(depth + 1) % 4096];
}

ENDING(stack_overflow) {
  ready();
  recurse(0);
}

ENDING(stack_limit_is_the_bound) {
  struct rlimit limit;
  sys(getrlimit, RLIMIT_STACK, &limit);
  limit.rlim_cur = 1 << 20;
  try("limit", setrlimit, RLIMIT_STACK, &limit);
  uint8_t here;
  write_at((void *)((unsigned long)&here - (2 << 20)));
}

ENDING(stack_pointer_away) {
  ready();
  __asm__ volatile("mov %0, %%rsp\n push %%rax\n" : : "r"(0x1000ul));
}

ENDING(mapped_behind_the_end_of_file) {
  uint8_t *mapping;
  map_of_file(&mapping, "hello", 2);
  show_bytes("within", mapping, 5);
  read_at(mapping + PAGE);
}

ENDING(write_behind_the_end_of_file) {
  uint8_t *mapping;
  map_of_file(&mapping, "hello", 2);
  mapping[PAGE - 1] = 1;
  write_at(mapping + PAGE);
}

ENDING(mapped_empty_file) {
  uint8_t *mapping;
  map_of_file(&mapping, "", 1);
  read_at(mapping);
}

ENDING(file_cut_under_the_mapping) {
  uint8_t *mapping;
  int fd = map_of_file(&mapping, "hello", 1);
  show_bytes("before", mapping, 5);
  try("truncate", ftruncate, fd, 0);
  read_at(mapping);
}

ENDING(code_behind_the_end_of_file) {
  int fd = new_file("f", "\xc3");
  uint8_t *mapping =
      (uint8_t *)sys(mmap, 0, 2 * PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
  ((void (*)(void))mapping)();
  jump_to(mapping + PAGE);
}

ENDING(blocked_fault_ends_nevertheless) {
  uint64_t all = ~0ul;
  sys(rt_sigprocmask, SIG_SETMASK, &all, 0, 8);
  read_at(null);
}

ENDING(ignored_fault_ends_nevertheless) {
  struct kernel_sigaction ignore = {.handler = SIG_IGN};
  sys(rt_sigaction, SIGSEGV, &ignore, 0, 8);
  read_at(null);
}

ENDING(blocked_bus_error_ends_nevertheless) {
  uint64_t all = ~0ul;
  uint8_t *mapping;
  map_of_file(&mapping, "", 1);
  sys(rt_sigprocmask, SIG_SETMASK, &all, 0, 8);
  read_at(mapping);
}
