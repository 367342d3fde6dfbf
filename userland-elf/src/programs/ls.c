/* ls [-l] [-a] [FILE...]: lists files and folders. */
#include "exo_file.h"
#include "exo_memory.h"
#include "exo_process.h"
#include "exo_terminal.h"

static bool detailed, all, narrow;

static void print_mode(unsigned mode) {
  char text[11] = "?rwxrwxrwx";
  switch (mode & FILE_TYPE) {
    case FILE_FOLDER: text[0] = 'd'; break;
    case FILE_REGULAR: text[0] = '-'; break;
    case FILE_LINK: text[0] = 'l'; break;
    case FILE_CHARACTERS: text[0] = 'c'; break;
    case 0010000: text[0] = 'p'; break;
    case 0140000: text[0] = 's'; break;
  }
  for (int bit = 0; bit < 9; bit++)
    if (!(mode >> (8 - bit) & 1)) text[bit + 1] = '-';
  if (mode & 01000) text[9] = text[9] == 'x' ? 't' : 'T';
  printf("%s ", text);
}

static void print_one(const char *path, const char *name) {
  struct stat status;
  long error = sys_lstat(path, &status);
  if (error) {
    dprintf(2, "ls: %s: %s\n", path, error_text(error));
    return;
  }
  print_mode(status.st_mode);
  printf("%3lu %4u %4u ", status.st_nlink, status.st_uid, status.st_gid);
  if ((status.st_mode & FILE_TYPE) == FILE_CHARACTERS)
    printf("%4lu,%4lu ", status.st_rdev >> 8 & 0xfff, status.st_rdev & 0xff);
  else
    printf("%9ld ", status.st_size);
  char target[256];
  long n = (status.st_mode & FILE_TYPE) == FILE_LINK
               ? sys(__NR_readlink, path, target, sizeof target - 1) : -1;
  if (n >= 0) {
    target[n] = 0;
    printf("%s -> %s\n", name, target);
  } else {
    printf("%s\n", name);
  }
}

/* Names in columns, as many as fit; one a line when nobody looks. */
static void print_names(char **names) {
  size_t widest = 0, count = 0;
  for (char **name = names; *name; name++, count++)
    if (strlen(*name) > widest) widest = strlen(*name);
  size_t columns = narrow ? 1 : (size_t)window_columns(1) / (widest + 2);
  if (!columns) columns = 1;
  size_t rows = (count + columns - 1) / columns;
  for (size_t row = 0; row < rows; row++) {
    for (size_t i = row; i < count; i += rows) {
      bool last = i + rows >= count;
      printf("%-*s%s", last ? 0 : (int)widest, names[i], last ? "\n" : "  ");
    }
  }
}

static int list(const char *path) {
  struct stat status;
  long error = sys_stat(path, &status);
  if (error) error = sys_lstat(path, &status);
  if (error) {
    dprintf(2, "ls: %s: %s\n", path, error_text(error));
    return 1;
  }
  if ((status.st_mode & FILE_TYPE) != FILE_FOLDER) {
    if (detailed) print_one(path, path);
    else printf("%s\n", path);
    return 0;
  }
  char **names = read_folder(path);
  if (!names) {
    dprintf(2, "ls: %s: cannot be read\n", path);
    return 1;
  }
  char **shown = names;
  if (!all) {
    char **to = names;
    for (; *shown; shown++) {
      if (**shown == '.') free(*shown);
      else *to++ = *shown;
    }
    *to = NULL;
    shown = names;
  }
  if (!detailed) print_names(shown);
  for (; detailed && *shown; shown++) {
    char inner[4096];
    snprintf(inner, sizeof inner, "%s/%s", path, *shown);
    print_one(inner, *shown);
  }
  free_names(names);
  return 0;
}

int main(int argc, char **argv) {
  int first = 1;
  for (; first < argc && argv[first][0] == '-' && argv[first][1]; first++) {
    for (const char *option = argv[first] + 1; *option; option++) {
      if (*option == 'l') detailed = true;
      else if (*option == 'a') all = true;
      else if (*option == '1') narrow = true;
      else {
        dprintf(2, "Usage: ls [-l] [-a] [-1] [FILE...]\n");
        return 2;
      }
    }
  }
  if (!is_terminal(1)) narrow = true;
  if (first == argc) return list(".");
  int status = 0;
  for (int i = first; i < argc; i++) {
    if (argc - first > 1 && is_folder(argv[i])) printf("%s%s:\n", i > first ? "\n" : "", argv[i]);
    status |= list(argv[i]);
  }
  return status;
}
