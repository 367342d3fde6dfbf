/* Runs commands of commands. */
#include "sh.h"

volatile bool interrupted;

/* How many loops are being left, and whether the last of them goes on. */
static int loops, leaves;
static bool continues;

void leave_loops(int count, bool goes_on) {
  leaves = count < loops ? count : loops;
  continues = goes_on;
}

bool halted(void) { return leaving || interrupted || leaves; }

/* Behind each part of a loop: whether the loop ends there. */
static bool loop_ends(void) {
  if (leaving || interrupted) return true;
  if (!leaves) return false;
  leaves--;
  return leaves || !continues;
}

static int run_if(const Compound *branch) {
  for (; branch; branch = branch->next) {
    if (branch->condition) {
      run_list(branch->condition);
      if (halted()) return last_status;
      if (last_status) continue;
    }
    run_list(branch->body);
    return last_status;
  }
  return 0;
}

static int run_while(const Compound *loop) {
  int status = 0;
  for (;;) {
    run_list(loop->condition);
    if (halted()) {
      if (loop_ends()) return status;
      continue;
    }
    if (!last_status != (loop->kind == WHILE)) return status;
    run_list(loop->body);
    status = last_status;
    if (loop_ends()) return status;
  }
}

static int run_for(const Compound *loop) {
  static char *const ARGUMENTS[] = {"$@", NULL};
  int status = 0;
  char **words = expand_words(loop->words ? loop->words : (char **)ARGUMENTS);
  for (char **word = words; *word; word++) {
    set_variable(loop->name, *word, false);
    run_list(loop->body);
    status = last_status;
    if (loop_ends()) break;
  }
  free_names(words);
  return status;
}

static const Compound *choice_for(const Compound *all, const char *text) {
  for (const Compound *choice = all->next; choice; choice = choice->next)
    for (char **pattern = choice->words; *pattern; pattern++)
      if (matches_pattern(text, *pattern)) return choice;
  return NULL;
}

static int run_case(const Compound *all) {
  char *text = expand_word(all->name);
  const Compound *choice = choice_for(all, text);
  free(text);
  last_status = 0;
  if (choice) run_list(choice->body);
  return last_status;
}

int run_compound(const Compound *compound) {
  int status;
  switch (compound->kind) {
    case IF: return run_if(compound);
    case CASE: return run_case(compound);
    case WHILE:
    case UNTIL:
    case FOR:
      loops++;
      status = compound->kind == FOR ? run_for(compound) : run_while(compound);
      loops--;
      return status;
    default: run_list(compound->body); return last_status;
  }
}
