/*
 * top [--once | ROUNDS]: CPUs, the scheduler's queues, and the processes by what they use, drawn
 * again each second until q or Ctrl-C. --once, or output to a file, writes it one after the other.
 */
#include "exo_terminal.h"
#include "exo_time.h"
#include "tasks.h"

#include <linux/poll.h>

#define MOST 256
#define MOST_CPUS 64
#define HEAD 12

static Task now[MOST], before[MOST];
static long ran_before[MOST_CPUS];
static bool screen;

static long used_before(int pid, int count) {
  for (int i = 0; i < count; i++)
    if (before[i].pid == pid) return before[i].ticks;
  return 0;
}

/* Behind so many blanks. */
static const char *field(const char *line, int number) {
  while (*line && *line != '\n' && number) number -= *line++ == ' ';
  return line;
}

static const char *next_line(const char *at) {
  at = strchr(at, '\n');
  return at ? at + 1 : "";
}

static void end_line(void) { printf(screen ? "\033[K\n" : "\n"); }

static void title(const char *text) {
  printf(screen ? "\033[7m%s\033[0m" : "%s", text);
  end_line();
}

/* The seventh number of a CPU's line is how long it ran somebody, nanoseconds. */
static void draw_cpus(const char *stat, long nanos) {
  int cpu = 0;
  printf("CPUs busy:");
  for (const char *at = stat; *at && cpu < MOST_CPUS; at = next_line(at)) {
    if (strncmp(at, "cpu", 3)) continue;
    long ran = parse_long(field(at, 7));
    long part = nanos ? (ran - ran_before[cpu]) / (nanos / 100 + 1) : 0;
    printf(" %ld%%", part > 100 ? 100 : part);
    ran_before[cpu++] = ran;
  }
  end_line();
}

/* queue NAME waiting picked waited longest */
static void draw_queues(const char *stat) {
  title("QUEUE     WAITING     PICKED  MEAN WAIT us  LONGEST us");
  for (const char *at = stat; *at; at = next_line(at)) {
    if (strncmp(at, "queue ", 6)) continue;
    const char *name = field(at, 1);
    long picked = parse_long(field(at, 3)), waited = parse_long(field(at, 4));
    printf("%-9.*s %7ld %10ld %13ld %11ld", (int)(field(at, 2) - name - 1), name,
           parse_long(field(at, 2)), picked, picked ? waited / picked / 1000 : 0,
           parse_long(field(at, 5)) / 1000);
    end_line();
  }
}

/* A line of /proc/PID/sched, behind its colon and blanks, cut at its end. */
static void sched_value(char *text, const char *name, char *to, size_t size) {
  snprintf(to, size, "?");
  for (const char *at = text; at && *at; at = next_line(at)) {
    if (strncmp(at, name, strlen(name))) continue;
    at = strchr(at, ':');
    while (at && (*at == ':' || *at == ' ')) at++;
    const char *end = at ? strchr(at, '\n') : NULL;
    if (end) snprintf(to, size, "%.*s", (int)(end - at), at);
    return;
  }
}

static void draw_task(const Task *t, long percent) {
  char path[64], queue[16], burst[16];
  snprintf(path, sizeof path, "/proc/%d/sched", t->pid);
  char *text = read_file(path);
  sched_value(text, "exo.queue", queue, sizeof queue);
  sched_value(text, "exo.burst.mean", burst, sizeof burst);
  free(text);
  printf("%5d %5d %c %3ld %8ld %5ld.%02ld %5ld %-8s %12s %s", t->pid, t->parent, t->state,
         t->threads, t->kib, t->ticks / 100, t->ticks % 100, percent, queue, burst, t->name);
  end_line();
}

static void draw_tasks(int count, int count_before, long ticks, int most_lines) {
  title("  PID  PPID S THR      KIB     TIME  %CPU QUEUE        BURST ms NAME");
  bool shown[MOST] = {false};
  for (int line = 0; line < count && line < most_lines; line++) {
    int best = -1;
    long most = -1;
    for (int i = 0; i < count; i++) {
      long used = now[i].ticks - used_before(now[i].pid, count_before);
      if (!shown[i] && used > most) {
        most = used;
        best = i;
      }
    }
    if (best < 0) break;
    shown[best] = true;
    draw_task(&now[best], ticks ? most * 100 / ticks : 0);
  }
}

static void draw(int count, int count_before, long nanos) {
  char *load = read_file("/proc/loadavg");
  char *stat = read_file("/proc/schedstat");
  long seconds = now_nanos() / 1000000000L;
  if (screen) printf("\033[H");
  const char *end = load ? strchr(load, '\n') : NULL;
  printf("top: up %ld:%02ld:%02ld, %d processes, load %.*s", seconds / 3600, seconds / 60 % 60,
         seconds % 60, count, end ? (int)(end - load) : 0, load ? load : "");
  end_line();
  draw_cpus(stat ? stat : "", nanos);
  draw_queues(stat ? stat : "");
  free(load);
  free(stat);
  WindowSize size = {0, 0, 0, 0};
  if (screen) sys_ioctl(1, TIOCGWINSZ, &size);
  draw_tasks(count, count_before, nanos / 10000000,
             !screen ? MOST : size.rows > HEAD ? size.rows - HEAD : 25 - HEAD);
  if (screen) printf("\033[J");
}

int main(int argc, char **argv) {
  bool once = argc > 1 && !strcmp(argv[1], "--once");
  long rounds = once ? 1 : argc > 1 ? parse_long(argv[1]) : -1;
  struct termios settings;
  screen = !once && is_terminal(1);
  bool keys = screen && raw_keys(0, &settings) == 0;
  int count_before = 0;
  /* What was used before the first round was used since the machine began. */
  long last = 0;
  if (screen) printf("\033[2J");
  while (rounds--) {
    int count = read_tasks(now, MOST);
    long time = now_nanos();
    draw(count, count_before, time - last);
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
