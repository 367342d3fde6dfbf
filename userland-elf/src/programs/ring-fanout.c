// One sender and several receivers, each with a ring of its own. ring-fanout [RECEIVERS [MESSAGES]]
#include "ring.h"

enum { MOST = 8 };

int main(int argc, char **argv) {
  long receivers = argc > 1 ? parse_long(argv[1]) : 4;
  long messages = argc > 2 ? parse_long(argv[2]) : 1000;
  if (receivers < 1 || receivers > MOST) return 2;
  static struct exo_ring rings[MOST];
  char names[MOST][64];
  int children[MOST];
  for (long i = 0; i < receivers; i++) {
    char what[16];
    snprintf(what, sizeof what, "fan%ld", i);
    need("create", exo_ring_create(&rings[i], ring_name(names[i], what), 64, EXO_RING_ONE));
  }
  for (long i = 0; i < receivers; i++) {
    children[i] = fork_child();
    if (children[i]) continue;
    struct exo_ring mine;
    need("open", exo_ring_open(&mine, names[i]));
    for (uint64_t expected = 0; expected < (uint64_t)messages; expected++) {
      uint64_t message[5];
      need("receive", exo_ring_receive(&mine, message, EXO_RING_FOREVER));
      if (message[0] != expected) return 1;
    }
    return 0;
  }
  for (uint64_t n = 0; n < (uint64_t)messages; n++)
    for (long i = 0; i < receivers; i++)
      need("send", exo_ring_send(&rings[i], &n, sizeof n, 0, EXO_RING_FOREVER));
  int bad = 0;
  for (long i = 0; i < receivers; i++) {
    bad += child_status(children[i]) != 0;
    exo_ring_unlink(names[i]);
  }
  printf("%ld receivers got %ld messages each, %d of them wrongly\n", receivers, messages, bad);
  return bad != 0;
}
