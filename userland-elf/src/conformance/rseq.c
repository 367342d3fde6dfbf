// Restartable sequences: rseq(2), and membarrier(2) as far as it is about them.
#include "conformance.h"
#include "waiting.h"

enum { RSEQ_SIGNATURE = 0x53053053, MEMBARRIER_RSEQ = 0x80, MEMBARRIER_REGISTER_RSEQ = 0x100 };

static struct { uint32_t cpu_start, cpu; uint64_t section; uint32_t flags, node, others[2]; } area
    __attribute__((aligned(32)));

static volatile int handled;

static void on_signal(int signal) {
  handled = signal;
}

CASE(a_signal_aborts) {
  struct itimerval timer = {{0, 0}, {0, 20000}};
  try("register", rseq, &area, 32, 0, RSEQ_SIGNATURE);
  check("cpu", area.cpu < 4096 && area.cpu == area.cpu_start);
  set_action(SIGALRM, on_signal, 0);
  sys(setitimer, ITIMER_REAL, &timer, 0);
  __asm__ volatile(
      ".pushsection .data\n"
      ".balign 32\n"
      "3: .long 0, 0\n"
      ".quad 1f, 2f - 1f, 4f\n"
      ".popsection\n"
      "lea 3b(%%rip), %%rax\n"
      "mov %%rax, 8(%[area])\n"
      "1: pause\n"
      "jmp 1b\n"
      "2: ud2\n"
      ".long 0x53053053\n"
      "4:\n"
      :
      : [area] "r"(&area)
      : "rax", "memory");
  while (!handled) {
  }
  show("handled", handled);
  show("section", area.section);
  try("unregister", rseq, &area, 32, 1, RSEQ_SIGNATURE);
  show("cpu-after", (int)area.cpu);
}

CASE(a_committed_section_is_left_alone) {
  handled = 0;
  try("register", rseq, &area, 32, 0, RSEQ_SIGNATURE);
  __asm__ volatile(
      ".pushsection .data\n"
      ".balign 32\n"
      "3: .long 0, 0\n"
      ".quad 1f, 2f - 1f, 4f\n"
      ".popsection\n"
      "lea 3b(%%rip), %%rax\n"
      "mov %%rax, 8(%[area])\n"
      "1: nop\n"
      "2: jmp 5f\n"
      ".long 0x53053053\n"
      "4: ud2\n"
      "5:\n"
      :
      : [area] "r"(&area)
      : "rax", "memory");
  set_action(SIGUSR1, on_signal, 0);
  sys(kill, self(), SIGUSR1);
  show("handled", handled);
  show("section", area.section);
  sys(rseq, &area, 32, 1, RSEQ_SIGNATURE);
}

CASE(membarrier_restarts) {
  try("unregistered", membarrier, MEMBARRIER_RSEQ, 0, 0);
  try("register", membarrier, MEMBARRIER_REGISTER_RSEQ, 0, 0);
  try("barrier", membarrier, MEMBARRIER_RSEQ, 0, 0);
  try("of-cpu", membarrier, MEMBARRIER_RSEQ, 1, 0);
  try("flags", membarrier, MEMBARRIER_RSEQ, 2, 0);
}

ENDING(a_wrong_signature_kills) {
  set_action(SIGUSR1, on_signal, 0);
  sys(rseq, &area, 32, 0, RSEQ_SIGNATURE + 1);
  ready();
  __asm__ volatile(
      ".pushsection .data\n"
      ".balign 32\n"
      "3: .long 0, 0\n"
      ".quad 1f, 2f - 1f, 4f\n"
      ".popsection\n"
      "lea 3b(%%rip), %%rax\n"
      "mov %%rax, 8(%[area])\n"
      "1: mov $39, %%eax\n"
      "syscall\n"
      "mov $200, %%eax\n"
      "mov %[me], %%rdi\n"
      "mov $10, %%esi\n"
      "syscall\n"
      "2: nop\n"
      ".long 0x53053053\n"
      "4:\n"
      :
      : [area] "r"(&area), [me] "r"(own_thread())
      : "rax", "rdi", "rsi", "rcx", "r11", "memory");
}
