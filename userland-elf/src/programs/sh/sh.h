/*
 * The shell. A line becomes words, signs and pipelines of commands (parse.c), words with
 * variables put in (expand.c), and processes (run.c, jobs.c). A person's lines come through edit.c.
 */
#ifndef SH_H
#define SH_H

#include "exo_file.h"
#include "exo_memory.h"
#include "exo_process.h"
#include "exo_terminal.h"

/* ---- what a line says ---- */

typedef struct Redirection {
  int fd;
  char how; /* '<', '>', 'a' for >>, '&' to another descriptor, whose number is the word */
  char *word;
  struct Redirection *next;
} Redirection;

typedef struct Command {
  char **words; /* raw, with their quotes; NULL behind the last */
  int count;
  Redirection *redirections;
  struct Command *next; /* behind a | */
} Command;

typedef struct Pipeline {
  Command *commands;
  bool negated;
  bool background;
  char joined; /* to the one before: ';', '&' for &&, '|' for || */
  char *text;  /* as it was typed */
  struct Pipeline *next;
} Pipeline;

/* NULL and a message when the line is wrong; *empty when there is nothing in it. */
Pipeline *parse(const char *line, bool *empty);
void free_pipelines(Pipeline *pipelines);

/* ---- words ---- */

/* The words with variables, quotes, ~ and patterns worked out; NULL behind the last. */
char **expand_words(char **words);
/* One word as one, without patterns: the target of a redirection, a value. */
char *expand_word(const char *word);

const char *get_variable(const char *name);
void set_variable(const char *name, const char *value, bool exported);
void unset_variable(const char *name);
void print_variables(void);
char **exported_variables(void);
void set_arguments(char **arguments);
bool is_name(const char *text, size_t length);

/* ---- running ---- */

extern bool interactive;
extern int last_status;
extern int shell_pid;
extern bool leaving;

/* Runs a line; its status is in last_status. */
void run_line(const char *line);
int run_file(const char *path);

/* A builtin's status, or -1 when there is none of that name. */
int run_builtin(char **argv);
bool is_builtin(const char *name);
extern const char *const builtin_names[];

/* ---- jobs ---- */

void jobs_start(void);
/* A pipeline that was started: its group, its last process, how many. */
int add_job(int group, int last, int processes, const char *text);
/* Waits for a job in the foreground; its status. */
int wait_for_job(int job);
/* Buries what has ended, and says so to a person. */
void reap_jobs(void);
int list_jobs(void);
int resume_job(const char *which, bool foreground);
int wait_for_all(void);
int job_group(const char *which);

/* ---- a person's lines ---- */

/* A line with its keys edited; NULL at the end of input. */
char *edit_line(const char *prompt);
void print_history(void);

#endif
