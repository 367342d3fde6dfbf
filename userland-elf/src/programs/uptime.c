/* uptime: how long the machine runs, and how busy it is. */
#include "exo_file.h"
#include "exo_memory.h"

int main(void) {
  char *up = read_file("/proc/uptime"), *load = read_file("/proc/loadavg");
  if (!up || !load) return 1;
  long seconds = parse_long(up);
  char *end = load;
  for (int spaces = 0; *end && (spaces += *end == ' ') < 3;) end++;
  *end = 0;
  printf("up %ld:%02ld:%02ld, load average %s\n", seconds / 3600, seconds / 60 % 60, seconds % 60,
         load);
  return 0;
}
