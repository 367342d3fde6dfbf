#include "sh.h"

#include <linux/utsname.h>

typedef int Builtin(char **argv);

static int help(char **argv) {
  (void)argv;
  printf("The shell itself:\n"
         "  help version clear echo pwd cd exit export set unset history\n"
         "  jobs fg bg wait kill true false test read shift break continue source\n"
         "Programs of /bin:\n"
         "  ls cat mkdir rm rmdir touch write grep wc sleep\n"
         "  ps top free uptime dmesg counters poweroff reboot\n"
         "A line:\n"
         "  a | b        what a writes, b reads      a > f  a >> f  a < f  a 2> f\n"
         "  a ; b  a && b  a || b                    a &    in the background\n"
         "  NAME=value   $NAME  $?  $1  \"$NAME b\"    *.c    files that match\n"
         "  $(a)         what a writes           $((N + 1))   a sum\n"
         "Over one line or several:\n"
         "  if a; then b; elif c; then d; else e; fi     while a; do b; done   until a; do b; done\n"
         "  for NAME in a b c; do d; done                case a in b|c*) d ;; esac\n"
         "  { a; b; }   ( a; b )   as one command\n"
         "Keys: arrows, Tab completes, Ctrl-A Ctrl-E Ctrl-K Ctrl-U Ctrl-W edit, Ctrl-C ends a\n"
         "program, Ctrl-Z stops it, Ctrl-D or exit turns the machine off.\n");
  return 0;
}

static int version(char **argv) {
  (void)argv;
  struct new_utsname name;
  sys(__NR_uname, &name);
  printf("Exo shell on %s %s %s %s\n", name.sysname, name.release, name.version, name.machine);
  return 0;
}

static int clear(char **argv) {
  (void)argv;
  return write_all(1, "\033[H\033[2J", 7) < 0;
}

static int echo(char **argv) {
  bool line = !argv[1] || strcmp(argv[1], "-n");
  for (char **word = argv + (line ? 1 : 2); *word; word++) {
    if (write_all(1, *word, strlen(*word)) < 0) return 1;
    if (word[1] && write_all(1, " ", 1) < 0) return 1;
  }
  return line && write_all(1, "\n", 1) < 0;
}

static int pwd(char **argv) {
  (void)argv;
  char path[4096];
  long error = sys(__NR_getcwd, path, sizeof path);
  if (error < 0) {
    dprintf(2, "pwd: %s\n", error_text(error));
    return 1;
  }
  printf("%s\n", path);
  return 0;
}

static int cd(char **argv) {
  const char *path = argv[1] ? argv[1] : get_variable("HOME");
  long error = sys_chdir(path ? path : "/");
  if (error) dprintf(2, "cd: %s: %s\n", path, error_text(error));
  return error != 0;
}

static int leave(char **argv) {
  leaving = true;
  return argv[1] ? (int)parse_long(argv[1]) & 0xff : last_status;
}

static int set_one(const char *word, bool exported) {
  const char *equals = strchr(word, '=');
  size_t length = equals ? (size_t)(equals - word) : strlen(word);
  if (!is_name(word, length)) {
    dprintf(2, "sh: %s: no name\n", word);
    return 1;
  }
  char name[64];
  snprintf(name, sizeof name, "%.*s", (int)length, word);
  const char *value = equals ? equals + 1 : get_variable(name);
  char *copy = strdup(value ? value : "");
  set_variable(name, copy, exported);
  free(copy);
  return 0;
}

static int export(char **argv) {
  int status = 0;
  for (char **word = argv + 1; *word; word++) status |= set_one(*word, true);
  if (!argv[1]) print_variables();
  return status;
}

static int set(char **argv) {
  (void)argv;
  print_variables();
  return 0;
}

static int unset(char **argv) {
  for (char **word = argv + 1; *word; word++) unset_variable(*word);
  return 0;
}

static int history(char **argv) {
  (void)argv;
  print_history();
  return 0;
}

static int jobs(char **argv) {
  (void)argv;
  return list_jobs();
}

static int fg(char **argv) { return resume_job(argv[1], true); }

static int bg(char **argv) { return resume_job(argv[1], false); }

static int wait(char **argv) {
  (void)argv;
  return wait_for_all();
}

static int kill(char **argv) {
  int signal = SIGTERM;
  char **target = argv + 1;
  if (*target && **target == '-') signal = (int)parse_long(*target++ + 1);
  int status = !*target;
  for (; *target; target++) {
    int pid = **target == '%' ? -job_group(*target) : (int)parse_long(*target);
    long error = pid ? sys_kill(pid, signal) : -1;
    if (error) {
      dprintf(2, "kill: %s: %s\n", *target, error_text(error));
      status = 1;
    }
  }
  return status;
}

static int succeed(char **argv) {
  (void)argv;
  return 0;
}

static int fail(char **argv) {
  (void)argv;
  return 1;
}

/* One line of standard input and no byte more, as it may be another program's. */
static int read_words(char **argv) {
  char line[1024], c = 0;
  size_t length = 0;
  long got;
  while ((got = sys_read(0, &c, 1)) == 1 && c != '\n')
    if (length + 1 < sizeof line) line[length++] = c;
  line[length] = 0;
  char *at = line;
  for (char **name = argv + 1; *name; name++) {
    while (*at == ' ' || *at == '\t') at++;
    char *end = at;
    while (name[1] && *end && *end != ' ' && *end != '\t') end++;
    if (!name[1]) end = line + length;
    bool more = *end;
    *end = 0;
    set_variable(*name, at, false);
    at = end + more;
  }
  return got != 1 && !length;
}

static int shift(char **argv) { return !shift_arguments(argv[1] ? (int)parse_long(argv[1]) : 1); }

static int end_loop(char **argv) {
  leave_loops(argv[1] ? (int)parse_long(argv[1]) : 1, false);
  return 0;
}

static int next_turn(char **argv) {
  leave_loops(argv[1] ? (int)parse_long(argv[1]) : 1, true);
  return 0;
}

static int source(char **argv) { return argv[1] ? run_file(argv[1]) : 2; }

static const struct {
  const char *name;
  Builtin *run;
} BUILTINS[] = {
    {"help", help},       {"version", version}, {"clear", clear},       {"echo", echo},
    {"pwd", pwd},         {"cd", cd},           {"exit", leave},        {"export", export},
    {"set", set},         {"unset", unset},     {"history", history},   {"jobs", jobs},
    {"fg", fg},           {"bg", bg},           {"wait", wait},         {"kill", kill},
    {"true", succeed},    {":", succeed},       {"false", fail},        {"test", test},
    {"[", test},          {"read", read_words}, {"shift", shift},       {"break", end_loop},
    {"continue", next_turn}, {"source", source}, {".", source},
};

const char *builtin_name(int number) {
  return number < (int)(sizeof BUILTINS / sizeof *BUILTINS) ? BUILTINS[number].name : NULL;
}

static int find(const char *name) {
  for (int i = 0; builtin_name(i); i++)
    if (!strcmp(builtin_name(i), name)) return i;
  return -1;
}

bool is_builtin(const char *name) { return find(name) >= 0; }

int run_builtin(char **argv) {
  int at = find(argv[0]);
  return at < 0 ? -1 : BUILTINS[at].run(argv);
}
