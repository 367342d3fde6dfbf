// Two processes and two rings: what one sends the other sends back. ring-pingpong [ROUNDS]
#include "ring.h"

int main(int argc, char **argv) {
  long rounds = argc > 1 ? parse_long(argv[1]) : 10000;
  char there_name[64], back_name[64];
  struct exo_ring there, back;
  need("create", exo_ring_create(&there, ring_name(there_name, "ping"), 256, EXO_RING_ONE));
  need("create", exo_ring_create(&back, ring_name(back_name, "pong"), 256, EXO_RING_ONE));
  uint64_t message[5] = {0};
  int child = fork_child();
  if (child == 0) {
    need("open", exo_ring_open(&there, there_name));
    need("open", exo_ring_open(&back, back_name));
    for (long i = 0; i < rounds; i++) {
      need("receive", exo_ring_receive(&there, message, EXO_RING_FOREVER));
      message[1] = ~message[0];
      need("send", exo_ring_send(&back, message, 40, 0, EXO_RING_FOREVER));
    }
    return 0;
  }
  unsigned long start = nanos_now();
  for (long i = 0; i < rounds; i++) {
    message[0] = (uint64_t)i;
    need("send", exo_ring_send(&there, message, 40, 0, EXO_RING_FOREVER));
    need("receive", exo_ring_receive(&back, message, EXO_RING_FOREVER));
    if (message[0] != (uint64_t)i || message[1] != ~(uint64_t)i) {
      printf("round %ld came back as %lu\n", i, message[0]);
      return 1;
    }
  }
  unsigned long took = nanos_now() - start;
  int status = child_status(child);
  exo_ring_unlink(there_name);
  exo_ring_unlink(back_name);
  dprintf(2, "%lu ns a round\n", rounds ? took / (unsigned long)rounds : 0);
  printf("%ld rounds\n", rounds);
  return status;
}
