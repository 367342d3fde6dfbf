// Buffers of 64 KiB from one process to another, none of them copied. ring-pool [BUFFERS]
#include "exo_pool.h"
#include "ring.h"

enum { SIZE = 65536, WORDS = SIZE / 8 };

int main(int argc, char **argv) {
  long buffers = argc > 1 ? parse_long(argv[1]) : 1000;
  char name[64];
  struct exo_ring ring;
  struct exo_pool pool;
  ring_name(name, "pool");
  need("create", exo_pool_create(&pool, &ring, name, 64, EXO_RING_ONE, 4, SIZE));
  int child = fork_child();
  if (child == 0) {
    need("open", exo_ring_open(&ring, name));
    need("open the pool", exo_pool_open(&pool, &ring));
    for (long n = 0; n < buffers; n++) {
      int64_t handle;
      uint64_t size;
      need("receive", exo_pool_receive(&ring, &pool, &handle, &size, EXO_RING_FOREVER));
      const uint64_t *words = exo_pool_buffer(&pool, handle);
      for (long i = 0; i < WORDS; i++)
        if (size != SIZE || words[i] != (uint64_t)(n + i)) return 1;
      need("release", exo_pool_release(&pool, handle));
      if (exo_pool_buffer(&pool, handle) == words) return 2;
    }
    return 0;
  }
  for (long n = 0; n < buffers; n++) {
    int64_t handle;
    while ((handle = exo_pool_acquire(&pool)) == EXO_RING_EAGAIN) sys(__NR_sched_yield);
    uint64_t *words = exo_pool_buffer(&pool, need("acquire", handle));
    for (long i = 0; i < WORDS; i++) words[i] = (uint64_t)(n + i);
    need("send", exo_pool_try_send(&ring, &pool, handle, SIZE, 0));
  }
  int status = child_status(child);
  exo_ring_unlink(name);
  printf("%ld buffers of %d bytes\n", buffers, SIZE);
  return status;
}
