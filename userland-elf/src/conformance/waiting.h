// What the cases about timers, signals and processes share. Included after conformance.h.
#ifndef CONFORMANCE_WAITING_H
#define CONFORMANCE_WAITING_H

#define MILLISECOND 1000000l
#define SECOND 1000000000l

struct itimerval { struct timeval it_interval, it_value; };
struct itimerspec { struct timespec it_interval, it_value; };

enum { SI_TIMER = -2, SI_KERNEL = 0x80, ITIMER_REAL = 0, ITIMER_VIRTUAL = 1, ITIMER_PROF = 2 };

static inline long self(void) {
  return sys(getpid);
}

static inline long own_thread(void) {
  return sys(gettid);
}

static inline long own_user(void) {
  return sys(getuid);
}

static inline uint64_t bit(int signal) {
  return 1ul << (signal - 1);
}

static inline void block(uint64_t signals) {
  sys(rt_sigprocmask, SIG_BLOCK, &signals, 0, 8);
}

// The return from a handler.
__attribute__((naked, used)) static void restorer(void) {
  __asm__ volatile("mov $15, %eax\n  syscall");
}

static inline void set_action(int signal, void *handler, unsigned long flags) {
  struct kernel_sigaction action = {handler, flags | SA_RESTORER, (void *)restorer, 0};
  sys(rt_sigaction, signal, &action, 0, 8);
}

// Takes one signal of the set, waiting at most so long; its number or -EAGAIN.
static inline long await_signal(uint64_t set, struct siginfo *info, long milliseconds) {
  struct timespec wait = {milliseconds / 1000, milliseconds % 1000 * MILLISECOND};
  return sys(rt_sigtimedwait, &set, info, &wait, 8);
}

static inline void sleep_milliseconds(long milliseconds) {
  struct timespec wait = {milliseconds / 1000, milliseconds % 1000 * MILLISECOND};
  while (sys(nanosleep, &wait, &wait) == -EINTR) {
  }
}

static inline void burn_cpu(long milliseconds) {
  long end = nanoseconds_now(CLOCK_THREAD_CPUTIME_ID) + milliseconds * MILLISECOND;
  while (nanoseconds_now(CLOCK_THREAD_CPUTIME_ID) < end) {
    for (volatile int i = 0; i < 20000; i++) {
    }
  }
}

// What a child ended with, as wait4 tells.
static inline int end_of(long child) {
  int status = -1;
  sys(wait4, child, &status, 0, 0);
  return status;
}

// A second thread that runs so, and has to end itself.
__attribute__((unused)) static long start_thread(void (*run)(void)) {
  static uint64_t stack[1024];
  long result;
  __asm__ volatile(
      "syscall\n\t"
      "test %%rax, %%rax\n\t"
      "jnz 1f\n\t"
      "call *%%rbx\n\t"
      "ud2\n"
      "1:"
      : "=a"(result)
      : "a"(SYS_clone), "D"(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD),
        "S"(stack + sizeof stack / sizeof *stack), "d"(0), "b"(run)
      : "rcx", "r11", "memory");
  return result;
}

#endif
