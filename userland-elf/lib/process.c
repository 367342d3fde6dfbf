#include "exo_process.h"

#include <asm/errno.h>

typedef struct {
  void (*handler)(int);
  unsigned long flags;
  void (*restorer)(void);
  unsigned long mask;
} KernelAction;

#define RESTORER 0x04000000UL

void exo_signal_return(void);
__asm__(".text\n"
        ".globl exo_signal_return\n"
        ".hidden exo_signal_return\n"
        "exo_signal_return:\n"
        "  movl $15, %eax\n" /* rt_sigreturn */
        "  syscall\n");

long on_signal(int signal, void (*handler)(int)) {
  KernelAction action = {handler, SA_RESTART | RESTORER, exo_signal_return, 0};
  return sys(__NR_rt_sigaction, signal, &action, 0, 8);
}

long exec_program(const char *name, char *const *argv, char *const *envp) {
  if (strchr(name, '/')) return sys_execve(name, argv, envp);
  const char *path = getenv("PATH");
  if (!path) path = "/bin:/usr/bin";
  long worst = -ENOENT;
  while (*path) {
    const char *end = strchr(path, ':');
    int length = end ? (int)(end - path) : (int)strlen(path);
    char file[512];
    snprintf(file, sizeof file, "%.*s/%s", length, path, name);
    long error = sys_execve(file, argv, envp);
    if (error != -ENOENT && error != -ENOTDIR) worst = error;
    path += length + (end != NULL);
  }
  return worst;
}

const char *error_text(long error) {
  switch (error < 0 ? -error : error) {
    case EPERM: return "Operation not permitted";
    case ENOENT: return "No such file or directory";
    case ESRCH: return "No such process";
    case EINTR: return "Interrupted system call";
    case EIO: return "Input/output error";
    case ENXIO: return "No such device or address";
    case E2BIG: return "Argument list too long";
    case ENOEXEC: return "Exec format error";
    case EBADF: return "Bad file descriptor";
    case ECHILD: return "No child processes";
    case EAGAIN: return "Resource temporarily unavailable";
    case ENOMEM: return "Cannot allocate memory";
    case EACCES: return "Permission denied";
    case EFAULT: return "Bad address";
    case EBUSY: return "Device or resource busy";
    case EEXIST: return "File exists";
    case EXDEV: return "Invalid cross-device link";
    case ENODEV: return "No such device";
    case ENOTDIR: return "Not a directory";
    case EISDIR: return "Is a directory";
    case EINVAL: return "Invalid argument";
    case EMFILE: return "Too many open files";
    case ENOTTY: return "Inappropriate ioctl for device";
    case EFBIG: return "File too large";
    case ENOSPC: return "No space left on device";
    case ESPIPE: return "Illegal seek";
    case EROFS: return "Read-only file system";
    case EPIPE: return "Broken pipe";
    case ENAMETOOLONG: return "File name too long";
    case ENOSYS: return "Function not implemented";
    case ENOTEMPTY: return "Directory not empty";
    case ELOOP: return "Too many levels of symbolic links";
    default: return "Error";
  }
}
