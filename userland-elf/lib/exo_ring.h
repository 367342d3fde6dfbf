/*
 * Rings of 64-byte messages in shared memory: channels of /dev/ipc under Exo, files of /dev/shm on
 * Linux. The layout and the order of memory accesses are those of docs/ipc.md. Needs no library.
 *
 * While both sides run, no function here makes a system call but create, open and close. The waiting
 * forms sleep with futex(2). Results below zero are -errno.
 *
 * A ring that was opened before fork(2) may be used by one of the two processes; the other opens it
 * again.
 */
#ifndef EXO_RING_H
#define EXO_RING_H

#include <stddef.h>
#include <stdint.h>

enum {
  EXO_RING_MANY = 0,
  EXO_RING_ONE = 1,
  EXO_RING_PAYLOAD = 40,
  EXO_RING_ABORTED = 0x80,
  EXO_RING_EAGAIN = -11,
  EXO_RING_EINVAL = -22,
  EXO_RING_EIO = -5,
  EXO_RING_EMSGSIZE = -90,
  EXO_RING_ETIMEDOUT = -110,
};

#define EXO_RING_MAGIC 0x31474e49524f5845ull
#define EXO_RING_TAKEN 0x80000000u
#define EXO_RING_FOREVER (-1l)

struct exo_slot {
  uint64_t sequence, timestamp;
  uint8_t priority, flags;
  uint16_t size;
  uint32_t owner;
  uint8_t payload[EXO_RING_PAYLOAD];
};

struct exo_ring_header {
  uint64_t magic;
  uint32_t capacity, kind;
  uint64_t frequency;
  uint8_t a[104];
  uint64_t tail;
  uint8_t b[120];
  uint64_t head;
  uint8_t c[120];
  uint32_t data_event, data_waiters;
  uint8_t d[56];
  uint32_t room_event, room_waiters;
  uint8_t e[56];
  struct exo_slot slots[];
};

_Static_assert(sizeof(struct exo_slot) == 64, "a slot is a cache line");
_Static_assert(offsetof(struct exo_ring_header, slots) == 512, "slots begin at 512");

/* One end of a ring; its own, one thread's. */
struct exo_ring {
  struct exo_ring_header *shared;
  uint64_t mask, tail, head, head_seen;
  size_t bytes;
  uint32_t capacity, kind, owner;
  int fd;
};

static inline long exo_ring_call(long n, long a, long b, long c, long d, long e, long f) {
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}

/* ---- the ring itself ---- */

static inline struct exo_slot *exo_ring_slot(const struct exo_ring *r, uint64_t position) {
  return &r->shared->slots[position & r->mask];
}

/* Moves a cursor past a slot whose sequence is its position plus turn; -EAGAIN, -EIO or 0. */
static inline int exo_ring_move(struct exo_ring *r, uint64_t *cursor, unsigned turn,
                                uint64_t *position) {
  uint64_t at = __atomic_load_n(cursor, __ATOMIC_ACQUIRE);
  for (unsigned i = 0; i < 1u << 20; i++) {
    uint64_t sequence = __atomic_load_n(&exo_ring_slot(r, at)->sequence, __ATOMIC_ACQUIRE);
    if (sequence == at + turn) {
      if (__atomic_compare_exchange_n(cursor, &at, at + 1, 0, __ATOMIC_ACQ_REL,
                                      __ATOMIC_ACQUIRE)) {
        *position = at;
        return 0;
      }
      continue;
    }
    uint64_t now = __atomic_load_n(cursor, __ATOMIC_ACQUIRE);
    if (now == at) {
      int busy = sequence == at - r->capacity + 1 || sequence == (turn ? at : at - r->capacity);
      return busy ? EXO_RING_EAGAIN : EXO_RING_EIO;
    }
    at = now;
  }
  return EXO_RING_EIO;
}

static inline void exo_ring_copy(void *to, const void *from, unsigned size) {
  if (size == EXO_RING_PAYLOAD) {
    __builtin_memcpy(to, from, EXO_RING_PAYLOAD);
    return;
  }
  for (unsigned i = 0; i < size; i++) ((uint8_t *)to)[i] = ((const uint8_t *)from)[i];
}

/* Claims a slot to write in place: 0, -EAGAIN when the ring is full, -EIO when it is scribbled. */
static inline int exo_ring_claim(struct exo_ring *r, uint64_t *position) {
  if (r->kind == EXO_RING_MANY) {
    int problem = exo_ring_move(r, &r->shared->tail, 0, position);
    if (!problem) exo_ring_slot(r, *position)->owner = r->owner;
    return problem;
  }
  if (r->tail - r->head_seen >= r->capacity) {
    r->head_seen = __atomic_load_n(&r->shared->head, __ATOMIC_ACQUIRE);
    if (r->tail - r->head_seen > r->capacity) return EXO_RING_EIO;
    if (r->tail - r->head_seen == r->capacity) return EXO_RING_EAGAIN;
  }
  *position = r->tail;
  return 0;
}

static inline void exo_ring_commit(struct exo_ring *r, uint64_t position, unsigned size,
                                   unsigned priority, unsigned flags) {
  struct exo_slot *slot = exo_ring_slot(r, position);
  slot->priority = (uint8_t)priority;
  slot->flags = (uint8_t)flags;
  slot->size = (uint16_t)size;
  slot->owner = 0;
  __atomic_store_n(&slot->sequence, position + 1, __ATOMIC_RELEASE);
  if (r->kind == EXO_RING_ONE) {
    r->tail = position + 1;
    __atomic_store_n(&r->shared->tail, r->tail, __ATOMIC_RELEASE);
  }
}

/* Takes the next message to read it in place: 0, -EAGAIN when there is none, -EIO. */
static inline int exo_ring_take(struct exo_ring *r, uint64_t *position) {
  if (r->kind == EXO_RING_MANY) {
    int problem = exo_ring_move(r, &r->shared->head, 1, position);
    if (!problem) exo_ring_slot(r, *position)->owner = r->owner | EXO_RING_TAKEN;
    return problem;
  }
  *position = r->head;
  uint64_t sequence = __atomic_load_n(&exo_ring_slot(r, r->head)->sequence, __ATOMIC_ACQUIRE);
  if (sequence == r->head + 1) return 0;
  int waiting = sequence == r->head || sequence == r->head - r->capacity + 1;
  return waiting ? EXO_RING_EAGAIN : EXO_RING_EIO;
}

static inline void exo_ring_release(struct exo_ring *r, uint64_t position) {
  if (r->kind == EXO_RING_ONE) {
    r->head = position + 1;
    __atomic_store_n(&r->shared->head, r->head, __ATOMIC_RELEASE);
    return;
  }
  struct exo_slot *slot = exo_ring_slot(r, position);
  slot->owner = 0;
  __atomic_store_n(&slot->sequence, position + r->capacity, __ATOMIC_RELEASE);
}

/* Whoever sleeps on an event is woken. */
static inline void exo_ring_tell(uint32_t *event) {
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
  if (__atomic_load_n(event + 1, __ATOMIC_RELAXED)) {
    __atomic_fetch_add(event, 1, __ATOMIC_SEQ_CST);
    exo_ring_call(202, (long)event, 1, 0x7fffffff, 0, 0, 0);
  }
}

/* Sends up to 40 bytes: 0, -EAGAIN when the ring is full, -EMSGSIZE, -EIO. */
static inline int exo_ring_try_send(struct exo_ring *r, const void *from, unsigned size,
                                    unsigned priority) {
  uint64_t position;
  if (size > EXO_RING_PAYLOAD) return EXO_RING_EMSGSIZE;
  int problem = exo_ring_claim(r, &position);
  if (problem) return problem;
  exo_ring_copy(exo_ring_slot(r, position)->payload, from, size);
  exo_ring_commit(r, position, size, priority, 0);
  exo_ring_tell(&r->shared->data_event);
  return 0;
}

/* Receives into room for 40 bytes: the size, -EAGAIN when there is none, -EIO. */
static inline int exo_ring_try_receive(struct exo_ring *r, void *to) {
  for (;;) {
    uint64_t position;
    int problem = exo_ring_take(r, &position);
    if (problem) return problem;
    struct exo_slot *slot = exo_ring_slot(r, position);
    unsigned size = *(volatile uint16_t *)&slot->size;
    unsigned flags = slot->flags;
    if (size <= EXO_RING_PAYLOAD && !(flags & EXO_RING_ABORTED))
      exo_ring_copy(to, slot->payload, size);
    exo_ring_release(r, position);
    exo_ring_tell(&r->shared->room_event);
    if (size > EXO_RING_PAYLOAD) return EXO_RING_EIO;
    if (!(flags & EXO_RING_ABORTED)) return (int)size;
  }
}

/* ---- waiting ---- */

/* How often to look before sleeping: less than a sleep and a wake-up cost. */
#define EXO_RING_SPINS 200

static inline int exo_ring_sleep(uint32_t *event, uint32_t seen, long nanos) {
  long timeout[2] = {nanos / 1000000000, nanos % 1000000000};
  return (int)exo_ring_call(202, (long)event, 0, seen, nanos < 0 ? 0 : (long)timeout, 0, 0);
}

/* As try_send, waiting for room: each sleep at most that long, -1 for ever; -ETIMEDOUT. */
static inline int exo_ring_send(struct exo_ring *r, const void *from, unsigned size,
                                unsigned priority, long nanos) {
  int result = 0, slept = 0;
  uint32_t *event = &r->shared->room_event;
  for (int i = 0; i < EXO_RING_SPINS; i++) {
    result = exo_ring_try_send(r, from, size, priority);
    if (result != EXO_RING_EAGAIN) return result;
    __builtin_ia32_pause();
  }
  __atomic_fetch_add(event + 1, 1, __ATOMIC_SEQ_CST);
  for (;;) {
    uint32_t seen = __atomic_load_n(event, __ATOMIC_SEQ_CST);
    result = exo_ring_try_send(r, from, size, priority);
    if (result != EXO_RING_EAGAIN || slept == EXO_RING_ETIMEDOUT) break;
    slept = exo_ring_sleep(event, seen, nanos);
  }
  __atomic_fetch_sub(event + 1, 1, __ATOMIC_SEQ_CST);
  return result == EXO_RING_EAGAIN ? EXO_RING_ETIMEDOUT : result;
}

/* As try_receive, waiting for a message: each sleep at most that long, -1 for ever; -ETIMEDOUT. */
static inline int exo_ring_receive(struct exo_ring *r, void *to, long nanos) {
  int result = 0, slept = 0;
  uint32_t *event = &r->shared->data_event;
  for (int i = 0; i < EXO_RING_SPINS; i++) {
    result = exo_ring_try_receive(r, to);
    if (result != EXO_RING_EAGAIN) return result;
    __builtin_ia32_pause();
  }
  __atomic_fetch_add(event + 1, 1, __ATOMIC_SEQ_CST);
  for (;;) {
    uint32_t seen = __atomic_load_n(event, __ATOMIC_SEQ_CST);
    result = exo_ring_try_receive(r, to);
    if (result != EXO_RING_EAGAIN || slept == EXO_RING_ETIMEDOUT) break;
    slept = exo_ring_sleep(event, seen, nanos);
  }
  __atomic_fetch_sub(event + 1, 1, __ATOMIC_SEQ_CST);
  return result == EXO_RING_EAGAIN ? EXO_RING_ETIMEDOUT : result;
}

/* ---- by name ---- */

static inline void exo_ring_path(char *to, const char *folder, const char *name) {
  unsigned n = 0;
  while (*folder && n < 100) to[n++] = *folder++;
  while (*name && n < 250) to[n++] = *name++;
  to[n] = 0;
}

/* Maps what the descriptor is of, and believes its header once. */
static inline int exo_ring_map(struct exo_ring *r, int fd) {
  long size = exo_ring_call(8, fd, 0, 2, 0, 0, 0);
  if (size == -29) {
    /* A channel has no position; its length is what fstat(2) tells. */
    uint64_t status[18];
    long problem = exo_ring_call(5, fd, (long)status, 0, 0, 0, 0);
    if (problem) return (int)problem;
    size = (long)status[6];
  }
  if (size < 512 + 128) return EXO_RING_EINVAL;
  long at = exo_ring_call(9, 0, size, 3, 1, fd, 0);
  if (at < 0 && at > -4096) return (int)at;
  r->shared = (struct exo_ring_header *)at;
  r->bytes = (size_t)size;
  r->capacity = r->shared->capacity;
  r->kind = r->shared->kind;
  r->mask = r->capacity - 1;
  r->fd = fd;
  if (r->shared->magic != EXO_RING_MAGIC || r->capacity < 2 || (r->capacity & r->mask) ||
      512 + 64 * (uint64_t)r->capacity > (uint64_t)size || r->kind > 1)
    return EXO_RING_EINVAL;
  r->tail = r->shared->tail;
  r->head = r->shared->head;
  r->head_seen = r->head;
  long owner = exo_ring_call(16, fd, 0xe002, 0, 0, 0, 0);
  r->owner = (uint32_t)(owner > 0 ? owner : exo_ring_call(39, 0, 0, 0, 0, 0, 0));
  return 0;
}

static inline int exo_ring_folder(char *path, const char *name, int flags) {
  exo_ring_path(path, "/dev/ipc/", name);
  long fd = exo_ring_call(2, (long)path, flags, 0600, 0, 0, 0);
  if (fd == -2 || fd == -13) {
    exo_ring_path(path, "/dev/shm/", name);
    fd = exo_ring_call(2, (long)path, flags, 0600, 0, 0, 0);
  }
  return (int)fd;
}

static inline int exo_ring_close(struct exo_ring *r) {
  if (r->shared) exo_ring_call(11, (long)r->shared, (long)r->bytes, 0, 0, 0, 0);
  return (int)exo_ring_call(3, r->fd, 0, 0, 0, 0, 0);
}

/* Opens a ring that is there. */
static inline int exo_ring_open(struct exo_ring *r, const char *name) {
  char path[256];
  __builtin_memset(r, 0, sizeof *r);
  int fd = exo_ring_folder(path, name, 2 | 02000000);
  if (fd < 0) return fd;
  r->fd = fd;
  int problem = exo_ring_map(r, fd);
  if (problem) exo_ring_close(r);
  return problem;
}

/* Makes a ring, of capacity, kind, buffers and their size; bytes is how long an ordinary file gets. */
static inline int exo_ring_make(struct exo_ring *r, const char *name, const uint32_t shape[4],
                                long bytes) {
  char path[256];
  __builtin_memset(r, 0, sizeof *r);
  int fd = exo_ring_folder(path, name, 2 | 0100 | 0200 | 02000000);
  if (fd < 0) return fd;
  r->fd = fd;
  long problem = exo_ring_call(16, fd, 0x4010e001, (long)shape, 0, 0, 0);
  if (problem == -25) {
    /* An ordinary file: the ring in it is ours to write. */
    problem = exo_ring_call(77, fd, bytes, 0, 0, 0, 0);
    long at = problem ? problem : exo_ring_call(9, 0, bytes, 3, 1, fd, 0);
    if (at < 0 && at > -4096) {
      problem = at;
    } else {
      struct exo_ring_header *h = (struct exo_ring_header *)at;
      h->capacity = shape[0];
      h->kind = shape[1];
      for (uint64_t i = 0; i < shape[0]; i++) h->slots[i].sequence = i;
      __atomic_store_n(&h->magic, EXO_RING_MAGIC, __ATOMIC_RELEASE);
      exo_ring_call(11, at, bytes, 0, 0, 0, 0);
    }
  }
  if (!problem) problem = exo_ring_map(r, fd);
  if (problem) exo_ring_close(r);
  return (int)problem;
}

/* Makes a ring; -EEXIST when the name is taken. Capacity is a power of two. */
static inline int exo_ring_create(struct exo_ring *r, const char *name, uint32_t capacity,
                                  uint32_t kind) {
  uint32_t shape[4] = {capacity, kind, 0, 0};
  return exo_ring_make(r, name, shape, 512 + 64l * capacity);
}

/* Takes the name away; who has the ring keeps it. */
static inline int exo_ring_unlink(const char *name) {
  char path[256];
  exo_ring_path(path, "/dev/ipc/", name);
  long problem = exo_ring_call(87, (long)path, 0, 0, 0, 0, 0);
  if (problem == -2) {
    exo_ring_path(path, "/dev/shm/", name);
    problem = exo_ring_call(87, (long)path, 0, 0, 0, 0, 0);
  }
  return (int)problem;
}

#endif
