/* What ps and top read of a process: /proc/PID/stat. Source: proc(5). */
#ifndef TASKS_H
#define TASKS_H

#include "exo_file.h"
#include "exo_memory.h"

typedef struct {
  int pid, parent, group, terminal;
  long threads, ticks, kib;
  char state;
  char name[32];
} Task;

/* Field n, counted as proc(5) does, behind the name in brackets. */
static inline const char *task_field(const char *after_name, int n) {
  for (int at = 2; *after_name && at < n; after_name++) at += *after_name == ' ';
  return after_name;
}

/* False when there is no such process any more. */
static inline bool read_task(const char *pid, Task *task) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%s/stat", pid);
  char *text = read_file(path);
  const char *open = text ? strchr(text, '(') : NULL;
  const char *close = text ? strrchr(text, ')') : NULL;
  if (!open || !close) {
    free(text);
    return false;
  }
  task->pid = (int)parse_long(pid);
  snprintf(task->name, sizeof task->name, "%.*s", (int)(close - open - 1), open + 1);
  const char *rest = close + 1;
  task->state = *task_field(rest, 3);
  task->parent = (int)parse_long(task_field(rest, 4));
  task->group = (int)parse_long(task_field(rest, 5));
  task->terminal = (int)parse_long(task_field(rest, 7));
  task->ticks = parse_long(task_field(rest, 14)) + parse_long(task_field(rest, 15));
  task->threads = parse_long(task_field(rest, 20));
  task->kib = parse_long(task_field(rest, 24)) * 4;
  free(text);
  return true;
}

/* All processes by number; the count. At most most of them. */
static inline int read_tasks(Task *tasks, int most) {
  char **names = read_folder("/proc");
  int count = 0;
  for (char **name = names; name && *name && count < most; name++)
    if (**name >= '1' && **name <= '9' && read_task(*name, &tasks[count])) count++;
  free_names(names);
  for (int i = 1; i < count; i++) {
    Task task = tasks[i];
    int at = i;
    for (; at && tasks[at - 1].pid > task.pid; at--) tasks[at] = tasks[at - 1];
    tasks[at] = task;
  }
  return count;
}

#endif
