/*
 * The shell. A line becomes words, signs and pipelines of commands (parse.c, compound.c), words with
 * variables put in (expand.c, substitute.c), and processes (run.c, flow.c, jobs.c). A person's lines
 * come through edit.c.
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

typedef struct Pipeline Pipeline;

typedef enum { IF, WHILE, UNTIL, FOR, CASE, GROUP, SUBSHELL } Kind;

/* A command of commands. */
typedef struct Compound {
  Kind kind;
  Pipeline *condition; /* of an if, elif, while or until; NULL for an else */
  Pipeline *body;
  char *name;   /* the variable of a for, the word of a case */
  char **words; /* what a for takes in turn, or NULL for "$@"; the patterns of one branch of a case */
  struct Compound *next; /* elif and else; the branches of a case */
} Compound;

typedef struct Command {
  char **words; /* raw, with their quotes; NULL behind the last */
  int count;
  Compound *compound; /* instead of words */
  Redirection *redirections;
  struct Command *next; /* behind a | */
} Command;

struct Pipeline {
  Command *commands;
  bool negated;
  bool background;
  char joined; /* to the one before: ';', '&' for &&, '|' for || */
  char *text;  /* as it was typed */
  Pipeline *next;
};

typedef enum { PARSED, WRONG, UNFINISHED } Parsed;

/* The pipelines of a text, NULL when there are none. A message says what is wrong; nothing is said
 * of a text that only lacks its end. */
Parsed parse(const char *text, Pipeline **pipelines);
/* Behind a quote, a ` or a $( to behind its end; NULL when there is none. */
const char *skip_quoted(const char *at, char closing);
void free_pipelines(Pipeline *pipelines);

/* ---- words ---- */

/* The words with variables, quotes, ~ and patterns worked out; NULL behind the last. */
char **expand_words(char **words);
/* One word as one, without patterns: the target of a redirection, a value. */
char *expand_word(const char *word);
/* Whether a text is one of a case's pattern. */
bool matches_pattern(const char *text, const char *pattern);
/* The output of commands without the ends of its last lines, to be freed. */
char *output_of(const char *commands);
/* The value of an expression of numbers and variables; false and a message when it is none. */
bool calculate(const char *expression, long *value);

const char *get_variable(const char *name);
void set_variable(const char *name, const char *value, bool exported);
void unset_variable(const char *name);
void print_variables(void);
char **exported_variables(void);
void set_arguments(char **arguments);
/* Drops the first ones; false when there are not so many. */
bool shift_arguments(int count);
bool is_name(const char *text, size_t length);

/* ---- running ---- */

extern bool interactive;
extern int last_status;
extern int shell_pid;
extern bool leaving;
/* Ctrl-C: what is under way ends. */
extern volatile bool interrupted;

/* Runs a text whole; its status is in last_status. */
void run_line(const char *text);
/* The same, but does nothing and answers false when the text lacks its end. */
bool run_if_finished(const char *text);
void run_list(const Pipeline *pipelines);
int run_compound(const Compound *compound);
/* break and continue: leaves so many loops, or all but the last of them. */
void leave_loops(int count, bool goes_on);
/* Whether nothing more of a list is to be run. */
bool halted(void);
/* A process of the shell's own for commands: with the signals a program expects. */
void become_subshell(void);
int run_file(const char *path);

/* A builtin's status, or -1 when there is none of that name. */
int run_builtin(char **argv);
bool is_builtin(const char *name);
/* test and [. */
int test(char **argv);
/* Their names by number, from 0; NULL behind the last. */
const char *builtin_name(int number);

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
