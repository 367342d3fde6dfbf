// Exceptions of the processor other than page faults, and the signal that ends the program.
#include "conformance.h"

static int volatile zero;

// A basic asm statement: its text is taken as it is. What it spoils matters to nobody any more.
#define INSTRUCTION(name, text) \
  ENDING(name) {                \
    ready();                    \
    __asm__ volatile(text);     \
  }

ENDING(division_by_zero) {
  ready();
  __asm__ volatile("xor %%edx, %%edx\n mov $1, %%eax\n divl %0" : : "m"(zero) : "eax", "edx");
}

ENDING(signed_division_by_zero) {
  ready();
  __asm__ volatile("xor %%edx, %%edx\n mov $1, %%eax\n idivl %0" : : "m"(zero) : "eax", "edx");
}

ENDING(division_overflow) {
  ready();
  __asm__ volatile("mov $0x80000000, %%eax\n cltd\n mov $-1, %%ecx\n idivl %%ecx"
                   :
                   :
                   : "eax", "ecx", "edx");
}

ENDING(division_of_too_much) {
  ready();
  __asm__ volatile("mov $5, %%edx\n xor %%eax, %%eax\n mov $2, %%ecx\n divl %%ecx"
                   :
                   :
                   : "eax", "ecx", "edx");
}

INSTRUCTION(undefined, "ud2")
INSTRUCTION(undefined_byte, ".byte 0x06")
INSTRUCTION(lock_of_a_register, ".byte 0xf0, 0x90, 0x90")
INSTRUCTION(breakpoint, "int3")
INSTRUCTION(halt, "hlt")
INSTRUCTION(clear_interrupts, "cli")
INSTRUCTION(port_in, "mov $0x80, %edx\n in %dx, %al")
INSTRUCTION(port_out, "mov $0x80, %edx\n out %al, %dx")
INSTRUCTION(write_cr3, "mov %rax, %cr3")
INSTRUCTION(read_cr0, "mov %cr0, %rax")
INSTRUCTION(read_msr, "mov $0xc0000080, %ecx\n rdmsr")
INSTRUCTION(write_msr, "mov $0xc0000080, %ecx\n wrmsr")
INSTRUCTION(invalidate_page, "invlpg (%rsp)")
INSTRUCTION(swap_gs, "swapgs")
INSTRUCTION(system_return, "sysretq")
INSTRUCTION(load_gdt, "lgdt (%rsp)")
INSTRUCTION(write_back_caches, "wbinvd")
INSTRUCTION(selector_of_nothing, "mov $0xfb, %eax\n mov %eax, %ds")
INSTRUCTION(kernel_stack_selector, "mov $0x18, %eax\n mov %eax, %ss")
INSTRUCTION(unaligned_vector, "and $-16, %rsp\n movaps 1(%rsp), %xmm0")
INSTRUCTION(return_to_nowhere, "mov $0x800000000000, %rax\n push %rax\n ret")
INSTRUCTION(trap_flag, "pushfq\n orl $0x100, (%rsp)\n popfq\n nop\n nop")

ENDING(instruction_too_long) {
  uint8_t *page = new_pages(1);
  memset(page, 0x66, 15);
  page[15] = 0x90;
  page[16] = 0xc3;
  sys(mprotect, page, PAGE, PROT_READ | PROT_EXEC);
  ready();
  ((void (*)(void))page)();
}

CASE(longest_instruction) {
  uint8_t *page = new_pages(1);
  memset(page, 0x66, 14);
  page[14] = 0x90;
  page[15] = 0xc3;
  sys(mprotect, page, PAGE, PROT_READ | PROT_EXEC);
  ((void (*)(void))page)();
  check("returned", true);
}

CASE(user_may) {
  unsigned long flags;
  __asm__ volatile("nop\n pause\n lfence\n mfence\n sfence\n clflush (%%rsp)" : : : "memory");
  __asm__ volatile("pushfq\n orl $0x3000, (%%rsp)\n popfq\n pushfq\n pop %0" : "=r"(flags));
  show("io-level-unchanged", (long)(flags >> 12 & 3));
  __asm__ volatile("pushfq\n andl $~0x200, (%%rsp)\n popfq\n pushfq\n pop %0" : "=r"(flags));
  show("interrupts-stay-on", (long)(flags >> 9 & 1));
}
