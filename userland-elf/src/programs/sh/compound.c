/* Commands of commands, as they stand in a text. */
#include "parse.h"

static Compound *new_compound(Kind kind) {
  Compound *compound = calloc(1, sizeof *compound);
  compound->kind = kind;
  return compound;
}

static bool take(Input *in, const char *word, const char *error) {
  skip_lines(in);
  bool there = !in->error && at_word(in, word);
  if (there) in->at += strlen(word);
  else expected(in, error);
  return there;
}

/* At least one command. */
static Pipeline *take_body(Input *in) {
  Pipeline *body = take_list(in);
  if (!body) expected(in, "a command is missing");
  return body;
}

/* Behind if, elif or else. */
static Compound *take_branch(Input *in, bool conditional) {
  Compound *branch = new_compound(IF);
  if (conditional) {
    branch->condition = take_body(in);
    take(in, "then", "then is missing");
  }
  branch->body = in->error ? NULL : take_body(in);
  if (in->error) return branch;
  bool another = conditional && at_word(in, "elif");
  if (another || (conditional && at_word(in, "else"))) {
    in->at += 4;
    branch->next = take_branch(in, another);
  } else {
    take(in, "fi", "fi is missing");
  }
  return branch;
}

static void take_do(Input *in, Compound *loop) {
  if (!take(in, "do", "do is missing")) return;
  loop->body = take_body(in);
  take(in, "done", "done is missing");
}

static Compound *take_loop(Input *in, Kind kind) {
  Compound *loop = new_compound(kind);
  loop->condition = take_body(in);
  take_do(in, loop);
  return loop;
}

static Compound *take_for(Input *in) {
  Compound *loop = new_compound(FOR);
  skip_blanks(in);
  loop->name = take_word(in);
  if (loop->name && !is_name(loop->name, strlen(loop->name))) expected(in, "for needs a name");
  skip_blanks(in);
  if (at_word(in, "in")) {
    in->at += 2;
    int count = 0;
    loop->words = calloc(1, sizeof *loop->words);
    for (skip_blanks(in); !in->error && !ends_word(*in->at); skip_blanks(in)) {
      char *word = take_word(in);
      if (word) add_word(&loop->words, &count, word);
    }
  }
  if (*in->at == ';') in->at++;
  take_do(in, loop);
  return loop;
}

/* PATTERN|PATTERN) COMMANDS ;; */
static Compound *take_choice(Input *in) {
  Compound *choice = new_compound(CASE);
  int count = 0;
  choice->words = calloc(1, sizeof *choice->words);
  if (*in->at == '(') in->at++;
  for (;;) {
    skip_blanks(in);
    char *word = ends_word(*in->at) ? NULL : take_word(in);
    if (!word) {
      expected(in, "a pattern is missing");
      return choice;
    }
    add_word(&choice->words, &count, word);
    skip_blanks(in);
    if (*in->at != '|') break;
    in->at++;
  }
  if (*in->at != ')') {
    expected(in, "a ) is missing");
    return choice;
  }
  in->at++;
  choice->body = take_list(in);
  if (in->at[0] == ';' && in->at[1] == ';') in->at += 2;
  return choice;
}

static Compound *take_case(Input *in) {
  Compound *all = new_compound(CASE), **last = &all->next;
  skip_blanks(in);
  if (ends_word(*in->at)) expected(in, "case needs a word");
  else all->name = take_word(in);
  take(in, "in", "in is missing");
  for (skip_lines(in); !in->error && !at_word(in, "esac"); skip_lines(in)) {
    *last = take_choice(in);
    last = &(*last)->next;
  }
  take(in, "esac", "esac is missing");
  return all;
}

static Compound *take_group(Input *in, Kind kind, char closing) {
  Compound *group = new_compound(kind);
  group->body = take_body(in);
  if (!in->error && *in->at == closing) in->at++;
  else expected(in, closing == ')' ? "a ) is missing" : "a } is missing");
  return group;
}

Compound *take_compound(Input *in) {
  static const struct {
    const char *word;
    Kind kind;
  } OPENING[] = {{"if", IF},   {"while", WHILE}, {"until", UNTIL}, {"for", FOR},
                 {"case", CASE}, {"{", GROUP}};
  if (*in->at == '(') {
    in->at++;
    return take_group(in, SUBSHELL, ')');
  }
  for (size_t i = 0; i < sizeof OPENING / sizeof *OPENING; i++) {
    if (!at_word(in, OPENING[i].word)) continue;
    in->at += strlen(OPENING[i].word);
    switch (OPENING[i].kind) {
      case IF: return take_branch(in, true);
      case FOR: return take_for(in);
      case CASE: return take_case(in);
      case GROUP: return take_group(in, GROUP, '}');
      default: return take_loop(in, OPENING[i].kind);
    }
  }
  return NULL;
}

void free_compound(Compound *compound) {
  while (compound) {
    Compound *next = compound->next;
    free_pipelines(compound->condition);
    free_pipelines(compound->body);
    free(compound->name);
    free_names(compound->words);
    free(compound);
    compound = next;
  }
}
