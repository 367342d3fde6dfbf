// What is left when a program has ended: its descriptors and its files, a line of text each.
#ifndef EXECUTOR_END_H
#define EXECUTOR_END_H

#include <asm/poll.h>
#include <asm/stat.h>
#include <linux/fcntl.h>

#include "executor_form.h"

struct entry {
  uint64_t inode, next;
  uint16_t length;
  uint8_t type;
  char name[];
};

#define DIRECTORY 0200000
#define NO_FOLLOW 0400000
#define KIND 0170000

/* Enough for a name and a line; a longer text is cut, the same on both sides. */
static void line(struct trace *t, const char *text) {
  size_t length = strlen(text);
  if (t->tail + length <= TAIL) {
    memcpy(t->text + t->tail, text, length);
    t->tail += length;
  }
}

static void list_descriptors(struct trace *t) {
  /* Asks poll which are there, since 64 calls would cost more than most programs. */
  struct pollfd all[64];
  for (int fd = 0; fd < 64; fd++) all[fd] = (struct pollfd){.fd = fd};
  sys(__NR_poll, all, 64, 0);
  for (int fd = 0; fd < 64; fd++) {
    if (all[fd].revents & POLLNVAL) continue;
    long flags = sys(__NR_fcntl, fd, 3 /* F_GETFL */, 0);
    if (flags < 0) continue;
    struct stat s;
    long stated = sys(__NR_fstat, fd, &s);
    unsigned kind = stated == 0 ? s.st_mode & KIND : 0;
    bool regular = kind == 0100000;
    char text[160];
    snprintf(text, sizeof text, "fd %d flags 0x%lx cloexec %ld at %ld mode 0x%x size %ld\n", fd,
             (unsigned long)flags, sys(__NR_fcntl, fd, 1 /* F_GETFD */, 0), kind == 0040000 ? 0 : sys_lseek(fd, 0, 1),
             stated == 0 ? s.st_mode : 0, regular ? (long)s.st_size : 0);
    line(t, text);
  }
}

static uint64_t digest(int fd, uint64_t length) {
  static uint8_t block[4096];
  uint64_t hash = 0xcbf29ce484222325;
  uint64_t most = 16 * sizeof block;
  for (uint64_t done = 0; done < length && done < most;) {
    long n = sys(__NR_pread64, fd, block, sizeof block, done);
    if (n <= 0) break;
    memset(block + n, 0, sizeof block - n);
    for (long i = 0; i < n; i += 8) {
      uint64_t word;
      memcpy(&word, block + i, sizeof word);
      hash = (hash ^ word) * 0x100000001b3;
      hash ^= hash >> 29;
    }
    done += n;
  }
  return hash;
}

/* Lists a folder, which it closes; its entries in whatever order they come. */
static void list_files(struct trace *t, int folder, const char *above, int depth) {
  char entries[1024];
  long got;
  while ((got = sys(__NR_getdents64, folder, entries, sizeof entries)) > 0) {
    for (char *at = entries; at < entries + got; at += ((struct entry *)at)->length) {
      const char *name = ((struct entry *)at)->name;
      if (!strcmp(name, ".") || !strcmp(name, "..")) continue;
      struct stat s;
      if (sys(__NR_newfstatat, folder, name, &s, 0x100) < 0) continue;
      char path[160], text[320];
      snprintf(path, sizeof path, "%s/%s", above, name);
      int fd = -1;
      unsigned kind = s.st_mode & KIND;
      uint64_t sum = 0;
      bool is_folder = kind == 0040000;
      if (kind == 0100000) {
        fd = (int)sys_openat(folder, name, NO_FOLLOW | 04000, 0);
        sum = fd < 0 ? 0 : digest(fd, s.st_size);
        if (fd >= 0) sys_close(fd);
      } else if (kind == 0120000) {
        char target[128] = "";
        sys(__NR_readlinkat, folder, name, target, sizeof target - 1);
        for (char *c = target; *c; c++) sum = sum * 31 + (uint8_t)*c;
      }
      snprintf(text, sizeof text, "file %s mode 0x%x links %lu owner %u:%u size %ld sum %lx\n", path,
               s.st_mode, s.st_nlink, s.st_uid, s.st_gid, is_folder ? 0 : (long)s.st_size, sum);
      line(t, text);
      if (is_folder && depth < 6) {
        fd = (int)sys_openat(folder, name, DIRECTORY | NO_FOLLOW, 0);
        if (fd >= 0) list_files(t, fd, path, depth + 1);
      }
    }
  }
  sys_close(folder);
}

#endif
