/*
 * The guest library: what a program of Exo's own may rely on. No libc stands behind it; a program
 * defines main and gets argc, argv and envp, and its return value is the exit status.
 *
 * System calls come raw: they return what the kernel put in RAX, so -errno on failure.
 */
#ifndef EXO_H
#define EXO_H

#include <asm/unistd.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- system calls ---- */

static inline long syscall6(long number, long a, long b, long c, long d, long e, long f) {
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  long result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}

/* sys(number, up to six arguments of any integer or pointer type) */
#define sys(...) SYS_PICK(__VA_ARGS__, SYS7, SYS6, SYS5, SYS4, SYS3, SYS2, SYS1)(__VA_ARGS__)
#define SYS_PICK(n, a, b, c, d, e, f, name, ...) name
#define SYS1(n) syscall6(n, 0, 0, 0, 0, 0, 0)
#define SYS2(n, a) syscall6(n, (long)(a), 0, 0, 0, 0, 0)
#define SYS3(n, a, b) syscall6(n, (long)(a), (long)(b), 0, 0, 0, 0)
#define SYS4(n, a, b, c) syscall6(n, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define SYS5(n, a, b, c, d) syscall6(n, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define SYS6(n, a, b, c, d, e) \
  syscall6(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)
#define SYS7(n, a, b, c, d, e, f) \
  syscall6(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

static inline long sys_read(int fd, void *buffer, size_t length) {
  return sys(__NR_read, fd, buffer, length);
}
static inline long sys_write(int fd, const void *buffer, size_t length) {
  return sys(__NR_write, fd, buffer, length);
}
static inline long sys_open(const char *path, int flags, int mode) {
  return sys(__NR_open, path, flags, mode);
}
static inline long sys_openat(int dir, const char *path, int flags, int mode) {
  return sys(__NR_openat, dir, path, flags, mode);
}
static inline long sys_close(int fd) { return sys(__NR_close, fd); }
static inline long sys_lseek(int fd, long offset, int whence) {
  return sys(__NR_lseek, fd, offset, whence);
}
static inline long sys_unlink(const char *path) { return sys(__NR_unlink, path); }
static inline long sys_mkdir(const char *path, int mode) { return sys(__NR_mkdir, path, mode); }
static inline long sys_rmdir(const char *path) { return sys(__NR_rmdir, path); }
static inline long sys_mmap(void *address, size_t length, int prot, int flags, int fd, long offset) {
  return sys(__NR_mmap, address, length, prot, flags, fd, offset);
}
static inline long sys_munmap(void *address, size_t length) {
  return sys(__NR_munmap, address, length);
}
static inline long sys_mprotect(void *address, size_t length, int prot) {
  return sys(__NR_mprotect, address, length, prot);
}
static inline long sys_brk(void *end) { return sys(__NR_brk, end); }
static inline long sys_getpid(void) { return sys(__NR_getpid); }
static inline long sys_getppid(void) { return sys(__NR_getppid); }
static inline long sys_kill(int pid, int signal) { return sys(__NR_kill, pid, signal); }

/* Ends the whole process. */
_Noreturn void exit(int status);

/* ---- strings, as the C standard has them ---- */

void *memcpy(void *restrict to, const void *restrict from, size_t length);
void *memmove(void *to, const void *from, size_t length);
void *memset(void *to, int byte, size_t length);
int memcmp(const void *a, const void *b, size_t length);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t length);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strcpy(char *restrict to, const char *restrict from);

/* A number in decimal, or in hexadecimal after 0x; stops at the first other character. */
long parse_long(const char *s);

/* ---- output ---- */

/*
 * printf's conversions d i u x X c s p and %, with the flags 0 and -, a width, a precision of
 * strings, and the lengths l, ll and z. Each call is one write as long as the text fits in 1 KiB;
 * the rest is cut. They return the length written, or -errno.
 */
#define EXO_PRINTF(text, first) __attribute__((format(printf, text, first)))
long printf(const char *format, ...) EXO_PRINTF(1, 2);
long dprintf(int fd, const char *format, ...) EXO_PRINTF(2, 3);

/* The length the whole text has; what fits in size is stored, always with its end mark. */
int snprintf(char *to, size_t size, const char *format, ...) EXO_PRINTF(3, 4);
int vsnprintf(char *to, size_t size, const char *format, va_list arguments);

/* Writes all of it, however the kernel splits it; 0 or -errno. */
long write_all(int fd, const void *buffer, size_t length);

/* ---- what the kernel passed at the start ---- */

extern char **environ;

/* A value of the auxiliary vector, or 0. */
unsigned long getauxval(unsigned long type);

/* The value of a variable of the environment, or NULL. */
char *getenv(const char *name);

#endif
