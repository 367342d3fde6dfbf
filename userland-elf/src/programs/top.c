/* top [COUNT]: the processes by what they use, drawn again each second until q or Ctrl-C. */
#include "exo_terminal.h"
#include "exo_time.h"
#include "tasks.h"

#include <linux/poll.h>

#define MOST 256
#define SHOWN 18

static Task now[MOST], before[MOST];

static long used_before(int pid, int count) {
  for (int i = 0; i < count; i++)
    if (before[i].pid == pid) return before[i].ticks;
  return 0;
}

static void draw(int count, int count_before, long ticks) {
  char *load = read_file("/proc/loadavg");
  long seconds = now_nanos() / 1000000000L;
  printf("\033[H\033[2Jtop: up %ld:%02ld:%02ld, %d processes, load %s\n", seconds / 3600,
         seconds / 60 % 60, seconds % 60, count, load ? load : "?\n");
  free(load);
  printf("\033[7m%5s %5s S %3s %8s %8s %5s %-30s\033[0m\n", "PID", "PPID", "THR", "KIB", "TIME",
         "%CPU", "NAME");
  bool shown[MOST] = {false};
  for (int line = 0; line < count && line < SHOWN; line++) {
    int best = -1;
    long most = -1;
    for (int i = 0; i < count; i++) {
      long used = now[i].ticks - used_before(now[i].pid, count_before);
      if (!shown[i] && used > most) {
        most = used;
        best = i;
      }
    }
    shown[best] = true;
    Task *t = &now[best];
    printf("%5d %5d %c %3ld %8ld %5ld.%02ld %5ld %s\n", t->pid, t->parent, t->state, t->threads,
           t->kib, t->ticks / 100, t->ticks % 100, ticks ? most * 100 / ticks : 0, t->name);
  }
}

int main(int argc, char **argv) {
  long rounds = argc > 1 ? parse_long(argv[1]) : -1;
  struct termios settings;
  bool keys = raw_keys(0, &settings) == 0;
  int count_before = 0;
  long last = now_nanos();
  while (rounds--) {
    int count = read_tasks(now, MOST);
    long time = now_nanos();
    draw(count, count_before, (time - last) / 10000000);
    last = time;
    memcpy(before, now, sizeof now);
    count_before = count;
    if (!rounds) break;
    struct pollfd key = {0, POLLIN, 0};
    char c = 0;
    if (sys(__NR_poll, &key, keys, 1000) > 0) sys_read(0, &c, 1);
    if (c == 'q' || c == 3) break;
  }
  if (keys) set_keys(0, &settings);
  return 0;
}
