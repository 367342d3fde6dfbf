// The numbers, flags and structures of Linux on x86-64 that the cases use, written down here so
// that neither a libc's nor the kernel's headers are needed. Names are Linux's own.
#ifndef CONFORMANCE_ABI_H
#define CONFORMANCE_ABI_H

#include "errno.h"
#include "numbers.h"

// open, openat, openat2, fcntl
enum {
  O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_ACCMODE = 3, O_CREAT = 0100, O_EXCL = 0200,
  O_NOCTTY = 0400, O_TRUNC = 01000, O_APPEND = 02000, O_NONBLOCK = 04000, O_DSYNC = 010000,
  O_DIRECT = 040000, O_LARGEFILE = 0100000, O_DIRECTORY = 0200000, O_NOFOLLOW = 0400000,
  O_NOATIME = 01000000, O_CLOEXEC = 02000000, O_SYNC = 04010000, O_PATH = 010000000,
  O_TMPFILE = 020200000,
  AT_FDCWD = -100, AT_SYMLINK_NOFOLLOW = 0x100, AT_EACCESS = 0x200, AT_REMOVEDIR = 0x200,
  AT_SYMLINK_FOLLOW = 0x400, AT_NO_AUTOMOUNT = 0x800, AT_EMPTY_PATH = 0x1000,
  RESOLVE_NO_XDEV = 1, RESOLVE_NO_MAGICLINKS = 2, RESOLVE_NO_SYMLINKS = 4, RESOLVE_BENEATH = 8,
  RESOLVE_IN_ROOT = 16, RESOLVE_CACHED = 32,
  F_DUPFD = 0, F_GETFD = 1, F_SETFD = 2, F_GETFL = 3, F_SETFL = 4, F_GETLK = 5, F_SETLK = 6,
  F_GETOWN = 9, F_DUPFD_CLOEXEC = 1030, F_SETPIPE_SZ = 1031, F_GETPIPE_SZ = 1032,
  F_ADD_SEALS = 1033, F_GET_SEALS = 1034, FD_CLOEXEC = 1,
  F_SEAL_SEAL = 1, F_SEAL_SHRINK = 2, F_SEAL_GROW = 4, F_SEAL_WRITE = 8, F_SEAL_FUTURE_WRITE = 16,
  MFD_CLOEXEC = 1, MFD_ALLOW_SEALING = 2,
  CLOSE_RANGE_UNSHARE = 2, CLOSE_RANGE_CLOEXEC = 4,
};

// Reading, writing, placing
enum {
  SEEK_SET = 0, SEEK_CUR = 1, SEEK_END = 2, SEEK_DATA = 3, SEEK_HOLE = 4,
  RWF_HIPRI = 1, RWF_DSYNC = 2, RWF_SYNC = 4, RWF_NOWAIT = 8, RWF_APPEND = 16, IOV_MAX = 1024,
  FALLOC_FL_KEEP_SIZE = 1, FALLOC_FL_PUNCH_HOLE = 2, FALLOC_FL_COLLAPSE_RANGE = 8,
  FALLOC_FL_ZERO_RANGE = 16, FALLOC_FL_INSERT_RANGE = 32,
  POSIX_FADV_NORMAL = 0, POSIX_FADV_DONTNEED = 4, POSIX_FADV_NOREUSE = 5,
  SYNC_FILE_RANGE_WRITE = 2,
  RENAME_NOREPLACE = 1, RENAME_EXCHANGE = 2, RENAME_WHITEOUT = 4,
};

// Kinds and modes of files
enum {
  S_IFMT = 0170000, S_IFSOCK = 0140000, S_IFLNK = 0120000, S_IFREG = 0100000, S_IFBLK = 0060000,
  S_IFDIR = 0040000, S_IFCHR = 0020000, S_IFIFO = 0010000,
  DT_FIFO = 1, DT_CHR = 2, DT_DIR = 4, DT_REG = 8, DT_LNK = 10,
  F_OK = 0, X_OK = 1, W_OK = 2, R_OK = 4,
  STATX_TYPE = 1, STATX_MODE = 2, STATX_NLINK = 4, STATX_UID = 8, STATX_GID = 16, STATX_ATIME = 32,
  STATX_MTIME = 64, STATX_CTIME = 128, STATX_INO = 256, STATX_SIZE = 512, STATX_BLOCKS = 1024,
  STATX_BASIC_STATS = 0x7ff, STATX_BTIME = 0x800,
  AT_STATX_FORCE_SYNC = 0x2000, AT_STATX_DONT_SYNC = 0x4000,
  UTIME_NOW = 0x3fffffff, UTIME_OMIT = 0x3ffffffe,
};

// Locks, waiting, extended attributes
enum {
  F_SETLKW = 7, F_OFD_GETLK = 36, F_OFD_SETLK = 37, F_OFD_SETLKW = 38, F_RDLCK = 0, F_WRLCK = 1,
  F_UNLCK = 2, F_SETOWN = 8, F_SETSIG = 10, F_GETSIG = 11, F_SETOWN_EX = 15, F_GETOWN_EX = 16,
  F_DUPFD_QUERY = 1027, F_CREATED_QUERY = 1028, F_GET_RW_HINT = 1035, F_SET_RW_HINT = 1036,
  LOCK_SH = 1, LOCK_EX = 2, LOCK_NB = 4, LOCK_UN = 8,
  POLLIN = 1, POLLPRI = 2, POLLOUT = 4, POLLERR = 8, POLLHUP = 0x10, POLLNVAL = 0x20,
  POLLRDNORM = 0x40, POLLWRNORM = 0x100, POLLRDHUP = 0x2000,
  EPOLL_CTL_ADD = 1, EPOLL_CTL_DEL = 2, EPOLL_CTL_MOD = 3, EPOLL_CLOEXEC = 02000000,
  EFD_SEMAPHORE = 1, EFD_NONBLOCK = 04000, EFD_CLOEXEC = 02000000,
  SPLICE_F_MOVE = 1, SPLICE_F_NONBLOCK = 2, SPLICE_F_MORE = 4,
  XATTR_CREATE = 1, XATTR_REPLACE = 2, WNOHANG = 1, WUNTRACED = 2,
  WEXITED = 4, WCONTINUED = 8, WNOWAIT = 0x01000000, WALL = 0x40000000, WCLONE = (int)0x80000000,
  P_ALL = 0, P_PID = 1, P_PGID = 2,
  CLONE_VM = 0x100, CLONE_FS = 0x200, CLONE_FILES = 0x400, CLONE_SIGHAND = 0x800, CLONE_VFORK = 0x4000,
  CLONE_THREAD = 0x10000, CLONE_NEWNS = 0x20000, CLONE_PARENT_SETTID = 0x100000,
  CLONE_SETTLS = 0x80000, CLONE_CHILD_SETTID = 0x01000000,
};
#define EPOLLONESHOT (1u << 30)
#define EPOLLET (1u << 31)

// Memory
enum {
  PROT_NONE = 0, PROT_READ = 1, PROT_WRITE = 2, PROT_EXEC = 4, PROT_GROWSDOWN = 0x01000000,
  PROT_GROWSUP = 0x02000000,
  MAP_SHARED = 1, MAP_PRIVATE = 2, MAP_SHARED_VALIDATE = 3, MAP_FIXED = 0x10, MAP_ANONYMOUS = 0x20,
  MAP_32BIT = 0x40, MAP_GROWSDOWN = 0x100, MAP_LOCKED = 0x2000, MAP_NORESERVE = 0x4000,
  MAP_POPULATE = 0x8000, MAP_STACK = 0x20000, MAP_FIXED_NOREPLACE = 0x100000,
  MREMAP_MAYMOVE = 1, MREMAP_FIXED = 2, MREMAP_DONTUNMAP = 4,
  MS_ASYNC = 1, MS_INVALIDATE = 2, MS_SYNC = 4,
  MADV_NORMAL = 0, MADV_RANDOM = 1, MADV_SEQUENTIAL = 2, MADV_WILLNEED = 3, MADV_DONTNEED = 4,
  MADV_FREE = 8, MADV_REMOVE = 9, MADV_DONTFORK = 10, MADV_DOFORK = 11, MADV_DONTDUMP = 16,
  MADV_DODUMP = 17, MADV_COLD = 20, MADV_PAGEOUT = 21, MADV_POPULATE_READ = 22,
  MADV_POPULATE_WRITE = 23,
  MLOCK_ONFAULT = 1, MCL_CURRENT = 1, MCL_FUTURE = 2, MCL_ONFAULT = 4,
};

// Signals
enum {
  SIGHUP = 1, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGUSR1, SIGSEGV,
  SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGSTKFLT, SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN,
  SIGTTOU, SIGURG, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGWINCH, SIGIO, SIGPWR, SIGSYS,
  SIGRTMIN = 32, SIGRTMAX = 64,
  SIG_BLOCK = 0, SIG_UNBLOCK = 1, SIG_SETMASK = 2, SI_QUEUE = -1, SI_USER = 0, SI_TKILL = -6,
  SS_ONSTACK = 1, SS_DISABLE = 2,
};
#define SIG_DFL ((void *)0)
#define SIG_IGN ((void *)1)
#define SA_RESTORER 0x04000000ul
#define SS_AUTODISARM (1 << 31)

// Time
enum {
  CLOCK_REALTIME = 0, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID,
  CLOCK_MONOTONIC_RAW, CLOCK_REALTIME_COARSE, CLOCK_MONOTONIC_COARSE, CLOCK_BOOTTIME,
  TIMER_ABSTIME = 1,
};

// Process, limits, identity
enum {
  RLIMIT_CPU = 0, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE, RLIMIT_RSS, RLIMIT_NPROC,
  RLIMIT_NOFILE, RLIMIT_MEMLOCK, RLIMIT_AS, RLIMIT_NLIMITS = 16,
  PRIO_PROCESS = 0, PRIO_PGRP, PRIO_USER, RUSAGE_SELF = 0, RUSAGE_CHILDREN = -1, RUSAGE_THREAD = 1,
  GRND_NONBLOCK = 1, GRND_RANDOM = 2, GRND_INSECURE = 4,
  ARCH_SET_GS = 0x1001, ARCH_SET_FS, ARCH_GET_FS, ARCH_GET_GS, ARCH_GET_CPUID = 0x1011,
  PR_SET_PDEATHSIG = 1, PR_GET_PDEATHSIG = 2, PR_GET_DUMPABLE = 3, PR_SET_DUMPABLE = 4,
  PR_GET_KEEPCAPS = 7, PR_GET_SECUREBITS = 27, PR_SET_KEEPCAPS = 8, PR_SET_NAME = 15, PR_GET_NAME = 16,
  PR_CAPBSET_READ = 23, PR_GET_TSC = 25, PR_SET_TSC = 26,
  PR_SET_TIMERSLACK = 29, PR_GET_TIMERSLACK = 30, PR_SET_CHILD_SUBREAPER = 36,
  PR_GET_CHILD_SUBREAPER = 37, PR_SET_NO_NEW_PRIVS = 38, PR_GET_NO_NEW_PRIVS = 39,
  PR_SET_THP_DISABLE = 41, PR_GET_THP_DISABLE = 42, PR_CAP_AMBIENT = 47,
  PR_CAP_AMBIENT_IS_SET = 1, PR_TSC_ENABLE = 1,
  FUTEX_WAIT = 0, FUTEX_WAKE = 1, FUTEX_REQUEUE = 3, FUTEX_CMP_REQUEUE = 4, FUTEX_WAIT_BITSET = 9,
  FUTEX_WAKE_BITSET = 10, FUTEX_PRIVATE_FLAG = 128, FUTEX_CLOCK_REALTIME = 256,
  SCHED_OTHER = 0, SCHED_FIFO = 1, SCHED_BATCH = 3, SCHED_IDLE = 5,
};

// Requests of ioctl
enum {
  TCGETS = 0x5401, TCSETS = 0x5402, TIOCGPGRP = 0x540f, TIOCGWINSZ = 0x5413, FIONREAD = 0x541b,
  FIONBIO = 0x5421, FIONCLEX = 0x5450, FIOCLEX = 0x5451, FIOASYNC = 0x5452,
};

// The auxiliary vector; AT_* of paths stand above.
enum {
  AUX_NULL = 0, AUX_PHDR = 3, AUX_PHENT, AUX_PHNUM, AUX_PAGESZ, AUX_BASE, AUX_FLAGS, AUX_ENTRY,
  AUX_UID = 11, AUX_EUID, AUX_GID, AUX_EGID, AUX_PLATFORM, AUX_HWCAP, AUX_CLKTCK, AUX_SECURE = 23,
  AUX_RANDOM = 25, AUX_EXECFN = 31,
};

struct timespec { long tv_sec, tv_nsec; };
struct timeval { long tv_sec, tv_usec; };
struct iovec { const void *iov_base; unsigned long iov_len; };
struct rlimit { unsigned long rlim_cur, rlim_max; };
struct tms { long utime, stime, cutime, cstime; };
struct rusage { struct timeval utime, stime; long maxrss, others[13]; };
struct kernel_sigaction { void *handler; unsigned long flags; void *restorer; uint64_t mask; };
struct stack_t { void *ss_sp; int ss_flags; unsigned long ss_size; };
struct siginfo { int si_signo, si_errno, si_code, padding, si_pid; unsigned si_uid; long rest[13]; };
struct open_how { uint64_t flags, mode, resolve; };
struct utsname { char sysname[65], nodename[65], release[65], version[65], machine[65], domain[65]; };
struct capability_header { unsigned version; int pid; };
struct capability_data { unsigned effective, permitted, inheritable; };

struct stat {
  unsigned long st_dev, st_ino, st_nlink;
  unsigned st_mode, st_uid, st_gid, padding;
  unsigned long st_rdev;
  long st_size, st_blksize, st_blocks;
  struct timespec st_atim, st_mtim, st_ctim;
  long reserved[3];
};

struct flock { short l_type, l_whence; long l_start, l_len; int l_pid; };
struct pollfd { int fd; short events, revents; };
struct epoll_event { uint32_t events; uint64_t data; } __attribute__((packed));

struct statx_time { int64_t tv_sec; uint32_t tv_nsec; int32_t reserved; };
struct statx {
  uint32_t stx_mask, stx_blksize;
  uint64_t stx_attributes;
  uint32_t stx_nlink, stx_uid, stx_gid;
  uint16_t stx_mode, padding;
  uint64_t stx_ino, stx_size, stx_blocks, stx_attributes_mask;
  struct statx_time stx_atime, stx_btime, stx_ctime, stx_mtime;
  uint32_t stx_rdev_major, stx_rdev_minor, stx_dev_major, stx_dev_minor;
  uint64_t others[14];
};

struct dirent64 {
  uint64_t d_ino;
  int64_t d_off;
  uint16_t d_reclen;
  uint8_t d_type;
  char d_name[];
};

struct sysinfo {
  long uptime;
  unsigned long loads[3], totalram, freeram, sharedram, bufferram, totalswap, freeswap;
  uint16_t procs, padding;
  unsigned long totalhigh, freehigh;
  uint32_t mem_unit;
};

struct statfs {
  long f_type, f_bsize, f_blocks, f_bfree, f_bavail, f_files, f_ffree, f_fsid, f_namelen, f_frsize,
      f_flags, f_spare[4];
};

#endif
