// What /proc/self tells.
#include "conformance.h"

static char text[65536];

static long read_all(const char *path) {
  long total = 0, count;
  int fd = open_path(path, O_RDONLY);
  while ((count = sys(read, fd, text + total, sizeof text - 1 - (unsigned long)total)) > 0) {
    total += count;
  }
  sys(close, fd);
  text[total] = 0;
  return total;
}

static const char *find(const char *in, const char *what) {
  size_t count = length(what);
  for (; *in; in++) {
    if (memcmp(in, what, count) == 0) return in;
  }
  return 0;
}

static unsigned long parse_hex(const char **at) {
  unsigned long value = 0;
  for (;; (*at)++) {
    char c = **at;
    if (c >= '0' && c <= '9') {
      value = value * 16 + (unsigned long)(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      value = value * 16 + (unsigned long)(c - 'a') + 10;
    } else {
      return value;
    }
  }
}

// The protection letters of the mapping that holds an address, or "none".
static void show_mapping(const char *label, const void *address) {
  read_all("/proc/self/maps");
  for (const char *at = text; *at;) {
    unsigned long start = parse_hex(&at);
    at++;
    unsigned long end = parse_hex(&at);
    if (start <= (unsigned long)address && (unsigned long)address < end) {
      show_bytes(label, at + 1, 4);
      return;
    }
    while (*at && *at++ != '\n') {
    }
  }
  show_text(label, "none");
}

CASE(fd_links) {
  char path[32] = "/proc/self/fd/3", target[4200], here[4200];
  int fd = new_file("f", "x");
  path[14] = (char)('0' + fd);
  long count = sys(readlink, path, target, sizeof target);
  long here_length = sys(getcwd, here, sizeof here) - 1;
  check("in-folder", count == here_length + 2 && memcmp(target, here, (size_t)here_length) == 0);
  show_bytes("name", target + here_length, count - here_length);
  sys(unlink, "f");
  count = sys(readlink, path, target, sizeof target);
  show_bytes("unlinked", target + here_length, count - here_length);
  sys(close, fd);
  try("closed", readlink, path, target, sizeof target);
}

CASE(fd_of_a_pipe) {
  char path[32] = "/proc/self/fd/3", target[64];
  int ends[2];
  sys(pipe2, ends, 0);
  path[14] = (char)('0' + ends[0]);
  long count = sys(readlink, path, target, sizeof target);
  check("named", count > 7 && memcmp(target, "pipe:[", 6) == 0 && target[count - 1] == ']');
}

CASE(exe) {
  struct stat linked;
  char target[4200];
  long count = sys(readlink, "/proc/self/exe", target, sizeof target - 1);
  check("absolute", count > 0 && target[0] == '/');
  target[count < 0 ? 0 : count] = 0;
  check("ends-in-proc", count >= 4 && same(target + count - 4, "proc"));
  try("stat", stat, "/proc/self/exe", &linked);
  show_octal("kind", linked.st_mode & S_IFMT);
  int fd = (int)try("open", openat, AT_FDCWD, "/proc/self/exe", O_RDONLY);
  sys(read, fd, text, 4);
  show_bytes("magic", text, 4);
}

CASE(cwd_and_root) {
  char target[4200], here[4200];
  sys(getcwd, here, sizeof here);
  long count = sys(readlink, "/proc/self/cwd", target, sizeof target - 1);
  target[count < 0 ? 0 : count] = 0;
  check("cwd", same(target, here));
  show_bytes("root", target, sys(readlink, "/proc/self/root", target, sizeof target));
}

CASE(pid_folder) {
  char target[32];
  long pid = 0, count = sys(readlink, "/proc/self", target, sizeof target);
  for (long i = 0; i < count; i++) pid = pid * 10 + target[i] - '0';
  check("self-is-pid", pid == sys(getpid));
}

CASE(cmdline) {
  long count = read_all("/proc/self/cmdline");
  size_t first = length(text);
  check("name", first >= 4 && same(text + first - 4, "proc"));
  check("zero-terminated", count > 0 && text[count - 1] == 0);
}

CASE(comm) {
  read_all("/proc/self/comm");
  show_text("comm", text);
  sys(prctl, PR_SET_NAME, "another");
  read_all("/proc/self/comm");
  show_text("renamed", text);
}

CASE(status) {
  read_all("/proc/self/status");
  check("name", find(text, "Name:\t") == text);
  check("state", find(text, "\nState:\tR (running)\n") != 0);
  check("threads", find(text, "\nThreads:\t1\n") != 0);
  check("sizes", find(text, "\nVmSize:\t") != 0 && find(text, "\nVmRSS:\t") != 0);
  check("ids", find(text, "\nPid:\t") != 0 && find(text, "\nUid:\t") != 0);
}

CASE(maps) {
  static const char constant[] = "constant";
  static char variable = 1;
  uint8_t *pages = new_pages(3);
  show_mapping("code", (void *)_start);
  show_mapping("constant", constant);
  show_mapping("variable", &variable);
  show_mapping("stack", &pages);
  show_mapping("pages", pages);
  sys(mprotect, pages + PAGE, PAGE, PROT_READ);
  show_mapping("read-only", pages + PAGE);
  show_mapping("behind", pages + 2 * PAGE);
  sys(munmap, pages, PAGE);
  show_mapping("unmapped", pages);
  long shared = sys(mmap, 0, PAGE, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  show_mapping("shared", (void *)shared);
}

CASE(maps_names) {
  int fd = new_file("mapped-file", "x");
  sys(mmap, 0, PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
  long start = sys(brk, 0);
  sys(brk, start + (long)PAGE);
  read_all("/proc/self/maps");
  check("file", find(text, "/mapped-file\n") != 0);
  check("stack", find(text, "[stack]\n") != 0);
  check("heap", find(text, "[heap]\n") != 0);
  check("itself", find(text, "/proc\n") != 0);
}

CASE(files_are_read_only_text) {
  struct stat status;
  try("stat", stat, "/proc/self/maps", &status);
  show_octal("mode", status.st_mode);
  show("size", status.st_size);
  try("missing", stat, "/proc/self/no-such-file", &status);
  try("create", openat, AT_FDCWD, "/proc/self/new", O_RDWR | O_CREAT, 0644);
}

CASE(reading_in_small_pieces) {
  static char pieces[65536];
  long count = read_all("/proc/self/cmdline"), total = 0, got;
  int fd = open_path("/proc/self/cmdline", O_RDONLY);
  while ((got = sys(read, fd, pieces + total, 3)) > 0) total += got;
  check("equal", total == count && memcmp(text, pieces, (size_t)count) == 0);
  try("seek", lseek, fd, 0, SEEK_SET);
  check("again", sys(read, fd, pieces, 2) == 2 && pieces[0] == text[0]);
}

CASE(system_files) {
  read_all("/proc/meminfo");
  check("memory", find(text, "MemTotal:") == text && find(text, "\nMemFree:") != 0);
  read_all("/proc/cpuinfo");
  check("processor", find(text, "processor\t: 0\n") == text && find(text, "\nflags\t\t: ") != 0);
}

CASE(folders_are_no_text) {
  char c;
  int fd = open_path("/proc/self", O_RDONLY | O_DIRECTORY);
  try("read", read, fd, &c, 1);
  try("read-nothing", read, fd, &c, 0);
  try("pread", pread64, fd, &c, 1, 0);
  sys(close, fd);
}
