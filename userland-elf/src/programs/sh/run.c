#include "sh.h"

#include <asm/errno.h>

bool interactive;
int last_status;
int shell_pid;
bool leaving;

/* Puts a file in place of a descriptor; false and a message when it cannot be opened. */
static bool redirect(const Redirection *r) {
  char *word = expand_word(r->word);
  long from;
  if (r->how == '&') {
    from = parse_long(word);
    from = sys_dup2((int)from, r->fd);
  } else {
    int flags = r->how == '<' ? O_RDONLY
                              : O_WRONLY | O_CREAT | (r->how == 'a' ? O_APPEND : O_TRUNC);
    from = sys_open(word, flags, 0666);
    if (from >= 0 && from != r->fd) {
      sys_dup2((int)from, r->fd);
      sys_close((int)from);
    }
  }
  if (from < 0) dprintf(2, "sh: %s: %s\n", word, error_text(from));
  free(word);
  return from >= 0;
}

static bool redirect_all(const Redirection *r) {
  for (; r; r = r->next)
    if (!redirect(r)) return false;
  return true;
}

/* How many words in front set variables. */
static int assignments(const Command *command) {
  int count = 0;
  while (count < command->count) {
    const char *equals = strchr(command->words[count], '=');
    if (!equals || !is_name(command->words[count], (size_t)(equals - command->words[count]))) break;
    count++;
  }
  return count;
}

static void assign(const Command *command, int count, bool exported) {
  for (int i = 0; i < count; i++) {
    char *equals = strchr(command->words[i], '=');
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)(equals - command->words[i]), command->words[i]);
    char *value = expand_word(equals + 1);
    set_variable(name, value, exported);
    free(value);
  }
}

/* In a child: becomes the command. */
static _Noreturn void become(const Command *command) {
  if (!redirect_all(command->redirections)) exit(1);
  int set = assignments(command);
  assign(command, set, true);
  if (command->compound) exit(run_compound(command->compound));
  char **argv = expand_words(command->words + set);
  if (!argv[0]) exit(0);
  int status = run_builtin(argv);
  if (status >= 0) exit(status);
  long error = exec_program(argv[0], argv, exported_variables());
  if (error == -ENOEXEC) {
    set_arguments(argv);
    interactive = false;
    exit(run_file(argv[0]));
  }
  bool missing = error == -ENOENT;
  dprintf(2, "sh: %s: %s\n", argv[0],
          missing && !strchr(argv[0], '/') ? "command not found" : error_text(error));
  exit(missing ? 127 : 126);
}

void become_subshell(void) {
  if (!interactive) return;
  for (const int *s = (const int[]){SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, 0}; *s; s++)
    on_signal(*s, SIG_DFL);
  interactive = false;
}

/* In a child: signals as they were before the shell, and a group of its own. */
static void leave_shell(int group, bool foreground) {
  if (!interactive) return;
  sys_setpgid(0, group);
  if (foreground) give_terminal(0, group ? group : (int)sys_getpid());
  become_subshell();
}

static void hold_interrupts(bool hold) {
  unsigned long set = 1UL << (SIGINT - 1);
  sys(__NR_rt_sigprocmask, hold ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL, sizeof set);
}

/* A process for each command, each writing into the next. */
static int start(const Pipeline *pipeline) {
  int group = 0, last = 0, count = 0, input = -1;
  bool foreground = !pipeline->background;
  for (const Command *command = pipeline->commands; command; command = command->next) {
    int ends[2] = {-1, -1};
    if (command->next && sys_pipe(ends) < 0) break;
    /* Ctrl-C waits until the child has made up its mind about it. */
    hold_interrupts(true);
    long pid = sys_fork();
    if (pid == 0) {
      leave_shell(group, foreground);
      hold_interrupts(false);
      if (!foreground && !input) input = -1;
      if (input >= 0) {
        sys_dup2(input, 0);
        sys_close(input);
      }
      if (ends[1] >= 0) {
        sys_close(ends[0]);
        sys_dup2(ends[1], 1);
        sys_close(ends[1]);
      }
      become(command);
    }
    if (input >= 0) sys_close(input);
    if (ends[1] >= 0) sys_close(ends[1]);
    input = ends[0];
    if (pid < 0) {
      hold_interrupts(false);
      dprintf(2, "sh: fork: %s\n", error_text(pid));
      break;
    }
    if (interactive) {
      if (!group) group = (int)pid;
      sys_setpgid((int)pid, group);
      /* The child does the same: whoever comes first. */
      if (foreground) give_terminal(0, group);
    }
    hold_interrupts(false);
    /* Ctrl-C that came before the terminal was the child's is meant for it. */
    if (interactive && foreground && interrupted) sys_kill(-group, SIGINT);
    last = (int)pid;
    count++;
  }
  if (input >= 0) sys_close(input);
  return count ? add_job(interactive ? group : 0, last, count, pipeline->text) : -1;
}

/* Without job control there is no group to wait for. */
static int wait_for_pipeline(int job, const Pipeline *pipeline) {
  int status = wait_for_job(job);
  for (const Command *c = pipeline->commands->next; !interactive && c; c = c->next)
    sys_wait4(-1, NULL, WNOHANG);
  return status;
}

/* What a builtin's redirections cover is kept beyond all descriptors a person names. */
#define KEPT 40
#define DEEPEST 20

static int do_here(const Command *command, int set) {
  if (command->compound) return run_compound(command->compound);
  char **argv = expand_words(command->words + set);
  last_status = 0;
  assign(command, set, false);
  int status = argv[0] ? run_builtin(argv) : last_status;
  free_names(argv);
  return status;
}

static int run_here(const Command *command, int set) {
  static int depth;
  if (!command->redirections) return do_here(command, set);
  if (depth == DEEPEST) {
    dprintf(2, "sh: too many redirections within each other\n");
    return 2;
  }
  int kept = KEPT + 10 * depth++;
  for (int fd = 0; fd < 10; fd++) {
    for (const Redirection *r = command->redirections; r; r = r->next) {
      if (r->fd == fd) {
        sys(__NR_dup3, fd, kept + fd, O_CLOEXEC);
        break;
      }
    }
  }
  int status = redirect_all(command->redirections) ? do_here(command, set) : 1;
  for (const Redirection *r = command->redirections; r; r = r->next) {
    if (r->fd >= 10) continue;
    if (sys_dup2(kept + r->fd, r->fd) < 0) sys_close(r->fd);
  }
  for (const Redirection *r = command->redirections; r; r = r->next)
    if (r->fd < 10) sys_close(kept + r->fd);
  depth--;
  return status;
}

/* Whether the shell itself does it: a builtin or a loop alone, or nothing but assignments. */
static bool runs_here(const Pipeline *pipeline, int set) {
  const Command *command = pipeline->commands;
  if (command->next || pipeline->background) return false;
  if (command->compound) return command->compound->kind != SUBSHELL;
  if (set == command->count) return true;
  char *name = expand_word(command->words[set]);
  bool here = is_builtin(name);
  free(name);
  return here;
}

static void run_pipeline(const Pipeline *pipeline) {
  int set = assignments(pipeline->commands);
  int status;
  if (runs_here(pipeline, set)) {
    status = run_here(pipeline->commands, set);
  } else {
    int job = start(pipeline);
    if (pipeline->background) {
      if (interactive && job >= 0) printf("[%d]\n", job + 1);
      status = job < 0;
    } else {
      status = wait_for_pipeline(job, pipeline);
      if (interactive && status == 128 + SIGINT) interrupted = true;
    }
  }
  last_status = pipeline->negated ? !status : status;
}

void run_list(const Pipeline *pipelines) {
  for (const Pipeline *p = pipelines; p && !halted(); p = p->next) {
    if (p->joined == '&' && last_status) continue;
    if (p->joined == '|' && !last_status) continue;
    run_pipeline(p);
  }
}

bool run_if_finished(const char *text) {
  Pipeline *pipelines;
  Parsed parsed = parse(text, &pipelines);
  if (parsed == UNFINISHED) return false;
  if (parsed == WRONG) last_status = 2;
  run_list(pipelines);
  free_pipelines(pipelines);
  return true;
}

void run_line(const char *text) {
  if (run_if_finished(text)) return;
  dprintf(2, "sh: the text ends too early\n");
  last_status = 2;
}

int run_file(const char *path) {
  char *text = read_file(path);
  if (!text) {
    dprintf(2, "sh: %s: cannot be read\n", path);
    return 127;
  }
  run_line(text);
  free(text);
  return last_status;
}
