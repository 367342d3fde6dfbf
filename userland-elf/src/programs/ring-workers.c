// Work for whoever is free: one ring of jobs, one of results. ring-workers [WORKERS [JOBS]]
#include "ring.h"

enum { MOST = 8 };

int main(int argc, char **argv) {
  long workers = argc > 1 ? parse_long(argv[1]) : 4;
  long jobs = argc > 2 ? parse_long(argv[2]) : 1000;
  if (workers < 1 || workers > MOST) return 2;
  struct exo_ring todo, done;
  char todo_name[64], done_name[64];
  int children[MOST];
  need("create", exo_ring_create(&todo, ring_name(todo_name, "todo"), 64, EXO_RING_MANY));
  need("create", exo_ring_create(&done, ring_name(done_name, "done"), 64, EXO_RING_MANY));
  for (long i = 0; i < workers; i++) {
    children[i] = fork_child();
    if (children[i]) continue;
    need("open", exo_ring_open(&todo, todo_name));
    need("open", exo_ring_open(&done, done_name));
    for (;;) {
      uint64_t job[5];
      long size = need("receive", exo_ring_receive(&todo, job, EXO_RING_FOREVER));
      if (size == 0) return 0;
      job[1] = job[0] * job[0];
      need("send", exo_ring_send(&done, job, 16, 0, EXO_RING_FOREVER));
    }
  }
  uint64_t sum = 0, expected = 0;
  long sent = 0;
  for (long got = 0; got < jobs;) {
    uint64_t job[5] = {(uint64_t)sent};
    if (sent < jobs && exo_ring_try_send(&todo, job, 8, 0) == 0) {
      expected += job[0] * job[0];
      sent++;
      continue;
    }
    need("receive", exo_ring_receive(&done, job, EXO_RING_FOREVER));
    if (job[1] != job[0] * job[0]) return 1;
    sum += job[1];
    got++;
  }
  for (long i = 0; i < workers; i++)
    need("send", exo_ring_send(&todo, "", 0, 0, EXO_RING_FOREVER));
  int bad = 0;
  for (long i = 0; i < workers; i++) bad += child_status(children[i]) != 0;
  exo_ring_unlink(todo_name);
  exo_ring_unlink(done_name);
  printf("%ld jobs by %ld workers: %s\n", jobs, workers, sum == expected ? "right" : "wrong");
  return bad || sum != expected;
}
