#include "sh.h"

typedef struct {
  const char *at;
  const char *error;
} Input;

static void skip_blanks(Input *in) {
  while (*in->at == ' ' || *in->at == '\t' || (*in->at == '\\' && in->at[1] == '\n'))
    in->at += *in->at == '\\' ? 2 : 1;
  if (*in->at == '#')
    while (*in->at && *in->at != '\n') in->at++;
}

static bool ends_word(char c) { return !c || strchr(" \t\n;&|<>", c); }

/* A word as it stands, quotes and all. */
static char *take_word(Input *in) {
  const char *from = in->at;
  while (!ends_word(*in->at)) {
    char c = *in->at++;
    if (c == '\\' && *in->at) {
      in->at++;
    } else if (c == '\'' || c == '"') {
      while (*in->at && *in->at != c) in->at += c == '"' && *in->at == '\\' && in->at[1] ? 2 : 1;
      if (!*in->at) {
        in->error = "a quote is not closed";
        return NULL;
      }
      in->at++;
    }
  }
  size_t length = (size_t)(in->at - from);
  char *word = malloc(length + 1);
  memcpy(word, from, length);
  word[length] = 0;
  return word;
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
  if (ends_word(*in->at)) in->error = "a redirection needs a file";
  else r->word = take_word(in);
  return r;
}

static Command *take_command(Input *in) {
  Command *command = calloc(1, sizeof *command);
  Redirection **last = &command->redirections;
  command->words = calloc(1, sizeof *command->words);
  for (;;) {
    skip_blanks(in);
    if (in->error) break;
    if (at_redirection(in)) {
      *last = take_redirection(in);
      last = &(*last)->next;
    } else if (ends_word(*in->at)) {
      break;
    } else {
      char *word = take_word(in);
      if (!word) break;
      command->words = realloc(command->words,
                               (size_t)(command->count + 2) * sizeof *command->words);
      command->words[command->count++] = word;
      command->words[command->count] = NULL;
    }
  }
  if (!in->error && !command->count && !command->redirections) in->error = "a command is missing";
  return command;
}

static Pipeline *take_pipeline(Input *in) {
  Pipeline *pipeline = calloc(1, sizeof *pipeline);
  skip_blanks(in);
  const char *from = in->at;
  if (in->at[0] == '!' && (in->at[1] == ' ' || in->at[1] == '\t')) {
    pipeline->negated = true;
    in->at++;
  }
  Command **last = &pipeline->commands;
  for (;;) {
    *last = take_command(in);
    if (in->error || in->at[0] != '|' || in->at[1] == '|') break;
    last = &(*last)->next;
    in->at++;
  }
  const char *end = in->at;
  while (end > from && (end[-1] == ' ' || end[-1] == '\t')) end--;
  pipeline->text = malloc((size_t)(end - from) + 1);
  memcpy(pipeline->text, from, (size_t)(end - from));
  pipeline->text[end - from] = 0;
  return pipeline;
}

/* The sign between two pipelines; 0 at the end. */
static char take_join(Input *in, Pipeline *before) {
  skip_blanks(in);
  if (in->at[0] == '&' && in->at[1] == '&') {
    in->at += 2;
    return '&';
  }
  if (in->at[0] == '|' && in->at[1] == '|') {
    in->at += 2;
    return '|';
  }
  before->background = *in->at == '&';
  if (*in->at) in->at++;
  return ';';
}

Pipeline *parse(const char *line, bool *empty) {
  Input in = {line, NULL};
  Pipeline *first = NULL, **last = &first;
  char joined = ';';
  for (;;) {
    skip_blanks(&in);
    while (joined == ';' && *in.at == '\n') {
      in.at++;
      skip_blanks(&in);
    }
    if (!*in.at && joined == ';') break;
    *last = take_pipeline(&in);
    (*last)->joined = joined;
    if (in.error) break;
    joined = take_join(&in, *last);
    last = &(*last)->next;
  }
  *empty = !first;
  if (in.error) {
    dprintf(2, "sh: %s\n", in.error);
    free_pipelines(first);
    return NULL;
  }
  return first;
}

static void free_command(Command *command) {
  while (command->redirections) {
    Redirection *r = command->redirections;
    command->redirections = r->next;
    free(r->word);
    free(r);
  }
  free_names(command->words);
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
