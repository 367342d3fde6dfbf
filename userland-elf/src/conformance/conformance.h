// The frame of every conformance program: its entry point, raw system calls, the cases' table and
// the text they print. One program is one translation unit that includes this file and nothing
// else; no libc is linked. README.md tells the form and how to add a case.
#ifndef CONFORMANCE_H
#define CONFORMANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi.h"

// ---------------------------------------------------------------------------------------------
// System calls: sys(openat, AT_FDCWD, "file", O_RDONLY) is the raw call with its raw result.

static inline long system_call(long number, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}

#define SYS_ARGUMENTS(number, a, b, c, d, e, f, ...) \
  system_call(number, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
#define sys(name, ...) SYS_ARGUMENTS(SYS_##name, ##__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)

// The call, and a value `label=result` on the case's line.
#define try(label, name, ...) show(label, sys(name, ##__VA_ARGS__))

// ---------------------------------------------------------------------------------------------
// What the compiler may call even in a freestanding program.

__attribute__((used)) void *memcpy(void *to, const void *from, size_t count) {
  void *result = to;
  __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(count) : : "memory");
  return result;
}

__attribute__((used)) void *memset(void *to, int value, size_t count) {
  void *result = to;
  __asm__ volatile("rep stosb" : "+D"(to), "+c"(count) : "a"(value) : "memory");
  return result;
}

__attribute__((used)) int memcmp(const void *left, const void *right, size_t count) {
  const uint8_t *a = left, *b = right;
  for (size_t i = 0; i < count; i++) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

static inline size_t length(const char *text) {
  size_t count = 0;
  while (text[count]) count++;
  return count;
}

static inline bool same(const char *left, const char *right) {
  size_t count = length(left);
  return count == length(right) && memcmp(left, right, count) == 0;
}

static inline bool all_bytes(const void *at, size_t count, uint8_t value) {
  const volatile uint8_t *bytes = at;
  for (size_t i = 0; i < count; i++) {
    if (bytes[i] != value) return false;
  }
  return true;
}

// ---------------------------------------------------------------------------------------------
// The line of the running case. It reaches standard output as a whole, at the case's end or at
// ready(), so that a test may close, limit or exhaust anything in between.

static char line[16384];
static size_t line_length;

static inline void put_char(char c) {
  if (line_length < sizeof line) line[line_length++] = c;
}

static inline void put(const char *text) {
  while (*text) put_char(*text++);
}

static inline void put_number(unsigned long value, unsigned base) {
  char digits[24];
  int count = 0;
  do {
    digits[count++] = "0123456789abcdef"[value % base];
    value /= base;
  } while (value);
  while (count) put_char(digits[--count]);
}

static inline void flush_line(void) {
  for (size_t done = 0; done < line_length;) {
    long count = sys(write, 1, line + done, line_length - done);
    if (count <= 0) break;
    done += (size_t)count;
  }
  line_length = 0;
}

static inline void put_label(const char *label) {
  put_char(' ');
  put(label);
  put_char('=');
}

// A result: a number, or the name of the error as `-ENOENT`.
static inline long show(const char *label, long result) {
  put_label(label);
  if (result < 0) put_char('-');
  if (result < 0 && result > -(long)(sizeof errno_names / sizeof *errno_names) && errno_names[-result]) {
    put(errno_names[-result]);
  } else {
    put_number(result < 0 ? -(unsigned long)result : (unsigned long)result, 10);
  }
  return result;
}

static inline void show_hex(const char *label, unsigned long value) {
  put_label(label);
  put("0x");
  put_number(value, 16);
}

static inline void show_octal(const char *label, unsigned long value) {
  put_label(label);
  put_char('0');
  if (value) put_number(value, 8);
}

static inline void check(const char *label, bool holds) {
  put_label(label);
  put(holds ? "yes" : "no");
}

static inline void show_bytes(const char *label, const void *bytes, long count) {
  put_label(label);
  put_char('"');
  for (long i = 0; i < count; i++) {
    uint8_t c = ((const uint8_t *)bytes)[i];
    if (c >= ' ' && c < 127 && c != '"' && c != '\\') {
      put_char((char)c);
    } else {
      put("\\x");
      put_char("0123456789abcdef"[c >> 4]);
      put_char("0123456789abcdef"[c & 15]);
    }
  }
  put_char('"');
}

static inline void show_text(const char *label, const char *text) {
  show_bytes(label, text, (long)length(text));
}

// ---------------------------------------------------------------------------------------------
// Cases. CASE(past_end) { ... } is run by a program without arguments and prints `past-end: ...`.
// ENDING(past_end) ends the process, by a signal or by exit, and runs only when it is named.

struct conformance_case {
  const char *name;
  void (*run)(void);
  long ends;
  long source_line;
};

#define CONFORMANCE_CASE(identifier, ends)                                                 \
  static void case_##identifier(void);                                                     \
  __attribute__((used, section("conformance_cases"), aligned(32)))                         \
  static struct conformance_case entry_##identifier = {#identifier, case_##identifier, ends, \
                                                       __LINE__};                          \
  static void case_##identifier(void)
#define CASE(identifier) CONFORMANCE_CASE(identifier, 0)
#define ENDING(identifier) CONFORMANCE_CASE(identifier, 1)

extern struct conformance_case __start_conformance_cases[], __stop_conformance_cases[];

static inline void put_name(const char *identifier) {
  for (; *identifier; identifier++) put_char(*identifier == '_' ? '-' : *identifier);
}

// Ends the line before the step that ends the process.
static inline void ready(void) {
  put_char('\n');
  flush_line();
}

static char start_directory[4096];

// Every case begins in a new folder of its own, with nothing open, pending, blocked, ignored or masked.
static inline void run_case(const struct conformance_case *current) {
  uint64_t no_signals = 0;
  struct kernel_sigaction by_default = {0}, ignoring = {.handler = SIG_IGN};
  for (int signal = 1; signal <= 64; signal++) {
    // To ignore a signal drops one that the case before left pending: a timer may expire once more before it is stopped.
    sys(rt_sigaction, signal, &ignoring, 0, 8);
    sys(rt_sigaction, signal, &by_default, 0, 8);
  }
  sys(rt_sigprocmask, SIG_SETMASK, &no_signals, 0, 8);
  sys(close_range, 3, ~0u, 0);
  sys(umask, 022);
  line_length = 0;
  put_name(current->name);
  char folder[64];
  put_char('\0');
  memcpy(folder, line, line_length);
  line_length--;
  sys(chdir, start_directory);
  sys(mkdir, folder, 0755);
  sys(chdir, folder);
  put_char(':');
  current->run();
  if (current->ends) put("survived");
  ready();
}

__attribute__((used, noreturn)) static void conformance_main(long *stack) {
  struct conformance_case *first = __start_conformance_cases, *end = __stop_conformance_cases;
  const char *wanted = stack[0] > 1 ? (const char *)stack[2] : 0;
  // The compiler may lay the entries in any order; the order of the source is the one to print.
  for (struct conformance_case *i = first; i < end; i++) {
    for (struct conformance_case *j = i; j > first && j[-1].source_line > j->source_line; j--) {
      struct conformance_case moved = *j;
      *j = j[-1];
      j[-1] = moved;
    }
  }
  sys(getcwd, start_directory, sizeof start_directory);
  int found = 0;
  for (struct conformance_case *i = first; i < end; i++) {
    line_length = 0;
    put_name(i->name);
    size_t name_length = line_length;
    if (!wanted) {
      if (!i->ends) run_case(i);
      found = 1;
    } else if (same(wanted, "--list") || same(wanted, "--list-fatal")) {
      if (same(wanted, "--list-fatal") == i->ends) ready();
      found = 1;
    } else if (name_length == length(wanted) && memcmp(line, wanted, name_length) == 0) {
      run_case(i);
      found = 1;
    }
  }
  sys(exit_group, found ? 0 : 2);
  __builtin_unreachable();
}

// Registers as the kernel left them at entry, in the order of `enum entry_register`.
enum entry_register {
  ENTRY_RAX, ENTRY_RBX, ENTRY_RCX, ENTRY_RDX, ENTRY_RSI, ENTRY_RDI, ENTRY_RBP, ENTRY_RSP,
  ENTRY_R8, ENTRY_R9, ENTRY_R10, ENTRY_R11, ENTRY_R12, ENTRY_R13, ENTRY_R14, ENTRY_R15,
  ENTRY_RFLAGS, ENTRY_REGISTERS
};
__attribute__((used)) unsigned long entry_registers[ENTRY_REGISTERS];

void _start(void);
__asm__(
    ".text\n.globl _start\n.type _start,@function\n_start:\n"
    "  mov %rax, entry_registers(%rip)\n"
    "  mov %rbx, entry_registers+8(%rip)\n"
    "  mov %rcx, entry_registers+16(%rip)\n"
    "  mov %rdx, entry_registers+24(%rip)\n"
    "  mov %rsi, entry_registers+32(%rip)\n"
    "  mov %rdi, entry_registers+40(%rip)\n"
    "  mov %rbp, entry_registers+48(%rip)\n"
    "  mov %rsp, entry_registers+56(%rip)\n"
    "  mov %r8, entry_registers+64(%rip)\n"
    "  mov %r9, entry_registers+72(%rip)\n"
    "  mov %r10, entry_registers+80(%rip)\n"
    "  mov %r11, entry_registers+88(%rip)\n"
    "  mov %r12, entry_registers+96(%rip)\n"
    "  mov %r13, entry_registers+104(%rip)\n"
    "  mov %r14, entry_registers+112(%rip)\n"
    "  mov %r15, entry_registers+120(%rip)\n"
    "  pushfq\n"
    "  popq entry_registers+128(%rip)\n"
    "  mov %rsp, %rdi\n"
    "  xor %ebp, %ebp\n"
    "  and $-16, %rsp\n"
    "  call conformance_main\n"
    ".size _start, .-_start\n");

#include "fixtures.h"

#endif
