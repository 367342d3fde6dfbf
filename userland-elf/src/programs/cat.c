/* cat [FILE...]: writes files, or what comes in, one after the other. */
#include "exo_file.h"
#include "exo_process.h"

static int copy(int fd, const char *name) {
  char buffer[16384];
  for (;;) {
    long n = sys_read(fd, buffer, sizeof buffer);
    if (n < 0) {
      dprintf(2, "cat: %s: %s\n", name, error_text(n));
      return 1;
    }
    if (n == 0) return 0;
    if (write_all(1, buffer, (size_t)n) < 0) return 1;
  }
}

int main(int argc, char **argv) {
  if (argc < 2) return copy(0, "standard input");
  int status = 0;
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "-")) {
      status |= copy(0, "standard input");
      continue;
    }
    long fd = sys_open(argv[i], O_RDONLY, 0);
    if (fd < 0) {
      dprintf(2, "cat: %s: %s\n", argv[i], error_text(fd));
      status = 1;
      continue;
    }
    status |= copy((int)fd, argv[i]);
    sys_close((int)fd);
  }
  return status;
}
