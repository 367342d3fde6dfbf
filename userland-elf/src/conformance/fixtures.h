// What many cases need: files, folders, memory with an edge. Included by conformance.h.
// A step of preparation that fails shows itself by a value on the line.
#ifndef CONFORMANCE_FIXTURES_H
#define CONFORMANCE_FIXTURES_H

#define PAGE 4096ul
#define WILD ((void *)0x7fffdead0000deadul)  // not canonical on any x86-64 machine with 47 bits
#define UNMAPPED ((void *)16ul)              // in the first page, never mapped

static inline long prepared(const char *what, long result) {
  if (result < 0) show(what, result);
  return result;
}

// A new file with this text, open for reading and writing at offset 0.
static inline int new_file(const char *path, const char *text) {
  int fd = (int)prepared("new-file", sys(openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_TRUNC, 0644));
  sys(pwrite64, fd, text, length(text), 0);
  return fd;
}

static inline void make_file(const char *path, const char *text) {
  sys(close, new_file(path, text));
}

static inline void make_folder(const char *path) {
  prepared("make-folder", sys(mkdir, path, 0755));
}

static inline int open_path(const char *path, long flags) {
  return (int)prepared("open", sys(openat, AT_FDCWD, path, flags, 0644));
}

// Reads a descriptor from offset 0, whatever its own offset is.
static inline void show_contents(const char *label, int fd) {
  char bytes[512];
  long count = sys(pread64, fd, bytes, sizeof bytes, 0);
  if (count < 0) {
    show(label, count);
  } else {
    show_bytes(label, bytes, count);
  }
}

static inline void show_file(const char *label, const char *path) {
  long fd = sys(openat, AT_FDCWD, path, O_RDONLY);
  if (fd < 0) {
    show(label, fd);
  } else {
    show_contents(label, (int)fd);
    sys(close, fd);
  }
}

static inline long size_of(int fd) {
  struct stat status;
  long result = sys(fstat, fd, &status);
  return result < 0 ? result : status.st_size;
}

static inline long offset_of(int fd) {
  return sys(lseek, fd, 0, SEEK_CUR);
}

static inline bool exists(const char *path) {
  struct stat status;
  return sys(lstat, path, &status) == 0;
}

// Private anonymous memory, readable and writable.
static inline uint8_t *new_pages(unsigned long count) {
  return (uint8_t *)prepared("new-pages", sys(mmap, 0, count * PAGE, PROT_READ | PROT_WRITE,
                                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

// The end of `count` pages; what lies behind faults.
static inline uint8_t *pages_before_fault(unsigned long count) {
  uint8_t *pages = new_pages(count + 1);
  sys(munmap, pages + count * PAGE, PAGE);
  return pages + count * PAGE;
}

// What the kernel may do at an address on the process's behalf: "rw", "r-" or "--".
static inline void show_access(const char *label, const void *address) {
  int ends[2];
  put_label(label);
  if (sys(pipe2, ends, 0) < 0) {
    put("no-pipe");
    return;
  }
  long readable = sys(write, ends[1], address, 1);
  long writable = readable == 1 ? sys(read, ends[0], address, 1) : -EFAULT;
  put(readable == 1 ? (writable == 1 ? "rw" : "r-") : "--");
  sys(close, ends[0]);
  sys(close, ends[1]);
}

static inline long nanoseconds_now(int clock) {
  struct timespec now = {0, 0};
  sys(clock_gettime, clock, &now);
  return now.tv_sec * 1000000000l + now.tv_nsec;
}

#endif
