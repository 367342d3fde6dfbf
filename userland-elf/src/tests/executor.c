/*
 * executor [contained]: runs generated programs of system calls, one after the other, each in a
 * process, a folder and a memory of its own, and tells what each call answered. Programs come from
 * standard input, traces go to standard output, both after their length in four bytes.
 *
 * The same file runs under Exo and on the machine itself; there always as `contained`, which puts
 * itself into namespaces of its own before it reads the first program, or ends with 3.
 */
#include <linux/mount.h>
#include <linux/time_types.h>
#include <linux/wait.h>

#include "executor_container.h"
#include "executor_end.h"
#include "executor_form.h"
#include "executor_run.h"

#define SIGCHLD_SET (1ul << 16)
#define STILL 20000000l /* ns without progress that make a process blocked, several times in a row */
#define STILLS 3

static bool contained;

static bool read_all(void *to, size_t length) {
  for (size_t done = 0; done < length;) {
    long n = sys_read(0, (char *)to + done, length - done);
    if (n <= 0) return false;
    done += n;
  }
  return true;
}

/* A small tree that programs find; what cannot be made is missing on both sides. */
static void make_files(void) {
  static char text[4500];
  for (unsigned i = 0; i < sizeof text; i += 9) memcpy(text + i, "0123 678\n", 9);
  sys(__NR_umask, 022);
  int fd = (int)sys_open("/file0", 0102, 0644);
  sys_write(fd, text, sizeof text);
  sys_close(fd);
  sys_mkdir("/dir0", 0755);
  sys_close((int)sys_open("/dir0/file1", 0102, 0600));
  sys(__NR_symlink, "file0", "/link0");
  sys(__NR_symlink, "loop0", "/loop0");
  sys(__NR_mknod, "/fifo0", 0010644, 0);
  sys_close((int)sys_open("/secret0", 0102, 0));
  sys_open("/std0", 0102, 0644);
  sys(__NR_dup, 0);
  sys(__NR_dup, 0);
}

/* Whoever started the fuzzer may ignore some: Java does. */
static void reset_signals(void) {
  uint64_t by_default[4] = {0};
  for (int signal = 1; signal <= 64; signal++) sys(__NR_rt_sigaction, signal, by_default, 0, 8);
}

static void may_be_killed(const char *adjustment) {
  int fd = (int)must("oom_score_adj", sys_open("/p/self/oom_score_adj", 1, 0));
  sys_write(fd, adjustment, strlen(adjustment));
  sys_close(fd);
}

static _Noreturn void be_program(void) {
  uint64_t none = 0;
  if (!contained) may_be_killed("0");
  sys(__NR_close_range, 0, ~0u, 0);
  sys(__NR_setsid);
  must("chroot", sys(__NR_chroot, "/w"));
  must("chdir", sys(__NR_chdir, "/"));
  if (!contained) {
    must("setgroups", sys(__NR_setgroups, 0, 0));
    must("setresgid", sys(__NR_setresgid, INNER, INNER, INNER));
    must("setresuid", sys(__NR_setresuid, INNER, INNER, INNER));
  }
  sys(__NR_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0);
  drop_capabilities();
  make_files();
  sys_mmap((void *)DATA, DATA_SIZE, 3, 0x32, -1, 0);
  sys_mmap((void *)SPARE, SPARE_SIZE / 2, 3, 0x32, -1, 0);
  set_limits();
  fill(KNOWN + KNOWN_HANDLER, (int64_t)on_signal);
  fill(KNOWN + KNOWN_RESTORER, (int64_t)restorer);
  fill(KNOWN + KNOWN_PID, sys_getpid());
  fill(KNOWN + KNOWN_TID, sys_getpid());
  trace->pid = sys_getpid();
  reset_signals();
  if (contained) filter_calls();
  sys(__NR_rt_sigprocmask, 2, &none, 0, 8);

  run_calls(0, words[0]);
  while (sys(__NR_wait4, -1, 0, __WALL, 0) > 0) continue;
  while (__atomic_load_n(&trace->live, __ATOMIC_ACQUIRE) > 0) {
    struct __kernel_timespec nap = {0, 1000000};
    sys(__NR_nanosleep, &nap, 0);
  }
  list_descriptors(trace);
  exit(0);
}

/* Waits for the process, or until nothing has moved for some time; then it is killed. */
static void await(long child) {
  uint64_t set = SIGCHLD_SET;
  uint32_t before = 0;
  for (int still = 0;;) {
    if (sys(__NR_wait4, child, &trace->status, WNOHANG | __WALL, 0) == child) return;
    struct __kernel_timespec nap = {0, STILL};
    long got = sys(__NR_rt_sigtimedwait, &set, 0, &nap, 8);
    if (got != -11) continue;
    uint32_t now = __atomic_load_n(&trace->progress, __ATOMIC_ACQUIRE);
    still = now == before ? still + 1 : 0;
    before = now;
    if (still == STILLS) {
      trace->blocked = 1;
      sys_kill((int)child, 9);
      sys(__NR_wait4, child, &trace->status, __WALL, 0);
      return;
    }
  }
}

/* The folder is new, and nobody else has it. */
static void run_in_folder(void) {
  must("tmpfs", sys(__NR_mount, "tmpfs", "/w", "tmpfs", MS_NOSUID | MS_NODEV,
                    "size=4m,nr_inodes=200,mode=755,uid=1000,gid=1000"));
  long child = must("fork", sys(__NR_fork));
  if (child == 0) be_program();
  await(child);
  int root = (int)sys_open("/w", DIRECTORY, 0);
  if (root >= 0) list_files(trace, root, "", 0);
}

/* What a program has left in queues, sets and segments; in the container they end with it. */
static void remove_ipc(void) {
  char entries[1024];
  long got;
  char name[300] = "/q/";
  int folder = (int)must("/q", sys_open("/q", DIRECTORY, 0));
  while ((got = sys(__NR_getdents64, folder, entries, sizeof entries)) > 0) {
    for (char *at = entries; at < entries + got; at += ((struct entry *)at)->length) {
      const char *last = ((struct entry *)at)->name;
      if (!strcmp(last, ".") || !strcmp(last, "..")) continue;
      memcpy(name + 3, last, strlen(last) + 1);
      must(name, sys(__NR_unlink, name));
    }
    sys_lseek(folder, 0, 0);
    if (got <= 48) break; /* the two that every folder has */
  }
  sys_close(folder);
  for (long i = sys(__NR_msgctl, 0, 12 /* MSG_INFO */, entries); i >= 0; i--) {
    long id = sys(__NR_msgctl, i, 11 /* MSG_STAT */, entries);
    if (id >= 0) sys(__NR_msgctl, id, 0 /* IPC_RMID */, 0);
  }
  for (long i = sys(__NR_semctl, 0, 0, 19 /* SEM_INFO */, entries); i >= 0; i--) {
    long id = sys(__NR_semctl, i, 0, 18 /* SEM_STAT */, entries);
    if (id >= 0) sys(__NR_semctl, id, 0, 0 /* IPC_RMID */, 0);
  }
  for (long i = sys(__NR_shmctl, 0, 14 /* SHM_INFO */, entries); i >= 0; i--) {
    long id = sys(__NR_shmctl, i, 13 /* SHM_STAT */, entries);
    if (id >= 0) sys(__NR_shmctl, id, 0 /* IPC_RMID */, 0);
  }
}

static void run_program(void) {
  trace->magic = TRACE_MAGIC;
  trace->calls = (uint32_t)words[0];
  if (contained) {
    /* All of it ends with the first process of the new namespace. */
    long flags = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | 17;
    long first = must("clone", sys(__NR_clone, flags, 0, 0, 0, 0));
    if (first == 0) {
      run_in_folder();
      exit(0);
    }
    sys(__NR_wait4, first, 0, __WALL, 0);
  } else {
    run_in_folder();
    sys_kill(-1, 9);
    while (sys(__NR_wait4, -1, 0, __WALL, 0) > 0) continue;
    must("umount", sys(__NR_umount2, "/w", MNT_DETACH));
    remove_ipc();
  }
}

static void write_trace(void) {
  /* A program may have wiped out all that it can reach. */
  trace->magic = TRACE_MAGIC;
  trace->calls = (uint32_t)words[0];
  static uint8_t all[4 + sizeof(struct trace)];
  uint32_t length = offsetof(struct trace, records);
  memcpy(all + 4, trace, length);
  for (uint32_t i = 0; i < trace->calls; i++) {
    uint32_t size = 16 + trace->records[i].out;
    memcpy(all + 4 + length, &trace->records[i], size);
    length += size;
  }
  memcpy(all + 4 + length, trace->text, trace->tail);
  length += trace->tail;
  memcpy(all, &length, 4);
  write_all(1, all, 4 + length);
}

static void clear_trace(void) {
  memset(trace, 0, offsetof(struct trace, records));
  for (uint32_t i = 0; i < words[0] && i < MAX_CALLS; i++) memset(&trace->records[i], 0, 16);
}

int main(int argc, char **argv) {
  uint64_t set = SIGCHLD_SET;
  contained = argc > 1 && !strcmp(argv[1], "contained");
  if (contained) {
    enter_container();
  } else {
    sys_mkdir("/w", 0755);
    if (sys_mkdir("/q", 0755) == 0) must("mqueue", sys(__NR_mount, "mqueue", "/q", "mqueue", 0, 0));
    if (sys_mkdir("/p", 0555) == 0) must("proc", sys(__NR_mount, "proc", "/p", "proc", 0, 0));
    /* When memory ends it is the program that goes, and not who looks after it. */
    may_be_killed("-1000");
  }
  trace = (struct trace *)must("mmap", sys_mmap(0, sizeof *trace, 3, 0x21, -1, 0));
  sys(__NR_rt_sigprocmask, 0, &set, 0, 8);
  uint32_t length;
  if (contained) write_all(1, "ready\n", 6);
  while (read_all(&length, 4)) {
    if (length % 8 != 0 || length > sizeof words || !read_all(words, length) ||
        !load(length / 8)) {
      refuse("no program", -22);
    }
    clear_trace();
    run_program();
    write_trace();
  }
  return 0;
}
