// What the processor keeps and changes across system calls and page faults.
#include "conformance.h"

CASE(general_registers_survive) {
  unsigned long values[9] = {0};
  long result;
  __asm__ volatile(
      "mov $0x1111, %%rbx\n mov $0x2222, %%r12\n mov $0x3333, %%r13\n mov $0x4444, %%r14\n"
      "mov $0x5555, %%r15\n mov $0x6666, %%r8\n mov $0x7777, %%r9\n mov $0x8888, %%r10\n"
      "mov $39, %%eax\n syscall\n"
      "mov %%rbx, (%1)\n mov %%r12, 8(%1)\n mov %%r13, 16(%1)\n mov %%r14, 24(%1)\n"
      "mov %%r15, 32(%1)\n mov %%r8, 40(%1)\n mov %%r9, 48(%1)\n mov %%r10, 56(%1)\n"
      "mov %%rsi, 64(%1)\n"
      : "=&a"(result)
      : "S"(values)
      : "rbx", "rcx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "memory");
  for (int i = 0; i < 8; i++) show_hex("register", values[i]);
  check("argument", values[8] == (unsigned long)values);
  check("result", result == sys(getpid));
}

CASE(rcx_and_r11) {
  unsigned long rcx, r11, next;
  __asm__ volatile(
      "mov $39, %%eax\n lea 1f(%%rip), %2\n clc\n syscall\n 1: mov %%rcx, %0\n mov %%r11, %1\n"
      : "=&r"(rcx), "=&r"(r11), "=&r"(next)
      :
      : "rax", "rcx", "r11", "memory");
  check("rcx-is-rip", rcx == next);
  show_hex("r11-is-flags", r11 & ~0x8d4ul);  // without the arithmetic flags
}

CASE(flags_survive) {
  unsigned long before, after;
  __asm__ volatile(
      "mov $39, %%eax\n cmp $1000, %%eax\n pushfq\n pop %0\n syscall\n pushfq\n pop %1\n"
      : "=&r"(before), "=&r"(after)
      :
      : "rax", "rcx", "r11", "memory", "cc");
  check("same", before == after);
  __asm__ volatile("mov $39, %%eax\n std\n syscall\n pushfq\n pop %0\n cld\n"
                   : "=&r"(after)
                   :
                   : "rax", "rcx", "r11", "memory", "cc");
  check("direction", after >> 10 & 1);
}

CASE(red_zone_survives) {
  unsigned long kept = 0;
  __asm__ volatile(
      "movq $0x1234, -8(%%rsp)\n movq $0x5678, -128(%%rsp)\n mov $39, %%eax\n syscall\n"
      "mov -8(%%rsp), %0\n add -128(%%rsp), %0\n"
      : "=&r"(kept)
      :
      : "rax", "rcx", "r11", "memory");
  show_hex("sum", kept);
}

CASE(vector_registers_survive) {
  static uint8_t in[16] __attribute__((aligned(16))) = "0123456789abcde";
  static uint8_t first[16], last[16];
  struct timespec wait = {0, 2000000};
  __asm__ volatile(
      "movdqa (%0), %%xmm0\n movdqa (%0), %%xmm15\n paddb %%xmm15, %%xmm15\n"
      "mov $35, %%eax\n mov %3, %%rdi\n xor %%esi, %%esi\n syscall\n"
      "movdqu %%xmm0, (%1)\n movdqu %%xmm15, (%2)\n"
      :
      : "r"(in), "r"(first), "r"(last), "r"(&wait)
      : "rax", "rcx", "rdi", "rsi", "r11", "xmm0", "xmm15", "memory");
  show_bytes("xmm0", first, 15);
  check("xmm15", last[0] == 0x60 && last[14] == (uint8_t)('e' * 2));
}

CASE(floating_point_state_survives) {
  uint32_t control = 0x3f80, seen = 0;  // rounding down
  uint16_t word = 0x0f7f, seen_word = 0;
  double sum = 0;
  __asm__ volatile("ldmxcsr %0\n fldcw %1" : : "m"(control), "m"(word));
  sys(sched_yield);
  sys(getpid);
  __asm__ volatile("stmxcsr %0\n fnstcw %1" : "=m"(seen), "=m"(seen_word));
  show_hex("mxcsr", seen);
  show_hex("control", seen_word);
  control = 0x1f80;
  word = 0x37f;
  __asm__ volatile("ldmxcsr %0\n fldcw %1" : : "m"(control), "m"(word));
  for (int i = 1; i <= 10; i++) {
    sum += 1.0 / i;
    sys(getpid);
  }
  show("sum-times-a-million", (long)(sum * 1e6));
}

CASE(x87_stack_survives) {
  double value = 1.5, out = 0;
  __asm__ volatile("fldl %0\n fld1\n faddp\n" : : "m"(value));
  sys(getpid);
  sys(sched_yield);
  __asm__ volatile("fstpl %0" : "=m"(out));
  show("tenths", (long)(out * 10));
}

CASE(registers_survive_page_faults) {
  uint8_t *pages = new_pages(64);
  unsigned long sum = 0;
  __asm__ volatile(
      "mov $64, %%ecx\n mov %1, %%rdi\n mov $3, %%ebx\n"
      "1: movb $1, (%%rdi)\n add %%rbx, %0\n add $4096, %%rdi\n dec %%ecx\n jnz 1b\n"
      : "+r"(sum)
      : "r"(pages)
      : "rbx", "rcx", "rdi", "memory", "cc");
  show("sum", (long)sum);
  check("touched", pages[63 * PAGE] == 1);
}

CASE(string_instructions_across_faults) {
  uint8_t *from = new_pages(4), *to = new_pages(4);
  memset(from, 7, 4 * PAGE);
  void *target = to + 1;
  const void *source = from;
  unsigned long count = 4 * PAGE - 1;
  __asm__ volatile("rep movsb" : "+D"(target), "+S"(source), "+c"(count) : : "memory");
  show("left", (long)count);
  check("ends", target == to + 4 * PAGE && source == from + 4 * PAGE - 1);
  check("copied", to[0] == 0 && all_bytes(to + 1, 4 * PAGE - 1, 7));
}

CASE(locked_operations_on_fresh_pages) {
  uint8_t *pages = new_pages(8);
  long result = 0;
  for (int i = 0; i < 8; i++) {
    result += __atomic_fetch_add((long *)(pages + i * PAGE), 5, __ATOMIC_SEQ_CST);
    result += __atomic_exchange_n((long *)(pages + i * PAGE), 9, __ATOMIC_SEQ_CST);
  }
  show("sum", result);
  long expected = 9;
  check("compare", __atomic_compare_exchange_n((long *)pages, &expected, 4, false,
                                               __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
  show("value", *(long *)pages);
}

CASE(access_across_a_page_boundary) {
  uint8_t *pages = new_pages(3);
  volatile uint64_t *across = (uint64_t *)(pages + PAGE - 3);
  *across = 0x1122334455667788ul;
  show_hex("read", *across);
  show_hex("before", pages[PAGE - 1]);
  show_hex("behind", pages[PAGE]);
}

CASE(instruction_across_a_page_boundary) {
  static const uint8_t code[] = {0x48, 0xb8, 0x2a, 0, 0, 0, 0, 0, 0, 0, 0xc3};  // mov $42, %rax; ret
  uint8_t *pages = new_pages(2);
  memcpy(pages + PAGE - 5, code, sizeof code);
  sys(mprotect, pages, 2 * PAGE, PROT_READ | PROT_EXEC);
  show("result", ((long (*)(void))(pages + PAGE - 5))());
}

CASE(processor_identification) {
  unsigned eax = 0, ebx, ecx = 0, edx;
  __asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
  check("leaves", eax >= 1);
  eax = 1;
  ecx = 0;
  __asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
  check("fpu-sse-sse2", (edx & 1) && (edx >> 25 & 1) && (edx >> 26 & 1));
}

CASE(time_stamp_counter_moves) {
  unsigned low, high;
  __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
  unsigned long first = (unsigned long)high << 32 | low;
  for (volatile int i = 0; i < 1000; i++) {
  }
  __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
  check("forward", ((unsigned long)high << 32 | low) > first);
}
