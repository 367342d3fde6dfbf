/* ps: the processes. */
#include "tasks.h"

#define MOST 1024

static Task tasks[MOST];

int main(void) {
  int count = read_tasks(tasks, MOST);
  printf("%5s %5s %5s S %3s %8s %8s %s\n", "PID", "PPID", "PGRP", "THR", "KIB", "TIME", "NAME");
  for (int i = 0; i < count; i++) {
    Task *t = &tasks[i];
    printf("%5d %5d %5d %c %3ld %8ld %5ld.%02ld %s\n", t->pid, t->parent, t->group, t->state,
           t->threads, t->kib, t->ticks / 100, t->ticks % 100, t->name);
  }
  return 0;
}
