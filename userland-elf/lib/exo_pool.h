/*
 * Buffers that travel through a ring by handle: all ends map them, and nobody copies their contents.
 * The layout is that of docs/ipc.md; the pool lies from the next page after the ring on.
 *
 * A reference travels with the message: who sends has acquired the buffer, who receives releases it.
 * When a send fails the sender still has it.
 */
#ifndef EXO_POOL_H
#define EXO_POOL_H

#include "exo_ring.h"

#define EXO_POOL_MAGIC 0x314c4f4f504f5845ull
#define EXO_POOL_BY_HANDLE 1

struct exo_pool_entry {
  uint32_t next, references, generation, unused;
};

struct exo_pool_header {
  uint64_t magic;
  uint32_t count, size;
  uint64_t first;
  uint8_t a[104];
  uint64_t free;
  uint8_t b[120];
  struct exo_pool_entry entries[];
};

_Static_assert(offsetof(struct exo_pool_header, entries) == 256, "entries begin at 256");

/* What this process knows of a pool. */
struct exo_pool {
  struct exo_pool_header *shared;
  uint64_t first;
  uint32_t count, size;
};

static inline uint64_t exo_pool_first(uint32_t count) {
  return (256 + 16 * (uint64_t)count + 4095) & -4096ull;
}

static inline uint64_t exo_pool_offset(uint32_t capacity) {
  return (512 + 64 * (uint64_t)capacity + 4095) & -4096ull;
}

/* The pool of an open ring: 0, or -EINVAL when it has none. */
static inline int exo_pool_open(struct exo_pool *p, const struct exo_ring *r) {
  uint64_t at = exo_pool_offset(r->capacity);
  if (at + 4096 > r->bytes) return EXO_RING_EINVAL;
  p->shared = (struct exo_pool_header *)((uint8_t *)r->shared + at);
  p->count = p->shared->count;
  p->size = p->shared->size;
  p->first = exo_pool_first(p->count);
  if (p->shared->magic != EXO_POOL_MAGIC || !p->count || p->count > 1u << 20 || !p->size ||
      at + p->first + (uint64_t)p->count * p->size > r->bytes)
    return EXO_RING_EINVAL;
  return 0;
}

/* Makes a ring with buffers; their size is a multiple of 64. */
static inline int exo_pool_create(struct exo_pool *p, struct exo_ring *r, const char *name,
                                  uint32_t capacity, uint32_t kind, uint32_t count, uint32_t size) {
  uint32_t shape[4] = {capacity, kind, count, size};
  uint64_t at = exo_pool_offset(capacity);
  uint64_t bytes = at + exo_pool_first(count) + (uint64_t)count * size;
  if (!count || count > 1u << 20 || !size || size % 64) return EXO_RING_EINVAL;
  int problem = exo_ring_make(r, name, shape, (long)bytes);
  if (problem) return problem;
  struct exo_pool_header *h = (struct exo_pool_header *)((uint8_t *)r->shared + at);
  if (!h->magic) {
    /* An ordinary file, and nobody else has the ring yet. */
    h->count = count;
    h->size = size;
    h->first = exo_pool_first(count);
    for (uint32_t i = 0; i < count; i++) h->entries[i].next = i + 1 < count ? i + 2 : 0;
    h->free = 1;
    __atomic_store_n(&h->magic, EXO_POOL_MAGIC, __ATOMIC_RELEASE);
  }
  problem = exo_pool_open(p, r);
  if (problem) exo_ring_close(r);
  return problem;
}

static inline int64_t exo_pool_handle(const struct exo_pool *p, uint32_t index) {
  uint64_t generation = p->shared->entries[index].generation & 0x7fffffff;
  return (int64_t)(generation << 32 | index);
}

/* Takes a free buffer with one reference: its handle, or -EAGAIN when none is free. */
static inline int64_t exo_pool_acquire(struct exo_pool *p) {
  uint64_t list = __atomic_load_n(&p->shared->free, __ATOMIC_ACQUIRE);
  for (unsigned i = 0; i < 1u << 16; i++) {
    uint32_t index = (uint32_t)list - 1;
    if (index >= p->count) return EXO_RING_EAGAIN;
    struct exo_pool_entry *entry = &p->shared->entries[index];
    uint64_t after = ((list >> 32) + 1) << 32 | __atomic_load_n(&entry->next, __ATOMIC_RELAXED);
    if (__atomic_compare_exchange_n(&p->shared->free, &list, after, 0, __ATOMIC_ACQ_REL,
                                    __ATOMIC_ACQUIRE)) {
      if (entry->references) return EXO_RING_EAGAIN;
      entry->references = 1;
      return exo_pool_handle(p, index);
    }
  }
  return EXO_RING_EAGAIN;
}

static inline int exo_pool_is_valid(const struct exo_pool *p, int64_t handle) {
  uint32_t index = (uint32_t)handle;
  return handle >= 0 && index < p->count && exo_pool_handle(p, index) == handle &&
         (int32_t)p->shared->entries[index].references > 0;
}

/* Where a buffer in use lies; null when it is none. */
static inline void *exo_pool_buffer(const struct exo_pool *p, int64_t handle) {
  if (!exo_pool_is_valid(p, handle)) return 0;
  return (uint8_t *)p->shared + p->first + (uint64_t)(uint32_t)handle * p->size;
}

/* One more will release it. The caller holds a reference. */
static inline int exo_pool_retain(struct exo_pool *p, int64_t handle) {
  if (!exo_pool_is_valid(p, handle)) return EXO_RING_EINVAL;
  __atomic_fetch_add(&p->shared->entries[(uint32_t)handle].references, 1, __ATOMIC_ACQ_REL);
  return 0;
}

/* One reference less; the last makes the buffer free. 0, or -EINVAL when it is none in use. */
static inline int exo_pool_release(struct exo_pool *p, int64_t handle) {
  if (!exo_pool_is_valid(p, handle)) return EXO_RING_EINVAL;
  uint32_t index = (uint32_t)handle;
  struct exo_pool_entry *entry = &p->shared->entries[index];
  if (__atomic_fetch_sub(&entry->references, 1, __ATOMIC_ACQ_REL) != 1) return 0;
  entry->generation = (uint32_t)(handle >> 32) + 1;
  uint64_t list = __atomic_load_n(&p->shared->free, __ATOMIC_ACQUIRE);
  for (unsigned i = 0; i < 1u << 16; i++) {
    __atomic_store_n(&entry->next, (uint32_t)list, __ATOMIC_RELAXED);
    uint64_t after = ((list >> 32) + 1) << 32 | (index + 1);
    if (__atomic_compare_exchange_n(&p->shared->free, &list, after, 0, __ATOMIC_ACQ_REL,
                                    __ATOMIC_ACQUIRE))
      return 0;
  }
  return 0;
}

/* Sends a buffer: 0, and the reference is the receiver's; -EAGAIN, -EINVAL, -EIO. */
static inline int exo_pool_try_send(struct exo_ring *r, struct exo_pool *p, int64_t handle,
                                    uint64_t size, unsigned priority) {
  uint64_t position;
  if (!exo_pool_is_valid(p, handle) || size > p->size) return EXO_RING_EINVAL;
  int problem = exo_ring_claim(r, &position);
  if (problem) return problem;
  uint64_t what[2] = {(uint64_t)handle, size};
  __builtin_memcpy(exo_ring_slot(r, position)->payload, what, sizeof what);
  exo_ring_commit(r, position, sizeof what, priority, EXO_POOL_BY_HANDLE);
  exo_ring_tell(&r->shared->data_event);
  return 0;
}

/* Receives a buffer, which is then the caller's: 0, -EAGAIN; -EIO when it is no buffer. */
static inline int exo_pool_try_receive(struct exo_ring *r, struct exo_pool *p, int64_t *handle,
                                       uint64_t *size) {
  for (;;) {
    uint64_t position, what[2];
    int problem = exo_ring_take(r, &position);
    if (problem) return problem;
    struct exo_slot *slot = exo_ring_slot(r, position);
    unsigned flags = slot->flags;
    __builtin_memcpy(what, slot->payload, sizeof what);
    exo_ring_release(r, position);
    exo_ring_tell(&r->shared->room_event);
    if (flags & EXO_RING_ABORTED) continue;
    *handle = (int64_t)what[0];
    *size = what[1];
    int valid = flags & EXO_POOL_BY_HANDLE && exo_pool_is_valid(p, *handle) && *size <= p->size;
    return valid ? 0 : EXO_RING_EIO;
  }
}

/* As try_receive, waiting for a message: each sleep at most that long, -1 for ever; -ETIMEDOUT. */
static inline int exo_pool_receive(struct exo_ring *r, struct exo_pool *p, int64_t *handle,
                                   uint64_t *size, long nanos) {
  uint32_t *event = &r->shared->data_event;
  int result = exo_pool_try_receive(r, p, handle, size), slept = 0;
  if (result != EXO_RING_EAGAIN) return result;
  __atomic_fetch_add(event + 1, 1, __ATOMIC_SEQ_CST);
  for (;;) {
    uint32_t seen = __atomic_load_n(event, __ATOMIC_SEQ_CST);
    result = exo_pool_try_receive(r, p, handle, size);
    if (result != EXO_RING_EAGAIN || slept == EXO_RING_ETIMEDOUT) break;
    slept = exo_ring_sleep(event, seen, nanos);
  }
  __atomic_fetch_sub(event + 1, 1, __ATOMIC_SEQ_CST);
  return result == EXO_RING_EAGAIN ? EXO_RING_ETIMEDOUT : result;
}

#endif
