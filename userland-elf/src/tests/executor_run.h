// Running one program: its calls in order, their results into the trace.
#ifndef EXECUTOR_RUN_H
#define EXECUTOR_RUN_H

#include <linux/futex.h>
#include <linux/sched.h>
#include <linux/time_types.h>

#include "executor_form.h"

static uint64_t words[MAX_WORDS];
static struct trace *trace;
static int64_t slots[SLOTS + KNOWN_COUNT];
static uint8_t filled[SLOTS + KNOWN_COUNT];

static const uint64_t *starts[MAX_CALLS + 1];
static uint8_t stacks[MAX_CALLS / 4][16384] __attribute__((aligned(16)));
static unsigned used_stacks;

static void on_signal(int signal) {
  if (signal > 0 && signal < 65) {
    __atomic_fetch_add(&trace->signals[signal], 1, __ATOMIC_RELAXED);
  }
}

__attribute__((naked)) static void restorer(void) {
  __asm__ volatile("movl $15, %eax\n\tsyscall");
}

static uint64_t value(const uint64_t *at) {
  uint64_t slot = at[0];
  if (slot != 0 && slot <= SLOTS + KNOWN_COUNT && filled[slot - 1]) {
    return (uint64_t)slots[slot - 1];
  }
  return at[1];
}

static void fill(unsigned slot, int64_t number) {
  slots[slot] = number;
  filled[slot] = 1;
}

/* The word behind a call: skips its parts. */
static const uint64_t *skip(const uint64_t *at) {
  uint64_t head = *at++;
  unsigned args = head >> 16 & 0xff, ins = head >> 24 & 0xff;
  unsigned outs = head >> 32 & 0xff, parts = head >> 40 & 0xff;
  at += 2 * args;
  while (ins-- > 0) {
    uint64_t size = at[1];
    at += (size & INLINE) ? 2 + ((size & 0xffffffff) + 7) / 8 : 4;
  }
  return at + 2 * outs + 2 * parts;
}

static bool load(uint64_t length) {
  uint64_t calls = words[0];
  if (calls > MAX_CALLS) return false;
  const uint64_t *at = words + 1;
  for (uint64_t i = 0; i < calls; i++) {
    starts[i] = at;
    if (at >= words + length) return false;
    at = skip(at);
  }
  starts[calls] = at;
  return at <= words + length;
}

static void run_calls(unsigned from, unsigned to);

struct thread {
  unsigned from, to;
};

__attribute__((used)) static void thread_main(struct thread *t) {
  fill(KNOWN + KNOWN_TID, sys(__NR_gettid));
  run_calls(t->from, t->to);
  __atomic_fetch_sub(&trace->live, 1, __ATOMIC_RELEASE);
  sys(__NR_exit, 0);
  __builtin_trap();
}

static long start_thread(unsigned from, unsigned to) {
  unsigned n = __atomic_fetch_add(&used_stacks, 1, __ATOMIC_RELAXED);
  if (n >= sizeof stacks / sizeof *stacks) return -11;
  struct thread *t = (struct thread *)(stacks[n] + sizeof *stacks - sizeof *t - 16);
  t = (struct thread *)((uintptr_t)t & ~15ul);
  t->from = from;
  t->to = to;
  __atomic_fetch_add(&trace->live, 1, __ATOMIC_RELAXED);
  long flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;
  long result;
  register long r10 __asm__("r10") = 0;
  register long r8 __asm__("r8") = 0;
  __asm__ volatile(
      "syscall\n\t"
      "testq %%rax, %%rax\n\t"
      "jnz 1f\n\t"
      "movq %%rsp, %%rdi\n\t"
      "call thread_main\n\t"
      "1:"
      : "=a"(result)
      : "a"((long)__NR_clone), "D"(flags), "S"(t), "d"(0l), "r"(r10), "r"(r8)
      : "rcx", "r11", "memory");
  if (result < 0) __atomic_fetch_sub(&trace->live, 1, __ATOMIC_RELAXED);
  return result;
}

static void copy_in(const uint64_t *at, unsigned count) {
  while (count-- > 0) {
    uint8_t *to = (uint8_t *)at[0];
    uint64_t size = at[1];
    if (size & INLINE) {
      size &= 0xffffffff;
      memcpy(to, at + 2, size);
      at += 2 + (size + 7) / 8;
    } else {
      uint64_t number = value(at + 2);
      memcpy(to, &number, size & 15);
      at += 4;
    }
  }
}

/* One call; returns how many of those behind it are another's. */
static unsigned run_call(unsigned index, unsigned to) {
  const uint64_t *at = starts[index];
  uint64_t head = *at++;
  unsigned args = head >> 16 & 0xff, ins = head >> 24 & 0xff;
  unsigned outs = head >> 32 & 0xff, parts = head >> 40 & 0xff;
  enum kind kind = head >> 48 & 0xff;
  struct record *record = &trace->records[index];
  uint64_t raw[6] = {0};
  for (unsigned i = 0; i < args && i < 6; i++) raw[i] = value(at + 2 * i);
  at += 2 * args;
  copy_in(at, ins);
  while (ins-- > 0) at += (at[1] & INLINE) ? 2 + ((at[1] & 0xffffffff) + 7) / 8 : 4;

  struct __kernel_timespec nap = {0, NAP * (long)(head >> 56)};
  if (nap.tv_nsec != 0) sys(__NR_nanosleep, &nap, 0);
  record->state = STARTED;
  long result;
  unsigned taken = 0;
  if (kind == CALL) {
    result = syscall6(head & 0xffff, raw[0], raw[1], raw[2], raw[3], raw[4], raw[5]);
  } else {
    taken = raw[0] < to - index - 1 ? raw[0] : to - index - 1;
    if (kind == THREAD) {
      result = start_thread(index + 1, index + 1 + taken);
    } else {
      result = sys(__NR_fork);
      if (result == 0) {
        fill(KNOWN + KNOWN_PID, sys_getpid());
        fill(KNOWN + KNOWN_TID, sys(__NR_gettid));
        run_calls(index + 1, index + 1 + taken);
        sys(__NR_exit_group, 0);
      }
    }
  }
  record->result = result;
  unsigned out = 0;
  for (; outs > 0; outs--, at += 2) {
    unsigned length = at[1] < MAX_OUT - out ? at[1] : MAX_OUT - out;
    memcpy(record->bytes + out, (void *)at[0], length);
    out += length;
  }
  record->out = out;
  record->state = DONE;
  __atomic_fetch_add(&trace->progress, 1, __ATOMIC_RELEASE);
  if (result >= 0 || result < -4095) {
    fill(index * (1 + PARTS), result);
    for (unsigned i = 0; i < parts && i < PARTS; i++, at += 2) {
      int64_t number = 0;
      memcpy(&number, (void *)at[0], at[1] & 15);
      if (at[1] == 4) number = (int32_t)number;
      fill(index * (1 + PARTS) + 1 + i, number);
    }
  }
  return taken;
}

static void run_calls(unsigned from, unsigned to) {
  for (unsigned i = from; i < to; i++) i += run_call(i, to);
}

#endif
