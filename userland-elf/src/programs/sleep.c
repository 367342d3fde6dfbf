/* sleep SECONDS: waits; a fraction is allowed. */
#include "exo_time.h"

int main(int argc, char **argv) {
  if (argc != 2) {
    dprintf(2, "Usage: sleep SECONDS\n");
    return 2;
  }
  long millis = parse_long(argv[1]) * 1000;
  const char *point = strchr(argv[1], '.');
  long unit = 100;
  for (const char *c = point ? point + 1 : ""; *c >= '0' && *c <= '9'; c++, unit /= 10)
    millis += (*c - '0') * unit;
  return sleep_millis(millis) != 0;
}
