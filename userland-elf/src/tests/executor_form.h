// What the executor reads and writes: a program as words, and the trace of its run. The Java side
// has the same numbers in exo.fuzz.run (ProgramWords, TraceForm).
#ifndef EXECUTOR_FORM_H
#define EXECUTOR_FORM_H

#include "exo.h"

/* Where the pointers of programs lead; what lies beside the two areas is not mapped. */
#define DATA 0x20000000ul
#define DATA_SIZE 0x20000ul
#define SPARE 0x20100000ul
#define SPARE_SIZE 0x10000ul

#define MAX_CALLS 64
#define PARTS 4
#define SLOTS (MAX_CALLS * (1 + PARTS))
#define KNOWN SLOTS /* slots of what the executor itself knows: see enum known */
enum known { KNOWN_HANDLER, KNOWN_RESTORER, KNOWN_PID, KNOWN_TID, KNOWN_COUNT };

#define MAX_WORDS 16384
#define MAX_OUT 1000
#define TAIL 32768

/*
 * A program: the number of calls, then each call: one word nr | args << 16 | ins << 24 |
 * outs << 32 | parts << 40 | kind << 48 | nap << 56; args as values; ins as {address, size, value} for sizes
 * 1 to 8, {address, INLINE | length, bytes...} for more; outs as {address, length}; parts as
 * {address, size}. A value is {slot + 1, number}: the number itself when slot + 1 is 0, or when
 * the slot has nothing yet.
 */
#define INLINE (1ul << 32)
#define NAP 400000l /* ns that a call begins later for each of its head's naps */
enum kind { CALL, CHILD, THREAD }; /* the latter two take the next args[0] calls with them */

enum state { NOT_REACHED, STARTED, DONE };
struct record {
  uint32_t state;
  uint32_t out; /* bytes of out */
  int64_t result;
  uint8_t bytes[MAX_OUT + 8];
};

#define TRACE_MAGIC 0x45584654u
struct trace {
  uint32_t magic;
  uint32_t calls;
  int32_t pid;
  int32_t status;   /* as wait4 gives it */
  uint32_t blocked; /* nothing moved any more, so it was killed */
  uint32_t tail;    /* bytes of tail */
  uint32_t progress;
  uint32_t live;        /* threads that have not finished */
  uint32_t signals[65]; /* times each was handled */
  uint32_t unused;
  struct record records[MAX_CALLS];
  char text[TAIL]; /* a line for each descriptor and each file at the end */
};

#endif
