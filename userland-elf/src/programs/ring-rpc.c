// A server of calls: each request is a number of the call and an argument, each reply that number
// and the argument doubled. The format is that of exo.kernel.ipc.RequestReplyChannel.
//
//   ring-rpc serve REQUESTS REPLIES [CALLS]   serves rings that are there
//   ring-rpc [CALLS]                          a client and a server of its own
#include "ring.h"

static int serve(const char *requests_name, const char *replies_name, long calls) {
  struct exo_ring requests, replies;
  need("open", exo_ring_open(&requests, requests_name));
  need("open", exo_ring_open(&replies, replies_name));
  for (long i = 0; i < calls; i++) {
    uint64_t message[5];
    long size = need("receive", exo_ring_receive(&requests, message, EXO_RING_FOREVER));
    if (size < 16) return 1;
    message[1] *= 2;
    need("send", exo_ring_send(&replies, message, 16, 0, EXO_RING_FOREVER));
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc > 3 && strcmp(argv[1], "serve") == 0)
    return serve(argv[2], argv[3], argc > 4 ? parse_long(argv[4]) : 1);
  long calls = argc > 1 ? parse_long(argv[1]) : 1000;
  struct exo_ring requests, replies;
  char requests_name[64], replies_name[64];
  need("create", exo_ring_create(&requests, ring_name(requests_name, "req"), 64, EXO_RING_MANY));
  need("create", exo_ring_create(&replies, ring_name(replies_name, "rep"), 64, EXO_RING_MANY));
  int child = fork_child();
  if (child == 0) return serve(requests_name, replies_name, calls);
  uint64_t in_flight = 0, answered = 0;
  while (answered < (uint64_t)calls) {
    uint64_t message[5] = {in_flight, in_flight * 3};
    if (in_flight < (uint64_t)calls && in_flight - answered < 16) {
      need("send", exo_ring_send(&requests, message, 16, 0, EXO_RING_FOREVER));
      in_flight++;
      continue;
    }
    need("receive", exo_ring_receive(&replies, message, EXO_RING_FOREVER));
    if (message[1] != message[0] * 6) return 1;
    answered++;
  }
  int status = child_status(child);
  exo_ring_unlink(requests_name);
  exo_ring_unlink(replies_name);
  printf("%ld calls\n", calls);
  return status;
}
