/* wc [-l] [-w] [-c] [FILE...]: counts lines, words and bytes. */
#include "exo_file.h"
#include "exo_process.h"

static bool want_lines, want_words, want_bytes;

static void print(const long counts[3], const char *name) {
  const bool wanted[3] = {want_lines, want_words, want_bytes};
  int shown = 0;
  for (int i = 0; i < 3; i++) {
    if (wanted[i]) printf(shown++ ? " %ld" : "%ld", counts[i]);
  }
  printf(name ? " %s\n" : "\n", name);
}

static void count(int fd, long counts[3]) {
  char buffer[16384];
  bool in_word = false;
  for (long n; (n = sys_read(fd, buffer, sizeof buffer)) > 0;) {
    counts[2] += n;
    for (long i = 0; i < n; i++) {
      char c = buffer[i];
      bool space = c == ' ' || (c >= '\t' && c <= '\r');
      counts[0] += c == '\n';
      counts[1] += !space && !in_word;
      in_word = !space;
    }
  }
}

int main(int argc, char **argv) {
  int first = 1;
  for (; first < argc && argv[first][0] == '-'; first++) {
    for (const char *o = argv[first] + 1; *o; o++) {
      want_lines |= *o == 'l';
      want_words |= *o == 'w';
      want_bytes |= *o == 'c';
    }
  }
  if (!want_lines && !want_words && !want_bytes) want_lines = want_words = want_bytes = true;
  if (first == argc) {
    long counts[3] = {0, 0, 0};
    count(0, counts);
    print(counts, NULL);
  }
  int status = 0;
  for (int i = first; i < argc; i++) {
    long fd = sys_open(argv[i], O_RDONLY, 0);
    if (fd < 0) {
      dprintf(2, "wc: %s: %s\n", argv[i], error_text(fd));
      status = 1;
      continue;
    }
    long counts[3] = {0, 0, 0};
    count((int)fd, counts);
    print(counts, argv[i]);
    sys_close((int)fd);
  }
  return status;
}
