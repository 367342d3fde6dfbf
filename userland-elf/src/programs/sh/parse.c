#include "parse.h"

void skip_blanks(Input *in) {
  while (*in->at == ' ' || *in->at == '\t' || (*in->at == '\\' && in->at[1] == '\n'))
    in->at += *in->at == '\\' ? 2 : 1;
  if (*in->at == '#')
    while (*in->at && *in->at != '\n') in->at++;
}

void skip_lines(Input *in) {
  skip_blanks(in);
  while (*in->at == '\n') {
    in->at++;
    skip_blanks(in);
  }
}

bool ends_word(char c) { return !c || strchr(" \t\n;&|<>()", c); }

bool at_word(const Input *in, const char *word) {
  size_t length = strlen(word);
  return !strncmp(in->at, word, length) && ends_word(in->at[length]);
}

void expected(Input *in, const char *error) {
  if (in->error) return;
  in->error = error;
  in->more = !*in->at;
}

const char *skip_quoted(const char *at, char closing) {
  int depth = 0;
  for (; *at; at++) {
    if (*at == closing && depth == 0) return at + 1;
    if (closing == '\'') continue;
    if (*at == '\\' && at[1]) {
      at++;
    } else if (*at == '$' && at[1] == '(') {
      at = skip_quoted(at + 2, ')');
      if (!at) return NULL;
      at--;
    } else if (closing == ')') {
      if (*at == '\'' || *at == '"') {
        at = skip_quoted(at + 1, *at);
        if (!at) return NULL;
        at--;
      }
      depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
    }
  }
  return NULL;
}

char *take_word(Input *in) {
  const char *from = in->at, *to = from;
  while (to && !ends_word(*to)) {
    char c = *to++;
    if (c == '\\' && *to) to++;
    else if (c == '\'' || c == '"' || c == '`') to = skip_quoted(to, c);
    else if (c == '$' && *to == '(') to = skip_quoted(to + 1, ')');
  }
  if (!to) {
    in->error = "a quote or a $( is not closed";
    in->more = true;
    return NULL;
  }
  in->at = to;
  size_t length = (size_t)(to - from);
  char *word = malloc(length + 1);
  memcpy(word, from, length);
  word[length] = 0;
  return word;
}

void add_word(char ***words, int *count, char *word) {
  *words = realloc(*words, (size_t)(*count + 2) * sizeof **words);
  (*words)[(*count)++] = word;
  (*words)[*count] = NULL;
}

static bool at_redirection(const Input *in) {
  const char *c = in->at;
  while (*c >= '0' && *c <= '9') c++;
  return *c == '<' || *c == '>';
}

static Redirection *take_redirection(Input *in) {
  Redirection *r = calloc(1, sizeof *r);
  bool given = *in->at >= '0' && *in->at <= '9';
  int fd = given ? (int)parse_long(in->at) : 0;
  while (*in->at >= '0' && *in->at <= '9') in->at++;
  r->how = *in->at++;
  r->fd = given ? fd : r->how == '>';
  if (r->how == '>' && *in->at == '>') {
    r->how = 'a';
    in->at++;
  } else if (*in->at == '&') {
    r->how = '&';
    in->at++;
  }
  skip_blanks(in);
  if (ends_word(*in->at)) expected(in, "a redirection needs a file");
  else r->word = take_word(in);
  return r;
}

static Command *take_command(Input *in) {
  Command *command = calloc(1, sizeof *command);
  Redirection **last = &command->redirections;
  command->words = calloc(1, sizeof *command->words);
  skip_blanks(in);
  command->compound = take_compound(in);
  for (;;) {
    skip_blanks(in);
    if (in->error) break;
    if (at_redirection(in)) {
      *last = take_redirection(in);
      last = &(*last)->next;
    } else if (ends_word(*in->at) || command->compound) {
      break;
    } else {
      char *word = take_word(in);
      if (!word) break;
      add_word(&command->words, &command->count, word);
    }
  }
  if (!command->count && !command->redirections && !command->compound)
    expected(in, "a command is missing");
  return command;
}

static Pipeline *take_pipeline(Input *in) {
  Pipeline *pipeline = calloc(1, sizeof *pipeline);
  skip_blanks(in);
  const char *from = in->at;
  if (at_word(in, "!")) {
    pipeline->negated = true;
    in->at++;
  }
  Command **last = &pipeline->commands;
  for (;;) {
    *last = take_command(in);
    if (in->error || in->at[0] != '|' || in->at[1] == '|') break;
    last = &(*last)->next;
    in->at++;
    skip_lines(in);
  }
  const char *end = in->at;
  while (end > from && (end[-1] == ' ' || end[-1] == '\t')) end--;
  pipeline->text = malloc((size_t)(end - from) + 1);
  memcpy(pipeline->text, from, (size_t)(end - from));
  pipeline->text[end - from] = 0;
  return pipeline;
}

static bool at_end(const Input *in) {
  static const char *const CLOSING[] = {"then", "elif", "else", "fi", "do", "done", "esac", "}", NULL};
  if (!*in->at || *in->at == ')' || (in->at[0] == ';' && in->at[1] == ';')) return true;
  for (const char *const *word = CLOSING; *word; word++)
    if (at_word(in, *word)) return true;
  return false;
}

/* The sign behind a pipeline: what joins it to the next. */
static char take_join(Input *in, Pipeline *before) {
  skip_blanks(in);
  char c = *in->at;
  if ((c == '&' || c == '|') && in->at[1] == c) {
    in->at += 2;
    return c;
  }
  before->background = c == '&';
  if (c == '&' || c == '\n' || (c == ';' && in->at[1] != ';')) in->at++;
  else if (!at_end(in)) in->error = "a ; is missing";
  return ';';
}

Pipeline *take_list(Input *in) {
  Pipeline *first = NULL, **last = &first;
  char joined = ';';
  for (;;) {
    skip_lines(in);
    if (at_end(in)) {
      if (joined != ';') expected(in, "a command is missing");
      break;
    }
    *last = take_pipeline(in);
    (*last)->joined = joined;
    if (in->error) break;
    joined = take_join(in, *last);
    if (in->error) break;
    last = &(*last)->next;
  }
  return first;
}

Parsed parse(const char *text, Pipeline **pipelines) {
  Input in = {text, NULL, false};
  *pipelines = take_list(&in);
  if (!in.error && *in.at) in.error = "this closes nothing";
  if (!in.error) return PARSED;
  free_pipelines(*pipelines);
  *pipelines = NULL;
  if (in.more) return UNFINISHED;
  const char *end = in.at;
  while (*end && *end != '\n' && end < in.at + 20) end++;
  dprintf(2, "sh: %s%s%.*s\n", in.error, end > in.at ? ": " : "", (int)(end - in.at), in.at);
  return WRONG;
}

static void free_command(Command *command) {
  while (command->redirections) {
    Redirection *r = command->redirections;
    command->redirections = r->next;
    free(r->word);
    free(r);
  }
  free_names(command->words);
  free_compound(command->compound);
  free(command);
}

void free_pipelines(Pipeline *pipelines) {
  while (pipelines) {
    Pipeline *pipeline = pipelines;
    pipelines = pipeline->next;
    while (pipeline->commands) {
      Command *command = pipeline->commands;
      pipeline->commands = command->next;
      free_command(command);
    }
    free(pipeline->text);
    free(pipeline);
  }
}
