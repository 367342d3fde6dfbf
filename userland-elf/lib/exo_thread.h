/* Threads that share all memory. */
#ifndef EXO_THREAD_H
#define EXO_THREAD_H

#include "exo.h"

typedef struct {
  int tid; /* 0 when it has ended; a futex */
  void *stack;
  void (*run)(void *);
  void *argument;
} Thread;

/* Runs a function on a stack of 64 KiB of its own. The Thread must live until it is joined. 0 or
 * -errno. */
long thread_start(Thread *thread, void (*run)(void *), void *argument);

/* Waits until it has ended. */
void thread_join(Thread *thread);

#endif
