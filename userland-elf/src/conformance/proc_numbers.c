// Numbers of /proc/self and getrusage(2) that follow what the process does: none is always zero.
#include "conformance.h"
#include "fixtures.h"
#include "waiting.h"

static char text[262144];

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

static long number_at(const char *at) {
  while (*at == ' ' || *at == '\t') at++;
  bool negative = *at == '-';
  long value = 0;
  for (at += negative; *at >= '0' && *at <= '9'; at++) value = value * 10 + *at - '0';
  return negative ? -value : value;
}

// Behind a name in the text that was read last, or -1.
static long number(const char *name) {
  const char *at = find(text, name);
  return at ? number_at(at + length(name)) : -1;
}

// A field of /proc/self/stat by its number in proc(5), from 3 on.
static long stat_field(int wanted) {
  read_all("/proc/self/stat");
  const char *at = find(text, ") ") + 2;
  for (int field = 3; field < wanted; at++) field += *at == ' ';
  return number_at(at);
}

// A field of /proc/self/statm, from 1 on.
static long statm_field(int wanted) {
  read_all("/proc/self/statm");
  const char *at = text;
  for (int field = 1; field < wanted; at++) field += *at == ' ';
  return number_at(at);
}

struct io { long rchar, wchar, syscr, syscw, length; };

static struct io io_now(void) {
  struct io now;
  now.length = read_all("/proc/self/io");
  now.rchar = number("rchar:");
  now.wchar = number("wchar:");
  now.syscr = number("syscr:");
  now.syscw = number("syscw:");
  return now;
}

// What happened since, without the two reads that looking before took.
static void show_io(struct io before) {
  struct io now = io_now();
  show("rchar", now.rchar - before.rchar - before.length);
  show("wchar", now.wchar - before.wchar);
  show("syscr", now.syscr - before.syscr - 2);
  show("syscw", now.syscw - before.syscw);
}

static _Noreturn void leave(void) {
  for (;;) sys(exit_group, 0);
}

static void touch(uint8_t *pages, unsigned long count) {
  for (unsigned long i = 0; i < count; i++) ((volatile uint8_t *)pages)[i * PAGE] = 1;
}

CASE(io_of_nothing) {
  struct io before = io_now();
  show_io(before);
}

CASE(io_of_reads_and_writes) {
  char bytes[16];
  int fd = new_file("f", "hello");
  struct io before = io_now();
  sys(read, fd, bytes, 16);
  sys(pread64, fd, bytes, 3, 0);
  sys(pwrite64, fd, "1234567", 7, 0);
  sys(write, fd, "12", 2);
  show_io(before);
}

CASE(io_of_vectors) {
  char a[3], b[4];
  struct iovec vector[2] = {{a, 3}, {b, 4}};
  int fd = new_file("f", "0123456789");
  struct io before = io_now();
  sys(preadv, fd, vector, 2, 0, 0);
  sys(writev, fd, vector, 2);
  show_io(before);
}

CASE(io_that_fails) {
  int ends[2];
  char byte;
  sys(pipe2, ends, O_NONBLOCK);
  struct io before = io_now();
  sys(read, ends[0], &byte, 1);
  sys(read, 77, &byte, 1);
  sys(write, 77, &byte, 1);
  show_io(before);
}

CASE(io_of_copies) {
  int from = new_file("f", "0123456789");
  int to = new_file("g", "");
  long offset = 0;
  struct io before = io_now();
  sys(sendfile, to, from, &offset, 4);
  show_io(before);
}

CASE(io_of_children_waited_for) {
  char bytes[16];
  int fd = new_file("f", "hello");
  struct io before = io_now();
  long pid = sys(fork);
  if (pid == 0) {
    sys(pread64, fd, bytes, 5, 0);
    sys(write, fd, "123", 3);
    leave();
  }
  sys(wait4, pid, 0, 0, 0);
  show_io(before);
}

CASE(faults_of_children) {
  struct rusage before, after, child;
  long stat_before = stat_field(11);
  sys(getrusage, RUSAGE_CHILDREN, &before);
  long pid = sys(fork);
  if (pid == 0) {
    touch(new_pages(64), 64);
    sleep_milliseconds(1);
    leave();
  }
  sys(wait4, pid, 0, 0, &child);
  sys(getrusage, RUSAGE_CHILDREN, &after);
  check("counted", after.others[3] > before.others[3]);
  check("the-childs", after.others[3] - before.others[3] == child.others[3]);
  check("in-stat", stat_field(11) - stat_before == child.others[3]);
  check("slept", after.others[11] > before.others[11] && child.others[11] > 0);
  check("resident", after.maxrss >= 256 && child.maxrss >= 256);
}

CASE(switches) {
  struct rusage before, after;
  read_all("/proc/self/status");
  long seen = number("\nvoluntary_ctxt_switches:");
  sys(getrusage, RUSAGE_THREAD, &before);
  sleep_milliseconds(1);
  sleep_milliseconds(1);
  sys(getrusage, RUSAGE_THREAD, &after);
  read_all("/proc/self/status");
  check("in-status", number("\nvoluntary_ctxt_switches:") >= seen + 2);
  check("in-rusage", after.others[11] >= before.others[11] + 2);
}

CASE(program_and_libraries) {
  read_all("/proc/self/status");
  long program = number("\nVmExe:"), libraries = number("\nVmLib:"), tables = number("\nVmPTE:");
  check("program", program > 0);
  check("libraries", libraries >= 0);
  check("tables", tables >= 4 * 3);
  check("in-statm", statm_field(4) * 4 == program);
}

CASE(page_tables_grow) {
  read_all("/proc/self/status");
  long before = number("\nVmPTE:");
  for (unsigned long i = 1; i < 5; i++) {
    touch((uint8_t *)sys(mmap, i << 40, PAGE, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0), 1);
  }
  read_all("/proc/self/status");
  show("grown", number("\nVmPTE:") - before);
}

CASE(signals_in_stat) {
  set_action(SIGHUP, SIG_IGN, 0);
  set_action(SIGUSR1, (void *)leave, 0);
  block(bit(SIGINT) | bit(40));
  sys(tgkill, self(), own_thread(), SIGINT);
  show_hex("pending", (unsigned long)stat_field(31));
  show_hex("blocked", (unsigned long)stat_field(32));
  show_hex("ignored", (unsigned long)stat_field(33) & bit(SIGHUP));
  show_hex("caught", (unsigned long)stat_field(34));
  await_signal(bit(SIGINT), 0, 0);
}

CASE(priority_in_stat) {
  sys(setpriority, 0, 0, 19);
  show("nice", stat_field(18));
  show("wchan", stat_field(35));
}

// What all CPUs together were busy with: user, nice and system time, in ticks.
static long busy_ticks(void) {
  read_all("/proc/stat");
  const char *at = find(text, "cpu  ") + 4;
  long sum = 0;
  for (int field = 0; field < 3; field++) {
    sum += number_at(at);
    for (at++; *at != ' '; at++) {
    }
  }
  return sum;
}

CASE(busy_cpus) {
  long before = busy_ticks(), end = nanoseconds_now(2 /* CLOCK_PROCESS_CPUTIME_ID */) + 60 * MILLISECOND;
  while (nanoseconds_now(2) < end) {
  }
  check("counted", busy_ticks() > before);
}

CASE(memory_of_all) {
  read_all("/proc/meminfo");
  check("tables", number("\nPageTables:") > 0);
  check("mapped", number("\nMapped:") > 0);
  check("committed", number("\nCommitted_AS:") > 0);
  check("anonymous", number("\nActive(anon):") >= 0);
  read_all("/proc/vmstat");
  check("vmstat", number("\nnr_page_table_pages") > 0 && number("\nnr_mapped") > 0);
}

// What /proc/locks says of the lock of this kind that this process holds, from its kind to its mode, and its range.
static void show_lock(const char *kind, long holder) {
  read_all("/proc/locks");
  for (const char *line = text; *line;) {
    const char *end = find(line, "\n");
    const char *mode = find(line, "ADVISORY");
    const char *at = find(line, kind);
    if (at && mode && at < mode && mode < end && number_at(mode + 15) == holder) {
      show_bytes("lock", at, mode + 15 - at);
      for (at = mode + 16; *at != ' '; at++) {
      }
      for (at++; *at != ' '; at++) {
      }
      show_bytes("range", at + 1, end - at - 1);
      return;
    }
    line = end + 1;
  }
  put(" none");
}

CASE(locks) {
  int fd = new_file("f", "hello");
  show_lock("FLOCK ", self());
  sys(flock, fd, LOCK_EX);
  show_lock("FLOCK ", self());
  sys(flock, fd, LOCK_SH);
  show_lock("FLOCK ", self());
  struct flock range = {F_WRLCK, SEEK_SET, 10, 20, 0};
  sys(fcntl, fd, F_SETLK, &range);
  show_lock("POSIX ", self());
  range.l_type = F_RDLCK;
  range.l_start = 3;
  range.l_len = 0;
  sys(fcntl, fd, F_SETLK, &range);
  show_lock("POSIX ", self());
  sys(close, fd);
  show_lock("FLOCK ", self());
  show_lock("POSIX ", self());
}

// The smaps of one mapping: what follows its line.
static void read_mapping(const void *address) {
  char line[] = "\n7fffffffffff-";
  read_all("/proc/self/smaps");
  unsigned long at = (unsigned long)address;
  int digits = 0;
  char hex[16];
  for (; at; at >>= 4) hex[digits++] = "0123456789abcdef"[at & 15];
  for (int i = 0; i < digits; i++) line[1 + i] = hex[digits - 1 - i];
  line[1 + digits] = '-';
  line[2 + digits] = 0;
  const char *found = find(text, line);
  if (!found) {
    text[0] = 0;
    return;
  }
  long i = 0;
  const char *end = find(found, "\nVmFlags:");
  end = find(end + 1, "\n");
  for (; found < end; found++) text[i++] = *found;
  text[i] = 0;
}

CASE(smaps_of_touched_memory) {
  uint8_t *pages = new_pages(16);
  sys(madvise, pages, 16 * PAGE, 15 /* MADV_NOHUGEPAGE */);
  sys(mprotect, pages + 8 * PAGE, 8 * PAGE, PROT_NONE);
  touch(pages, 8);
  read_mapping(pages);
  show("size", number("\nSize:"));
  show("anonymous", number("\nAnonymous:"));
  show("dirty", number("\nPss_Dirty:"));
  show("private", number("\nPrivate_Dirty:"));
  show("swap", number("\nSwap:"));
  show("locked", number("\nLocked:"));
}

CASE(smaps_of_locked_memory) {
  uint8_t *pages = new_pages(4);
  sys(mprotect, pages + 3 * PAGE, PAGE, PROT_NONE);
  sys(mlock, pages, 3 * PAGE);
  read_mapping(pages);
  show("locked", number("\nLocked:"));
  check("flag", find(text, " lo ") != 0);
}

CASE(smaps_flags) {
  uint8_t *pages = new_pages(3);
  sys(mprotect, pages + 2 * PAGE, PAGE, PROT_NONE);
  sys(madvise, pages, 2 * PAGE, MADV_DONTFORK);
  sys(madvise, pages, 2 * PAGE, MADV_DONTDUMP);
  sys(madvise, pages, 2 * PAGE, MADV_RANDOM);
  read_mapping(pages);
  check("rights", find(text, "VmFlags: rd wr mr mw me ") != 0);
  check("dont-copy", find(text, " dc ") != 0);
  check("dont-dump", find(text, " dd ") != 0);
  check("random", find(text, " rr ") != 0);
  check("not-sequential", find(text, " sr ") == 0);
  check("not-shared", find(text, " sh ") == 0);
}

CASE(rollup) {
  read_all("/proc/self/smaps_rollup");
  long anonymous = number("\nPss_Anon:"), shared = number("\nPss_Shmem:");
  check("file", number("\nPss_File:") >= 0);
  uint8_t *pages = new_pages(50);
  sys(madvise, pages, 50 * PAGE, 15 /* MADV_NOHUGEPAGE */);
  touch(pages, 50);
  touch((uint8_t *)sys(mmap, 0, 20 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0),
        20);
  read_all("/proc/self/smaps_rollup");
  check("anonymous", number("\nPss_Anon:") >= anonymous + 200);
  check("shared", number("\nPss_Shmem:") >= shared + 80);
}

static long set_to(const char *file, const char *text) {
  int fd = (int)sys(openat, AT_FDCWD, file, O_WRONLY);
  if (fd < 0) return fd;
  long result = sys(write, fd, text, length(text));
  sys(close, fd);
  return result;
}

static void show_line(const char *label, const char *file) {
  char text[64];
  int fd = (int)sys(openat, AT_FDCWD, file, O_RDONLY);
  long count = sys(read, fd, text, sizeof text);
  sys(close, fd);
  show_bytes(label, text, count);
}

CASE(who_is_killed_when_memory_ends) {
  const char *adjustment = "/proc/self/oom_score_adj", *old = "/proc/self/oom_adj";
  show_line("first", adjustment);
  show("set", set_to(adjustment, "500\n"));
  show_line("set", adjustment);
  show_line("old", old);
  show("old-way", set_to(old, "9"));
  show_line("set", adjustment);
  show("most", set_to(adjustment, "1000"));
  show_line("most", adjustment);
  show_line("old", old);
  show("too-much", set_to(adjustment, "1001"));
  show("too-little", set_to(adjustment, "-1001"));
  show("no-number", set_to(adjustment, "many"));
  show("old-too-much", set_to(old, "16"));
  long child = sys(fork);
  if (child == 0) {
    show_line("inherited", adjustment);
    ready();
    sys(exit_group, 0);
  }
  int status;
  sys(wait4, child, &status, 0, 0);
}
