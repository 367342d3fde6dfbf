/* Files and folders, whole. */
#ifndef EXO_FILE_H
#define EXO_FILE_H

#include "exo.h"

#include <asm/stat.h>
#include <linux/fcntl.h>

static inline long sys_stat(const char *path, struct stat *status) {
  return sys(__NR_stat, path, status);
}
static inline long sys_lstat(const char *path, struct stat *status) {
  return sys(__NR_lstat, path, status);
}

/* What of st_mode says what a file is: with the values of inode(7). */
#define FILE_TYPE 0170000
#define FILE_FOLDER 0040000
#define FILE_REGULAR 0100000
#define FILE_LINK 0120000
#define FILE_CHARACTERS 0020000

static inline bool is_folder(const char *path) {
  struct stat status;
  return sys_stat(path, &status) == 0 && (status.st_mode & FILE_TYPE) == FILE_FOLDER;
}

/* A file's content and a 0 behind it, to be freed; NULL when it cannot be read. */
char *read_file(const char *path);

/* The names in a folder but . and .., sorted, with NULL behind the last; NULL when it cannot be
 * read. */
char **read_folder(const char *path);
void free_names(char **names);

/* Sorts strings. */
void sort_names(char **names, size_t count);

/* Reads lines of a descriptor. */
typedef struct {
  int fd;
  size_t at, end;
  char buffer[4096];
} Lines;

/* The next line without its end mark, cut at size - 1; false at the end. */
bool read_line(Lines *lines, char *to, size_t size);

#endif
