/* Processes, signals, pipes, jobs. As Linux has them; results are -errno on failure. */
#ifndef EXO_PROCESS_H
#define EXO_PROCESS_H

#include "exo.h"

#include <asm/signal.h>
#include <linux/wait.h>

static inline long sys_fork(void) { return sys(__NR_fork); }
static inline long sys_execve(const char *path, char *const *argv, char *const *envp) {
  return sys(__NR_execve, path, argv, envp);
}
static inline long sys_wait4(int pid, int *status, int options) {
  return sys(__NR_wait4, pid, status, options, 0);
}
static inline long sys_pipe(int ends[2]) { return sys(__NR_pipe, ends); }
static inline long sys_dup2(int from, int to) { return sys(__NR_dup2, from, to); }
static inline long sys_setpgid(int pid, int group) { return sys(__NR_setpgid, pid, group); }
static inline long sys_getpgrp(void) { return sys(__NR_getpgrp); }
static inline long sys_setsid(void) { return sys(__NR_setsid); }
static inline long sys_ioctl(int fd, unsigned long request, void *argument) {
  return sys(__NR_ioctl, fd, request, argument);
}
static inline long sys_chdir(const char *path) { return sys(__NR_chdir, path); }

/* What a status of sys_wait4 says, as wait(2) names it. */
static inline bool exited(int status) { return (status & 0x7f) == 0; }
static inline bool stopped(int status) { return (status & 0xff) == 0x7f; }
static inline int exit_status(int status) { return status >> 8 & 0xff; }
static inline int end_signal(int status) { return status & 0x7f; }

/* The status a shell shows: the program's own, or 128 + the signal that ended it. */
static inline int shell_status(int status) {
  return exited(status) ? exit_status(status) : 128 + end_signal(status);
}

/* A handler, SIG_IGN or SIG_DFL for a signal; system calls it interrupts go on after it. */
long on_signal(int signal, void (*handler)(int));

/* Executes a program that is looked for in PATH unless there is a slash in its name. Answers only
 * when it fails, with -errno. */
long exec_program(const char *name, char *const *argv, char *const *envp);

/* What an errno means, such as "No such file or directory". */
const char *error_text(long error);

#endif
