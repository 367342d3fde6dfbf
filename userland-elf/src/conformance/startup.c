// What a program finds when it begins: registers, the initial stack, the auxiliary vector, its image.
#include "conformance.h"

static long *initial_stack(void) {
  return (long *)entry_registers[ENTRY_RSP];
}

static char **arguments(void) {
  return (char **)(initial_stack() + 1);
}

static char **environment(void) {
  return arguments() + initial_stack()[0] + 1;
}

static long *auxiliary_vector(void) {
  char **at = environment();
  while (*at) at++;
  return (long *)(at + 1);
}

// The value of an entry, or -1 (which no entry asked for has).
static long auxiliary(long type) {
  for (long *at = auxiliary_vector(); at[0] != AUX_NULL; at += 2) {
    if (at[0] == type) return at[1];
  }
  return -1;
}

struct program_header {
  uint32_t type, flags;
  uint64_t offset, address, physical, file_size, memory_size, alignment;
};

extern const uint8_t __ehdr_start[];
static int in_data = 5;
static int in_bss;
static uint8_t large_bss[3 * 4096];

CASE(general_registers_are_zero) {
  static const char *const names[] = {"rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp",
                                      "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"};
  for (int i = ENTRY_RAX; i <= ENTRY_R15; i++) {
    if (i != ENTRY_RSP) show(names[i], (long)entry_registers[i]);
  }
}

CASE(flags_register) {
  show_hex("rflags", entry_registers[ENTRY_RFLAGS]);
}

CASE(segment_registers) {
  unsigned cs, ss, ds, es, fs, gs;
  __asm__ volatile("mov %%cs, %0\n mov %%ss, %1\n mov %%ds, %2" : "=r"(cs), "=r"(ss), "=r"(ds));
  __asm__ volatile("mov %%es, %0\n mov %%fs, %1\n mov %%gs, %2" : "=r"(es), "=r"(fs), "=r"(gs));
  show_hex("cs", cs);
  show_hex("ss", ss);
  show("others", ds | es | fs | gs);
}

CASE(floating_point_control) {
  uint16_t control, status;
  uint32_t vector;
  __asm__ volatile("fnstcw %0\n fnstsw %1\n stmxcsr %2" : "=m"(control), "=m"(status), "=m"(vector));
  show_hex("control", control);
  show_hex("status", status);
  show_hex("mxcsr", vector);
}

CASE(stack_alignment) {
  show("remainder", (long)(entry_registers[ENTRY_RSP] % 16));
}

CASE(argument_count) {
  long count = initial_stack()[0];
  char **argument = arguments();
  check("count", count == 1 || count == 2);
  check("null-behind", argument[count] == 0);
  size_t first = length(argument[0]);
  check("name", first >= 7 && same(argument[0] + first - 7, "startup"));
}

CASE(strings_lie_one_behind_another) {
  long count = initial_stack()[0];
  char **argument = arguments(), **variable = environment();
  char *next = argument[0];
  int apart = 0;
  for (long i = 0; i < count; i++) {
    if (argument[i] != next) apart++;
    next = argument[i] + length(argument[i]) + 1;
  }
  for (; *variable; variable++) {
    if (*variable != next) apart++;
    next = *variable + length(*variable) + 1;
  }
  show("apart", apart);
  check("then-the-file-name", next == (char *)auxiliary(AUX_EXECFN));
  check("above-the-vector", argument[0] > (char *)auxiliary_vector());
}

CASE(end_of_the_stack) {
  char *name = (char *)auxiliary(AUX_EXECFN);
  char *end = name + length(name) + 1;
  check("eight-zeroes", all_bytes(end, 8, 0));
  check("then-a-page-ends", (unsigned long)(end + 8) % PAGE == 0);
  show_access("last", end + 7);
  show_access("behind", end + 8);
}

CASE(auxiliary_constants) {
  show("page-size", auxiliary(AUX_PAGESZ));
  show("header-size", auxiliary(AUX_PHENT));
  show("base", auxiliary(AUX_BASE));
  show("flags", auxiliary(AUX_FLAGS));
  show("ticks", auxiliary(AUX_CLKTCK));
  show("secure", auxiliary(AUX_SECURE));
  show_text("platform", (char *)auxiliary(AUX_PLATFORM));
}

CASE(auxiliary_identity) {
  check("uid", auxiliary(AUX_UID) == sys(getuid));
  check("euid", auxiliary(AUX_EUID) == sys(geteuid));
  check("gid", auxiliary(AUX_GID) == sys(getgid));
  check("egid", auxiliary(AUX_EGID) == sys(getegid));
}

CASE(auxiliary_image) {
  check("entry", auxiliary(AUX_ENTRY) == (long)_start);
  check("headers", auxiliary(AUX_PHDR) == (long)(__ehdr_start + 64));
  check("count", auxiliary(AUX_PHNUM) == *(uint16_t *)(__ehdr_start + 56));
}

CASE(auxiliary_random) {
  uint8_t *random = (uint8_t *)auxiliary(AUX_RANDOM);
  check("on-the-stack", (unsigned long)random > entry_registers[ENTRY_RSP]);
  check("some", !all_bytes(random, 16, 0));
}

CASE(auxiliary_processor) {
  // The word of CPUID leaf 1 in EDX: FPU, CMOV, FXSR, SSE and SSE2 are part of x86-64.
  long required = 1 << 0 | 1 << 15 | 1 << 24 | 1 << 25 | 1 << 26;
  check("hwcap", (auxiliary(AUX_HWCAP) & required) == required);
}

CASE(file_name) {
  char *name = (char *)auxiliary(AUX_EXECFN);
  size_t count = length(name);
  check("name", count >= 7 && same(name + count - 7, "startup"));
}

CASE(program_headers_are_mapped) {
  struct program_header *header = (struct program_header *)auxiliary(AUX_PHDR);
  int loads = 0, outside = 0;
  for (long i = 0; i < auxiliary(AUX_PHNUM); i++) {
    if (header[i].type != 1) continue;
    loads++;
    unsigned long entry = (unsigned long)auxiliary(AUX_ENTRY);
    bool holds = entry >= header[i].address && entry < header[i].address + header[i].memory_size;
    if (holds && !(header[i].flags & 1)) outside++;
  }
  check("loads", loads >= 2);
  show("not-executable", outside);
  show_bytes("magic", __ehdr_start, 4);
}

CASE(image_sections) {
  static const char constant[] = "constant";
  show("data", ((volatile int *)&in_data)[0]);
  show("bss", ((volatile int *)&in_bss)[0]);
  check("large-bss", all_bytes(large_bss, sizeof large_bss, 0));
  show_access("code", (void *)_start);
  show_access("constant", constant);
  show_access("data", &in_data);
  show_access("bss", large_bss + sizeof large_bss - 1);
}

CASE(break_lies_behind_the_image) {
  check("behind", (unsigned long)sys(brk, 0) >= (unsigned long)(large_bss + sizeof large_bss));
}

CASE(standard_descriptors) {
  long highest = -1;
  for (int fd = 0; fd < 3; fd++) {
    if (sys(fcntl, fd, F_GETFD) == 0) highest = fd;
  }
  show("highest", highest);
}

CASE(signals_at_start) {
  uint64_t pending = 77;
  struct stack_t stack = {0, 77, 77};
  sys(rt_sigpending, &pending, 8);
  show("pending", (long)pending);
  sys(sigaltstack, 0, &stack);
  show("alternate-stack", stack.ss_flags);
}
