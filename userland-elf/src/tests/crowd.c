/*
 * crowd: many threads of one process.
 *
 *   crowd compute THREADS SECONDS  each computes without a system call and looks whether its
 *                                  registers are still its own; prints the fewest and the most
 *                                  rounds of a thread
 *   crowd wake PAIRS EVENTS        pairs hand a token to and fro, by futexes, pipes, eventfds and
 *                                  sleep beside it; ends when that many wake-ups have been answered,
 *                                  and so never when one is lost
 */
#include "exo.h"

#include <linux/futex.h>
#include <linux/sched.h>
#include <linux/time.h>
#include <linux/time_types.h>

#define STACK (1 << 14)
#define MOST_PAIRS 256
#define WAYS 4
#define THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)

static volatile uint32_t running, over;
static long share;
static uint64_t rounds_of[2 * MOST_PAIRS];

static struct pair {
  volatile uint32_t turn;
  int there[2], back[2];
} __attribute__((aligned(64))) pairs[MOST_PAIRS];

static void must(const char *what, long result) {
  if (result < 0) {
    dprintf(2, "crowd: %s: error %ld\n", what, -result);
    exit(1);
  }
}

/* ---- computing ---- */

/* Rounds of a sum whose parts stay in registers across whatever preempts the loop. */
static void compute(long number) {
  uint64_t rounds = 0;
  while (!over) {
    uint64_t sum = (uint64_t)number, check = (uint64_t)number;
    for (uint64_t i = 0; i < 20000; i++) {
      sum += i * 3;
      check += i;
      __asm__ volatile("" : "+r"(sum), "+r"(check));
    }
    if (sum - (uint64_t)number != 3 * (check - (uint64_t)number) || check != (uint64_t)number + 199990000) {
      dprintf(2, "crowd: thread %ld lost a register\n", number);
      exit(1);
    }
    rounds++;
  }
  rounds_of[number] = rounds;
}

/* ---- waking ---- */

static void by_futex(struct pair *pair, uint32_t side) {
  for (uint32_t seen; (seen = __atomic_load_n(&pair->turn, __ATOMIC_ACQUIRE)) != side;)
    sys(__NR_futex, &pair->turn, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
  __atomic_store_n(&pair->turn, 1 - side, __ATOMIC_RELEASE);
  sys(__NR_futex, &pair->turn, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void by_descriptor(int from, int to) {
  uint64_t token = 0;
  must("read", sys_read(from, &token, sizeof token));
  if (token != 1) {
    dprintf(2, "crowd: a token of %lu\n", token);
    exit(1);
  }
  must("write", sys_write(to, &token, sizeof token));
}

/* A sleep that ends by itself stands between taking the token and handing it on. */
static void by_sleeping(struct pair *pair, uint32_t side, long round) {
  struct __kernel_timespec moment = {.tv_nsec = 1000};
  if (round % 16 == 0) sys(__NR_nanosleep, &moment, NULL);
  if (round % 16 == 8) sys(__NR_sched_yield);
  by_futex(pair, side);
}

static void wake(long number) {
  struct pair *pair = &pairs[number / 2];
  uint32_t side = number % 2;
  for (long i = 0; i < share; i++) switch (number / 2 % WAYS) {
      case 0: by_futex(pair, side); break;
      case 3: by_sleeping(pair, side, i); break;
      default: by_descriptor(side ? pair->there[0] : pair->back[0], side ? pair->back[1] : pair->there[1]);
    }
}

static void open_pair(struct pair *pair, long way) {
  const uint64_t token = 1;
  if (way == 1) {
    must("pipe", sys(__NR_pipe2, pair->there, 0));
    must("pipe", sys(__NR_pipe2, pair->back, 0));
  } else if (way == 2) {
    pair->there[0] = pair->there[1] = (int)sys(__NR_eventfd2, 0, 0);
    pair->back[0] = pair->back[1] = (int)sys(__NR_eventfd2, 0, 0);
    must("eventfd", pair->there[0]);
    must("eventfd", pair->back[0]);
  } else {
    return;
  }
  must("write", sys_write(pair->back[1], &token, sizeof token));
}

/* ---- threads ---- */

static void (*work)(long number);

__attribute__((used)) static void thread_main(long number) {
  work(number);
  if (__atomic_sub_fetch(&running, 1, __ATOMIC_RELEASE) == 0)
    sys(__NR_futex, &running, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
  sys(__NR_exit, 0);
}

static void start_thread(long number) {
  long stack = sys_mmap(NULL, STACK, 3, 0x22, -1, 0);
  register long r12 __asm__("r12") = number;
  long result;
  must("mmap", stack);
  __asm__ volatile(
      "syscall\n"
      "test %%rax, %%rax\n"
      "jnz 1f\n"
      "xor %%ebp, %%ebp\n"
      "mov %%r12, %%rdi\n"
      "call thread_main\n"
      "ud2\n"
      "1:"
      : "=a"(result)
      : "a"(__NR_clone), "D"(THREAD), "S"(stack + STACK), "d"(0), "r"(r12)
      : "rcx", "r11", "memory");
  must("clone", result);
}

static void run(long threads, long seconds) {
  running = (uint32_t)threads;
  for (long i = 0; i < threads; i++) start_thread(i);
  if (seconds > 0) {
    struct __kernel_timespec time = {.tv_sec = seconds};
    must("nanosleep", sys(__NR_nanosleep, &time, NULL));
    over = 1;
  }
  for (uint32_t left; (left = __atomic_load_n(&running, __ATOMIC_ACQUIRE)) != 0;)
    sys(__NR_futex, &running, FUTEX_WAIT_PRIVATE, left, NULL, NULL, 0);
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  long count = argc > 2 ? parse_long(argv[2]) : 8;
  long amount = argc > 3 ? parse_long(argv[3]) : 1;
  if (count < 1 || amount < 1 || count > MOST_PAIRS) return 2;
  if (!strcmp(what, "compute")) {
    work = compute;
    run(count, amount);
    uint64_t least = ~0UL, most = 0;
    for (long i = 0; i < count; i++) {
      if (rounds_of[i] < least) least = rounds_of[i];
      if (rounds_of[i] > most) most = rounds_of[i];
    }
    printf("%lu %lu\n", least, most);
    return 0;
  }
  if (!strcmp(what, "wake")) {
    work = wake;
    share = (amount + 2 * count - 1) / (2 * count);
    for (long i = 0; i < count; i++) open_pair(&pairs[i], i % WAYS);
    run(2 * count, 0);
    printf("%ld\n", share * 2 * count);
    return 0;
  }
  return 2;
}
