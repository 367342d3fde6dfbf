/* echo [-n] [WORD...]: writes its arguments. */
#include "exo.h"

int main(int argc, char **argv) {
  int first = argc > 1 && !strcmp(argv[1], "-n") ? 2 : 1;
  for (int i = first; i < argc; i++) {
    if (write_all(1, argv[i], strlen(argv[i])) < 0) return 1;
    if (i + 1 < argc && write_all(1, " ", 1) < 0) return 1;
  }
  return first == 1 && write_all(1, "\n", 1) < 0;
}
