#include "exo_file.h"

#include "exo_memory.h"

typedef struct {
  unsigned long inode;
  long offset;
  unsigned short length;
  unsigned char type;
  char name[];
} Entry;

char *read_file(const char *path) {
  long fd = sys_open(path, O_RDONLY, 0);
  if (fd < 0) return NULL;
  size_t size = 4096, length = 0;
  char *text = malloc(size);
  while (text) {
    long n = sys_read((int)fd, text + length, size - length - 1);
    if (n <= 0) break;
    length += (size_t)n;
    if (length + 1 == size) text = realloc(text, size *= 2);
  }
  sys_close((int)fd);
  if (text) text[length] = 0;
  return text;
}

void sort_names(char **names, size_t count) {
  for (size_t i = 1; i < count; i++) {
    char *name = names[i];
    size_t at = i;
    for (; at && strcmp(names[at - 1], name) > 0; at--) names[at] = names[at - 1];
    names[at] = name;
  }
}

char **read_folder(const char *path) {
  long fd = sys_open(path, O_RDONLY | O_DIRECTORY, 0);
  if (fd < 0) return NULL;
  size_t size = 64, count = 0;
  char **names = malloc(size * sizeof *names);
  char buffer[8192];
  long n;
  while (names && (n = sys(__NR_getdents64, fd, buffer, sizeof buffer)) > 0) {
    for (long at = 0; names && at < n; at += ((Entry *)(buffer + at))->length) {
      const char *name = ((Entry *)(buffer + at))->name;
      if (!strcmp(name, ".") || !strcmp(name, "..")) continue;
      if (count + 1 == size) names = realloc(names, (size *= 2) * sizeof *names);
      if (names) names[count++] = strdup(name);
    }
  }
  sys_close((int)fd);
  if (!names) return NULL;
  names[count] = NULL;
  sort_names(names, count);
  return names;
}

void free_names(char **names) {
  if (!names) return;
  for (char **name = names; *name; name++) free(*name);
  free(names);
}

bool read_line(Lines *lines, char *to, size_t size) {
  size_t length = 0;
  for (;;) {
    if (lines->at == lines->end) {
      long n = sys_read(lines->fd, lines->buffer, sizeof lines->buffer);
      if (n <= 0) {
        to[length] = 0;
        return length > 0;
      }
      lines->at = 0;
      lines->end = (size_t)n;
    }
    char c = lines->buffer[lines->at++];
    if (c == '\n') {
      to[length] = 0;
      return true;
    }
    if (length + 1 < size) to[length++] = c;
  }
}
