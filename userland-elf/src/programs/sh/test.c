/* test EXPRESSION, [ EXPRESSION ]: files, strings and numbers compared. */
#include "sh.h"

static bool of_file(char what, const char *path) {
  struct stat status;
  long error = what == 'L' || what == 'h' ? sys_lstat(path, &status) : sys_stat(path, &status);
  if (error) return false;
  unsigned type = status.st_mode & FILE_TYPE;
  switch (what) {
    case 'd': return type == FILE_FOLDER;
    case 'f': return type == FILE_REGULAR;
    case 'c': return type == FILE_CHARACTERS;
    case 'L':
    case 'h': return type == FILE_LINK;
    case 's': return status.st_size > 0;
    case 'r': return !sys(__NR_access, path, 4);
    case 'w': return !sys(__NR_access, path, 2);
    case 'x': return !sys(__NR_access, path, 1);
  }
  return true;
}

static int one(const char *sign, const char *word) {
  if (!strcmp(sign, "!")) return *word != 0;
  if (sign[0] != '-' || !sign[1] || sign[2] || !strchr("nzdfcLhsrwxe", sign[1])) return 2;
  if (sign[1] == 'n') return !*word;
  if (sign[1] == 'z') return *word != 0;
  return !of_file(sign[1], word);
}

static int two(const char *a, const char *sign, const char *b) {
  static const char *const NUMBERS[] = {"-eq", "-ne", "-lt", "-le", "-gt", "-ge"};
  if (!strcmp(sign, "=") || !strcmp(sign, "==")) return strcmp(a, b) != 0;
  if (!strcmp(sign, "!=")) return !strcmp(a, b);
  long x = parse_long(a), y = parse_long(b);
  const bool holds[] = {x == y, x != y, x < y, x <= y, x > y, x >= y};
  for (int i = 0; i < 6; i++)
    if (!strcmp(sign, NUMBERS[i])) return !holds[i];
  return 2;
}

int test(char **argv) {
  int count = 0, status = 2;
  bool negated = false;
  while (argv[count]) count++;
  if (!strcmp(argv[0], "[")) {
    if (strcmp(argv[count - 1], "]")) {
      dprintf(2, "[: a ] is missing\n");
      return 2;
    }
    count--;
  }
  for (count--, argv++; count > 1 && !strcmp(*argv, "!"); count--, argv++) negated = !negated;
  if (count == 0) status = 1;
  if (count == 1) status = !**argv;
  if (count == 2) status = one(argv[0], argv[1]);
  if (count == 3) status = two(argv[0], argv[1], argv[2]);
  if (status == 2) dprintf(2, "test: no such comparison\n");
  return negated && status < 2 ? !status : status;
}
