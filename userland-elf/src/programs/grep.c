/* grep [-v] TEXT [FILE...]: shows the lines that have a text in them, or those that do not. */
#include "exo_file.h"
#include "exo_process.h"

static bool contains(const char *line, const char *text) {
  size_t length = strlen(text);
  for (;; line++) {
    if (!strncmp(line, text, length)) return true;
    if (!*line) return false;
  }
}

static bool search(int fd, const char *text, bool without, const char *name) {
  static Lines lines;
  static char line[8192];
  lines.fd = fd;
  lines.at = lines.end = 0;
  bool found = false;
  while (read_line(&lines, line, sizeof line)) {
    if (contains(line, text) == without) continue;
    found = true;
    if (name) printf("%s:", name);
    if (write_all(1, line, strlen(line)) < 0 || write_all(1, "\n", 1) < 0) break;
  }
  return found;
}

int main(int argc, char **argv) {
  bool without = argc > 1 && !strcmp(argv[1], "-v");
  int text = without ? 2 : 1;
  if (text >= argc) {
    dprintf(2, "Usage: grep [-v] TEXT [FILE...]\n");
    return 2;
  }
  if (text + 1 == argc) return !search(0, argv[text], without, NULL);
  bool found = false;
  for (int i = text + 1; i < argc; i++) {
    long fd = sys_open(argv[i], O_RDONLY, 0);
    if (fd < 0) {
      dprintf(2, "grep: %s: %s\n", argv[i], error_text(fd));
      continue;
    }
    found |= search((int)fd, argv[text], without, argc - text > 2 ? argv[i] : NULL);
    sys_close((int)fd);
  }
  return !found;
}
