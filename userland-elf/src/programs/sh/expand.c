#include "sh.h"

#define MOST_VARIABLES 256

typedef struct {
  char *text; /* NAME=VALUE */
  bool exported;
} Variable;

static Variable variables[MOST_VARIABLES];
static int variable_count;
static char **arguments;

static int find(const char *name) {
  size_t length = strlen(name);
  for (int i = 0; i < variable_count; i++)
    if (!strncmp(variables[i].text, name, length) && variables[i].text[length] == '=') return i;
  return -1;
}

const char *get_variable(const char *name) {
  int at = find(name);
  return at < 0 ? NULL : variables[at].text + strlen(name) + 1;
}

void set_variable(const char *name, const char *value, bool exported) {
  size_t size = strlen(name) + strlen(value) + 2;
  char *text = malloc(size);
  snprintf(text, size, "%s=%s", name, value);
  int at = find(name);
  if (at >= 0) {
    free(variables[at].text);
    variables[at].text = text;
    variables[at].exported |= exported;
  } else if (variable_count < MOST_VARIABLES) {
    variables[variable_count++] = (Variable){text, exported};
  } else {
    dprintf(2, "sh: too many variables\n");
    free(text);
  }
  /* exec_program looks for PATH in the environment. */
  environ = exported_variables();
}

void unset_variable(const char *name) {
  int at = find(name);
  if (at < 0) return;
  free(variables[at].text);
  variables[at] = variables[--variable_count];
  environ = exported_variables();
}

void print_variables(void) {
  for (int i = 0; i < variable_count; i++)
    printf("%s%s\n", variables[i].exported ? "export " : "", variables[i].text);
}

char **exported_variables(void) {
  static char *exported[MOST_VARIABLES + 1];
  int count = 0;
  for (int i = 0; i < variable_count; i++)
    if (variables[i].exported) exported[count++] = variables[i].text;
  exported[count] = NULL;
  return exported;
}

void set_arguments(char **newArguments) { arguments = newArguments; }

static bool starts_name(char c) { return c == '_' || ((c | 32) >= 'a' && (c | 32) <= 'z'); }

bool is_name(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++)
    if (!starts_name(text[i]) && (i == 0 || text[i] < '0' || text[i] > '9')) return false;
  return length > 0;
}

/* ---- one word ---- */

/* Text with a mark for each byte that was quoted: such a byte is no pattern and no blank. */
typedef struct {
  char *bytes;
  bool *quoted;
  size_t length, size;
} Text;

static void put(Text *text, char c, bool quoted) {
  if (text->length + 1 >= text->size) {
    text->size = text->size ? text->size * 2 : 64;
    text->bytes = realloc(text->bytes, text->size);
    text->quoted = realloc(text->quoted, text->size * sizeof *text->quoted);
  }
  text->bytes[text->length] = c;
  text->quoted[text->length++] = quoted;
  text->bytes[text->length] = 0;
}

static void put_all(Text *text, const char *s, bool quoted) {
  while (s && *s) put(text, *s++, quoted);
}

static void put_number(Text *text, long number, bool quoted) {
  char digits[24];
  snprintf(digits, sizeof digits, "%ld", number);
  put_all(text, digits, quoted);
}

static int argument_count(void) {
  int count = 0;
  while (arguments && arguments[count]) count++;
  return count;
}

bool shift_arguments(int count) {
  if (count < 0 || count >= argument_count()) return count == 0;
  char **to = arguments + 1;
  while ((*to = to[count])) to++;
  return true;
}

static void put_arguments(Text *text, bool quoted) {
  for (int i = 1; i < argument_count(); i++) {
    if (i > 1) put(text, ' ', false);
    put_all(text, arguments[i], quoted);
  }
}

/* What stands behind a $( or in backquotes: the output of commands. */
static const char *put_output(Text *text, const char *at, char closing, bool quoted) {
  const char *end = skip_quoted(at, closing);
  char *commands = end ? strdup(at) : calloc(1, 1);
  if (end) commands[end - at - 1] = 0;
  char *output = output_of(commands);
  put_all(text, output, quoted);
  free(output);
  free(commands);
  return end ? end : at + strlen(at);
}

/* What stands behind a $((: a number. */
static const char *put_value(Text *text, const char *at, const char *end, bool quoted) {
  char *raw = strdup(at);
  raw[end - at - 2] = 0;
  char *expression = expand_word(raw);
  long value;
  if (calculate(expression, &value)) put_number(text, value, quoted);
  else last_status = 1;
  free(expression);
  free(raw);
  return end;
}

/* What stands behind a $; answers where it ends. */
static const char *put_variable(Text *text, const char *at, bool quoted) {
  char name[64];
  if (*at == '(') {
    const char *end = at[1] == '(' ? skip_quoted(at + 1, ')') : NULL;
    if (end && end[-2] == ')') return put_value(text, at + 2, end, quoted);
    return put_output(text, at + 1, ')', quoted);
  }
  bool braces = *at == '{';
  if (braces) at++;
  if (*at == '?') {
    put_number(text, last_status, quoted);
    at++;
  } else if (*at == '$') {
    put_number(text, shell_pid, quoted);
    at++;
  } else if (*at == '#') {
    put_number(text, argument_count() ? argument_count() - 1 : 0, quoted);
    at++;
  } else if (*at == '@' || *at == '*') {
    put_arguments(text, quoted);
    at++;
  } else if (*at >= '0' && *at <= '9') {
    if (*at - '0' < argument_count()) put_all(text, arguments[*at - '0'], quoted);
    at++;
  } else if (starts_name(*at)) {
    size_t length = 1;
    while (is_name(at, length + 1)) length++;
    snprintf(name, sizeof name, "%.*s", (int)length, at);
    put_all(text, get_variable(name), quoted);
    at += length;
  } else {
    put(text, '$', quoted);
    if (braces) put(text, '{', quoted);
    return at;
  }
  return braces && *at == '}' ? at + 1 : at;
}

/* Whether there were quotes: "" is a word, an empty variable is none. */
static bool expand(const char *word, Text *text) {
  bool quotes = false;
  char in = 0;
  if (*word == '~' && (!word[1] || word[1] == '/')) {
    put_all(text, get_variable("HOME"), true);
    word++;
  }
  while (*word) {
    char c = *word++;
    if (in == '\'' ? c == '\'' : in ? c == '"' : c == '\'' || c == '"') {
      quotes = true;
      in = in ? 0 : c;
    } else if (in != '\'' && c == '$') {
      word = put_variable(text, word, in);
    } else if (in != '\'' && c == '`') {
      word = put_output(text, word, '`', in);
    } else if (in != '\'' && c == '\\' && *word && (!in || strchr("\"\\$`", *word))) {
      put(text, *word++, true);
    } else {
      put(text, c, in);
    }
  }
  return quotes;
}

char *expand_word(const char *word) {
  Text text = {0};
  expand(word, &text);
  free(text.quoted);
  return text.bytes ? text.bytes : calloc(1, 1);
}

/* ---- patterns ---- */

static bool matches(const char *pattern, const bool *quoted, const char *name) {
  for (; *pattern; pattern++, quoted++, name++) {
    if (*pattern == '*' && !*quoted) {
      for (;; name++) {
        if (matches(pattern + 1, quoted + 1, name)) return true;
        if (!*name) return false;
      }
    }
    if (!*name || (*pattern != *name && (*pattern != '?' || *quoted))) return false;
  }
  return !*name;
}

bool matches_pattern(const char *text, const char *pattern) {
  Text expanded = {0};
  put(&expanded, 0, false);
  expanded.length = 0;
  expand(pattern, &expanded);
  bool same = matches(expanded.bytes, expanded.quoted, text);
  free(expanded.bytes);
  free(expanded.quoted);
  return same;
}

typedef struct {
  char **names;
  size_t count;
} Words;

static void add(Words *words, char *word) {
  words->names = realloc(words->names, (words->count + 2) * sizeof *words->names);
  words->names[words->count++] = word;
  words->names[words->count] = NULL;
}

static bool has_pattern(const char *word, const bool *quoted, size_t length) {
  for (size_t i = 0; i < length; i++)
    if ((word[i] == '*' || word[i] == '?') && !quoted[i]) return true;
  return false;
}

/* Files that match a pattern in the last part of a path, or the word itself. */
static void add_matches(Words *words, const char *word, const bool *quoted, size_t length) {
  size_t from = length;
  while (from && word[from - 1] != '/') from--;
  char folder[1024], pattern[1024];
  snprintf(folder, sizeof folder, "%.*s", (int)from, word);
  snprintf(pattern, sizeof pattern, "%.*s", (int)(length - from), word + from);
  char **names = has_pattern(word + from, quoted + from, length - from)
                     ? read_folder(from ? folder : ".") : NULL;
  size_t before = words->count;
  for (char **name = names; name && *name; name++) {
    if ((**name != '.' || *pattern == '.') && matches(pattern, quoted + from, *name)) {
      size_t size = from + strlen(*name) + 1;
      char *path = malloc(size);
      snprintf(path, size, "%s%s", folder, *name);
      add(words, path);
    }
  }
  free_names(names);
  if (words->count == before) {
    char *copy = malloc(length + 1);
    memcpy(copy, word, length);
    copy[length] = 0;
    add(words, copy);
  }
}

char **expand_words(char **raw) {
  Words words = {calloc(1, sizeof(char *)), 0};
  for (; *raw; raw++) {
    Text text = {0};
    bool quotes = expand(*raw, &text);
    size_t from = 0;
    if (!text.length && quotes) add(&words, calloc(1, 1));
    /* A variable's value falls apart at its blanks; what was typed has none outside of quotes. */
    for (size_t i = 0; i <= text.length && text.length; i++) {
      bool blank = i < text.length && !text.quoted[i] && strchr(" \t\n", text.bytes[i]);
      if (blank || i == text.length) {
        if (i > from) add_matches(&words, text.bytes + from, text.quoted + from, i - from);
        from = i + 1;
      }
    }
    free(text.bytes);
    free(text.quoted);
  }
  return words.names;
}
