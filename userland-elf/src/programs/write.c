/* write FILE WORD...: writes a line into a file, which is made or replaced. */
#include "exo_file.h"
#include "exo_process.h"

int main(int argc, char **argv) {
  if (argc < 2) {
    dprintf(2, "Usage: write FILE WORD...\n");
    return 2;
  }
  long fd = sys_open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0666);
  long error = fd;
  for (int i = 2; i < argc && error >= 0; i++) {
    error = write_all((int)fd, argv[i], strlen(argv[i]));
    if (error >= 0) error = write_all((int)fd, i + 1 < argc ? " " : "\n", 1);
  }
  if (error < 0) dprintf(2, "write: %s: %s\n", argv[1], error_text(error));
  return error < 0;
}
