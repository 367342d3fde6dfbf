/* reread [N [PATH]]: reads a file of 64 KiB from its beginning N times, to time large reads. */
#include "exo.h"

#include <asm/fcntl.h>

#define LENGTH 65536L

static char buffer[LENGTH];

int main(int argc, char **argv) {
  long n = argc > 1 ? parse_long(argv[1]) : 100000;
  const char *path = argc > 2 ? argv[2] : "/tmp/reread";
  int fd = (int)sys_open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (fd < 0) {
    dprintf(2, "reread: %s: error %d\n", path, -fd);
    return 1;
  }
  sys_unlink(path);
  for (long i = 0; i < LENGTH; i++) buffer[i] = (char)(i * 7);
  long result = write_all(fd, buffer, LENGTH);
  memset(buffer, 0, LENGTH);
  for (long i = 0; i < n && result >= 0; i++) {
    sys_lseek(fd, 0, 0);
    result = sys_read(fd, buffer, LENGTH);
    if (result != LENGTH) result = -1;
  }
  for (long i = 0; n > 0 && i < LENGTH; i++)
    if (buffer[i] != (char)(i * 7)) result = -1;
  if (result < 0) {
    dprintf(2, "reread: did not read what was written\n");
    return 1;
  }
  printf("%ld reads\n", n);
  return 0;
}
