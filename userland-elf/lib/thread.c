#include "exo_thread.h"

#include <linux/futex.h>
#include <linux/mman.h>
#include <linux/sched.h>

#define STACK 65536L
#define TOGETHER                                                                              \
  (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |          \
   CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

/* The new thread's first words: its Thread lies on top of its stack. */
long exo_clone(long flags, void *stack, int *tid);
__asm__(".text\n"
        ".globl exo_clone\n"
        ".hidden exo_clone\n"
        "exo_clone:\n"
        "  movq %rdx, %r10\n" /* cleared, and the futex woken, when it ends */
        "  movl $56, %eax\n"  /* clone */
        "  syscall\n"
        "  testq %rax, %rax\n"
        "  jz 1f\n"
        "  ret\n"
        "1: xorl %ebp, %ebp\n"
        "  popq %rdi\n"
        "  call exo_thread_main\n"
        "  ud2\n");

__attribute__((used)) _Noreturn void exo_thread_main(Thread *thread) {
  thread->run(thread->argument);
  for (;;) sys(__NR_exit, 0);
}

long thread_start(Thread *thread, void (*run)(void *), void *argument) {
  long area = sys_mmap(NULL, STACK, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (area < 0 && area > -4096) return area;
  thread->stack = (void *)area;
  thread->run = run;
  thread->argument = argument;
  /* After the pop the stack is aligned as the psABI wants it before a call. */
  Thread **top = (Thread **)(area + STACK - 24);
  *top = thread;
  long result = exo_clone(TOGETHER, top, &thread->tid);
  if (result < 0) {
    sys_munmap(thread->stack, STACK);
    return result;
  }
  return 0;
}

void thread_join(Thread *thread) {
  for (;;) {
    int tid = __atomic_load_n(&thread->tid, __ATOMIC_ACQUIRE);
    if (!tid) break;
    sys(__NR_futex, &thread->tid, FUTEX_WAIT, tid, 0);
  }
  sys_munmap(thread->stack, STACK);
}
