/* rmdir FOLDER...: removes empty folders. */
#include "exo_process.h"

int main(int argc, char **argv) {
  int status = 0;
  for (int i = 1; i < argc; i++) {
    long error = sys_rmdir(argv[i]);
    if (error) {
      dprintf(2, "rmdir: %s: %s\n", argv[i], error_text(error));
      status = 1;
    }
  }
  if (argc < 2) dprintf(2, "Usage: rmdir FOLDER...\n");
  return argc < 2 ? 2 : status;
}
