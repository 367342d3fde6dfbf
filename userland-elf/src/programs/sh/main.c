/* sh [-c LINE | FILE [ARGS...]]: the shell. */
#include "sh.h"

static void import(char **environment) {
  for (; *environment; environment++) {
    char *equals = strchr(*environment, '=');
    if (!equals) continue;
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)(equals - *environment), *environment);
    set_variable(name, equals + 1, true);
  }
}

/* PS1, with \w for the working folder. */
static void make_prompt(char *to, size_t size) {
  const char *form = get_variable("PS1");
  char folder[256];
  if (sys(__NR_getcwd, folder, sizeof folder) < 0) strcpy(folder, "?");
  size_t at = 0;
  for (form = form ? form : "$ "; *form && at + 1 < size; form++) {
    if (form[0] == '\\' && form[1] == 'w') {
      at += (size_t)snprintf(to + at, size - at, "%s", folder);
      form++;
    } else {
      to[at++] = *form;
    }
  }
  to[at < size ? at : size - 1] = 0;
}

/* Adds a line to a text that was not finished. */
static char *join(char *text, const char *line) {
  if (!text) return strdup(line);
  size_t length = strlen(text);
  text = realloc(text, length + strlen(line) + 2);
  text[length] = '\n';
  strcpy(text + length + 1, line);
  return text;
}

/* Runs what is whole; the rest, to be continued. */
static char *run_whole(char *text) {
  if (!run_if_finished(text)) return text;
  free(text);
  return NULL;
}

static void talk(void) {
  interactive = true;
  jobs_start();
  char prompt[128];
  char *text = NULL;
  while (!leaving) {
    reap_jobs();
    interrupted = false;
    make_prompt(prompt, sizeof prompt);
    char *typed = edit_line(text ? "> " : prompt);
    if (!typed && !text) break;
    if (interrupted) {
      last_status = 128 + SIGINT;
    } else if (typed) {
      /* A line may run others, and the editor has but one. */
      text = run_whole(join(text, typed));
      if (interrupted) last_status = 128 + SIGINT;
      continue;
    } else {
      run_line(text);
    }
    free(text);
    text = NULL;
  }
}

static void read_lines(void) {
  static Lines lines;
  static char line[65536];
  char *text = NULL;
  while (!leaving && read_line(&lines, line, sizeof line)) text = run_whole(join(text, line));
  if (text && !leaving) run_line(text);
  free(text);
}

int main(int argc, char **argv, char **environment) {
  shell_pid = (int)sys_getpid();
  import(environment);
  if (argc > 2 && !strcmp(argv[1], "-c")) {
    set_arguments(argv + 2);
    run_line(argv[2]);
  } else if (argc > 1) {
    set_arguments(argv + 1);
    return run_file(argv[1]);
  } else if (is_terminal(0)) {
    set_arguments(argv);
    talk();
  } else {
    set_arguments(argv);
    read_lines();
  }
  return last_status;
}
