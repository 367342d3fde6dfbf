/* free: memory there is and memory in use, KiB. */
#include "exo_file.h"

static long field(const char *text, const char *name) {
  size_t length = strlen(name);
  while (*text) {
    if (!strncmp(text, name, length)) {
      text += length;
      while (*text == ' ') text++;
      return parse_long(text);
    }
    const char *end = strchr(text, '\n');
    if (!end) break;
    text = end + 1;
  }
  return 0;
}

int main(void) {
  char *info = read_file("/proc/meminfo");
  if (!info) return 1;
  long total = field(info, "MemTotal:"), unused = field(info, "MemFree:");
  long cached = field(info, "Cached:"), available = field(info, "MemAvailable:");
  printf("%10s%11s%11s%11s%11s\n", "", "total", "used", "free", "available");
  printf("%-10s%11ld%11ld%11ld%11ld\n", "Mem:", total, total - unused, unused, available);
  printf("%-10s%11ld\n", "of files:", cached);
  return 0;
}
