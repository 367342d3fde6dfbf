/* Signals. */
struct action {
  void *handler;
  unsigned long flags;
  void *restorer;
  unsigned long mask;
};

static void signals(void) {
  CALL(rt_sigaction, SIGUSR1, DATA(struct action, {(void *)1, 0, 0, 0}), ROOM(struct action), 8);
  CALL(rt_sigaction, SIGUSR1,
       DATA(struct action, {(void *)0x401000, SA_RESTART | SA_SIGINFO | SA_ONSTACK | 0x04000000,
                            (void *)0x402000, 1 << 9 | 1 << 1}),
       ROOM(struct action), 8);
  CALL(rt_sigaction, SIGUSR1, DATA(struct action, {0, 0, 0, ~0ul}), ROOM(struct action), 8);
  CALL(rt_sigaction, SIGCHLD, 0, ROOM(struct action), 8);
  CALL(rt_sigaction, SIGKILL, DATA(struct action, {0, SA_NODEFER | SA_RESETHAND, 0, 1ul << 33}), 0, 8);
  CALL(rt_sigaction, 100, 0, 0, 8);
  CALL(rt_sigaction, 40, 0, 0, 8);
  CALL(rt_sigprocmask, SIG_BLOCK, DATA(long, {1 << 9 | 1 << 16}), ROOM(long), 8);
  CALL(rt_sigprocmask, SIG_SETMASK, DATA(long, {0}), ROOM(long), 8);
  CALL(rt_sigprocmask, SIG_UNBLOCK, DATA(long, {~0l}), 0, 8);
  CALL(rt_sigprocmask, SIG_BLOCK, DATA(long, {~(1l << 8 | 1l << 18)}), 0, 4);
  CALL(rt_sigprocmask, SIG_BLOCK, DATA(long, {~(1l << 8)}), 0, 8);
  CALL(rt_sigprocmask, SIG_SETMASK, DATA(long, {0}), ROOM(long), 8);
  CALL(rt_sigprocmask, 7, 0, 0, 8);
  CALL(rt_sigpending, ROOM(long), 8);
  CALL(rt_sigtimedwait, DATA(long, {1 << 9}), ROOM(siginfo_t), DATA(struct timespec, {0, 1}), 8);
  CALL(rt_sigqueueinfo, 99999999, SIGUSR1,
       DATA(siginfo_t, {.si_signo = SIGUSR1, .si_code = SI_QUEUE}));
  CALL(sigaltstack, DATA(stack_t, {.ss_sp = (void *)0x10000, .ss_size = 8192}), ROOM(stack_t));
  CALL(sigaltstack, DATA(stack_t, {.ss_flags = SS_DISABLE}), ROOM(stack_t));
  CALL(sigaltstack, 0, ROOM(stack_t));
  CALL(signalfd4, -1, DATA(long, {1 << 9}), 8, 02000000);
  CALL(close, result());
  CALL(alarm, 0);
  CALL(eventfd2, 3, 02000000 | 1);
  CALL(close, result());
}
