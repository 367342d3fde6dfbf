#include "sh.h"

#include <linux/limits.h>

#define LONGEST 1024
#define REMEMBERED 200

enum { CTRL_A = 1, CTRL_B, CTRL_C, CTRL_D, CTRL_E, CTRL_F, BACKSPACE = 8, TAB, LINE_FEED, CTRL_K,
       CTRL_L, ENTER, CTRL_N = 14, CTRL_P = 16, CTRL_U = 21, CTRL_W = 23, ESCAPE = 27, DELETE = 127 };

static char *history[REMEMBERED];
static int history_count;

/* The line as it is, and where the cursor is in it. */
static char line[LONGEST];
static int length, cursor;
static const char *shown_prompt;
static int prompt_columns;

void print_history(void) {
  for (int i = 0; i < history_count; i++) printf("%5d  %s\n", i + 1, history[i]);
}

static void remember(const char *text) {
  if (!*text || (history_count && !strcmp(history[history_count - 1], text))) return;
  if (history_count == REMEMBERED) {
    free(history[0]);
    memmove(history, history + 1, (REMEMBERED - 1) * sizeof *history);
    history_count--;
  }
  history[history_count++] = strdup(text);
}

/* Draws the line again; of a long one the part around the cursor. */
static void draw(void) {
  int room = window_columns(1) - prompt_columns - 1;
  if (room < 8) room = 8;
  int from = cursor > room ? cursor - room : 0;
  int seen = length - from < room ? length - from : room;
  char text[LONGEST + 256];
  int n = snprintf(text, sizeof text, "\r%s%.*s\033[K", shown_prompt, seen, line + from);
  int back = seen - (cursor - from);
  if (back > 0) n += snprintf(text + n, sizeof text - (size_t)n, "\033[%dD", back);
  write_all(1, text, (size_t)n);
}

static void insert(const char *text, int count) {
  if (length + count >= LONGEST) return;
  memmove(line + cursor + count, line + cursor, (size_t)(length - cursor));
  memcpy(line + cursor, text, (size_t)count);
  length += count;
  cursor += count;
}

static void erase(int from, int to) {
  memmove(line + from, line + to, (size_t)(length - to));
  length -= to - from;
  cursor = from;
}

static void replace(const char *text) {
  length = 0;
  cursor = 0;
  insert(text, (int)strlen(text));
}

/* ---- Tab ---- */

typedef struct {
  char common[PATH_MAX];
  int count;
} Matches;

static void consider(Matches *matches, const char *start, const char *name) {
  size_t typed = strlen(start);
  if (strncmp(name, start, typed) || (*name == '.' && *start != '.')) return;
  /* A builtin may be a program too. */
  if (matches->count == 1 && !strcmp(matches->common, name)) return;
  if (matches->count++ == 0) {
    snprintf(matches->common, sizeof matches->common, "%s", name);
    return;
  }
  size_t same = 0;
  while (matches->common[same] && matches->common[same] == name[same]) same++;
  matches->common[same] = 0;
}

static void consider_folder(Matches *matches, const char *folder, const char *start) {
  char **names = read_folder(folder);
  for (char **name = names; name && *name; name++) consider(matches, start, *name);
  free_names(names);
}

static void show_matches(const char *folder, const char *start, bool command) {
  write_all(1, "\r\n", 2);
  for (int i = 0; command && builtin_name(i); i++)
    if (!strncmp(builtin_name(i), start, strlen(start))) printf("%s  ", builtin_name(i));
  char **names = read_folder(folder);
  for (char **name = names; name && *name; name++)
    if (!strncmp(*name, start, strlen(start)) && (**name != '.' || *start == '.'))
      printf("%s  ", *name);
  free_names(names);
  write_all(1, "\r\n", 2);
}

static void complete(bool again) {
  int from = cursor;
  while (from && !strchr(" \t;|&<>", line[from - 1])) from--;
  int before = from;
  while (before && line[before - 1] == ' ') before--;
  char word[PATH_MAX], folder[PATH_MAX];
  snprintf(word, sizeof word, "%.*s", cursor - from, line + from);
  char *slash = strrchr(word, '/');
  const char *start = slash ? slash + 1 : word;
  bool command = !slash && (!before || strchr(";|&", line[before - 1]));
  if (command) snprintf(folder, sizeof folder, "/bin");
  else if (!slash) snprintf(folder, sizeof folder, ".");
  else snprintf(folder, sizeof folder, "%.*s", (int)(slash - word) + 1, word);
  static Matches matches;
  matches.count = 0;
  for (int i = 0; command && builtin_name(i); i++) consider(&matches, start, builtin_name(i));
  consider_folder(&matches, folder, start);
  if (!matches.count) return;
  size_t typed = strlen(start);
  bool grows = strlen(matches.common) > typed;
  insert(matches.common + typed, (int)(strlen(matches.common) - typed));
  if (matches.count == 1) {
    char path[2 * PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, matches.common);
    insert(!command && is_folder(path) ? "/" : " ", 1);
  } else if (!grows && again) {
    show_matches(folder, start, command);
  }
}

/* ---- keys ---- */

static int read_key(void) {
  unsigned char c;
  return sys_read(0, &c, 1) == 1 ? c : -1;
}

/* What follows an escape: A to D of arrows, H, F, or the digit of ESC [ n ~. */
static int read_sequence(void) {
  int c = read_key();
  if (c != '[' && c != 'O') return 0;
  c = read_key();
  if (c < '0' || c > '9') return c;
  int digit = c;
  while (c >= '0' && c <= '9') c = read_key();
  return c == '~' ? digit : 0;
}

static void recall(int *at, int by) {
  int to = *at + by;
  if (to < 0 || to > history_count) return;
  *at = to;
  replace(to < history_count ? history[to] : "");
}

static void move(int key, int *at) {
  switch (key) {
    case 'A': recall(at, -1); break;
    case 'B': recall(at, 1); break;
    case 'C': cursor += cursor < length; break;
    case 'D': cursor -= cursor > 0; break;
    case 'H': case '1': cursor = 0; break;
    case 'F': case '4': cursor = length; break;
    case '3':
      if (cursor < length) erase(cursor, cursor + 1);
      break;
  }
}

static void erase_word(void) {
  int from = cursor;
  while (from && line[from - 1] == ' ') from--;
  while (from && line[from - 1] != ' ') from--;
  erase(from, cursor);
}

/* One key; false at the end of the line. */
static bool edit(int key, int *at, bool again) {
  switch (key) {
    case ENTER: case LINE_FEED: return false;
    case CTRL_A: cursor = 0; break;
    case CTRL_B: cursor -= cursor > 0; break;
    case CTRL_E: cursor = length; break;
    case CTRL_F: cursor += cursor < length; break;
    case CTRL_K: length = cursor; break;
    case CTRL_U: erase(0, cursor); break;
    case CTRL_W: erase_word(); break;
    case CTRL_L: write_all(1, "\033[H\033[2J", 7); break;
    case CTRL_N: move('B', at); break;
    case CTRL_P: move('A', at); break;
    case CTRL_D: move('3', at); break;
    case BACKSPACE: case DELETE:
      if (cursor) erase(cursor - 1, cursor);
      break;
    case TAB: complete(again); break;
    case ESCAPE: move(read_sequence(), at); break;
    case CTRL_C:
      write_all(1, "^C", 2);
      length = cursor = 0;
      interrupted = true;
      return false;
    default: {
      if (key < ' ') return true;
      char c = (char)key;
      insert(&c, 1);
      if (cursor == length && length + prompt_columns < window_columns(1)) {
        write_all(1, &c, 1);
        return true;
      }
    }
  }
  draw();
  return true;
}

char *edit_line(const char *prompt) {
  struct termios settings;
  raw_keys(0, &settings);
  shown_prompt = prompt;
  prompt_columns = (int)strlen(prompt);
  length = cursor = 0;
  int at = history_count, before = 0;
  bool ended = false;
  draw();
  for (;;) {
    int key = read_key();
    ended = key < 0 || (key == CTRL_D && !length);
    if (ended || !edit(key, &at, before == TAB)) break;
    before = key;
  }
  line[length] = 0;
  set_keys(0, &settings);
  write_all(1, "\n", 1);
  if (ended) return NULL;
  remember(line);
  return line;
}
