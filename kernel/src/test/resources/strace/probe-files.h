/* Files, directories, descriptors. */
static int in, out, file, idle;

static void opening(void) {
  CALL(openat, AT_FDCWD, str("/etc/hostname"), O_RDONLY | O_CLOEXEC);
  CALL(openat, AT_FDCWD, str("none"), O_RDWR | O_CREAT | O_EXCL | O_TRUNC | O_APPEND, 0644);
  CALL(unlink, str("none"));
  CALL(openat, 3, str("a\tb\n\"c\\\1\2177"), O_WRONLY | O_NONBLOCK | O_DIRECTORY | O_NOFOLLOW);
  CALL(openat, 99, str("x"), O_SYNC | O_DSYNC | O_NOCTTY | O_NOATIME | O_PATH | O_DIRECT);
  CALL(openat, AT_FDCWD, str("/nowhere/x"), O_RDWR | O_TMPFILE | 0x40000000, 0600);
  CALL(openat, AT_FDCWD, 0, 3);
  CALL(openat, AT_FDCWD, WILD, O_LARGEFILE | O_ASYNC);
  CALL(open, str("/dev/null"), O_RDWR);
  CALL(creat, str("/nowhere/a"), 04755);
  CALL(openat2, AT_FDCWD, str("/etc/hostname"),
       DATA(struct open_how, {.flags = O_RDONLY | O_CLOEXEC, .resolve = RESOLVE_BENEATH}),
       sizeof(struct open_how));
  CALL(openat2, AT_FDCWD, str("/etc/hostname"),
       DATA(struct open_how, {.flags = O_RDONLY | O_CREAT, .mode = 0600,
                              .resolve = RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS}),
       sizeof(struct open_how));
  CALL(close, 3);
  CALL(close, 99);
  CALL(dup, 4);
  CALL(dup2, 4, 7);
  CALL(dup3, 4, 8, O_CLOEXEC);
  CALL(close_range, 3, 9, 0);
  CALL(close_range, 50, 60, CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC);
  CALL(pipe, ROOM(int[2]));
  in = made(0);
  out = made(1);
  CALL(pipe2, ROOM(int[2]), O_CLOEXEC | O_NONBLOCK);
  idle = made(0);
  CALL(pipe2, 0, O_DIRECT);
}

static void moving(void) {
  CALL(write, out, str("hello, pipe\n"), 12);
  CALL(read, in, room(100), 100);
  CALL(read, idle, room(100), 100);
  CALL(read, 99, room(10), 10);
  CALL(write, out, str("this text is longer than thirty-two characters"), 46);
  CALL(read, in, room(100), 32);
  CALL(read, in, room(100), 33);
  CALL(write, out, "", 0);
  CALL(write, out, WILD, 5);
  CALL(write, out, 0, 5);
  CALL(write, out, data("\0\1\0009\n\377\200abc", 11), 11);
  CALL(readv, in, data(((struct iovec[2]){{room(4), 4}, {room(64), 64}}), 32), 2);
  CALL(writev, out, data(((struct iovec[2]){{str("one "), 4}, {str("two"), 3}}), 32), 2);
  CALL(writev, 99, data(((struct iovec[1]){{WILD, 3}}), 16), 1);
  CALL(writev, 99, WILD, 1);
  CALL(writev, 99, 0, 0);
  CALL(read, in, room(100), 100);
  CALL(openat, AT_FDCWD, str("/etc/passwd"), O_RDONLY);
  file = result();
  CALL(pread64, file, room(64), 16, 5);
  CALL(pread64, file, room(64), 16, -1);
  CALL(preadv, file, data(((struct iovec[1]){{room(8), 8}}), 16), 1, 3);
  CALL(preadv2, file, data(((struct iovec[1]){{room(8), 8}}), 16), 1, 3, 0, RWF_NOWAIT | RWF_HIPRI);
  CALL(pwritev2, file, data(((struct iovec[1]){{str("12345678"), 8}}), 16), 1, 3, 0, RWF_APPEND);
  CALL(pwrite64, file, str("abc"), 3, 1L << 40);
  CALL(lseek, file, 10, SEEK_SET);
  CALL(lseek, file, -3, SEEK_CUR);
  CALL(lseek, file, 0, 17);
  CALL(lseek, in, 0, SEEK_END);
  CALL(lseek, file, 0, SEEK_DATA);
  CALL(sendfile, out, file, DATA(long, {2}), 8);
  CALL(sendfile, out, file, 0, 8);
  CALL(splice, in, 0, 99, DATA(long, {7}), 4, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
  CALL(tee, in, idle + 1, 4, SPLICE_F_NONBLOCK);
  CALL(vmsplice, out, data(((struct iovec[1]){{str("vm"), 2}}), 16), 1, SPLICE_F_GIFT);
  CALL(copy_file_range, file, DATA(long, {0}), out, 0, 10, 0);
  CALL(fadvise64, file, 0, 100, POSIX_FADV_WILLNEED);
  CALL(readahead, file, 0, 4096);
  CALL(sync_file_range, file, 0, 4096, SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
  CALL(fallocate, file, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, 0, 4096);
  CALL(fallocate, file, 0, 0, 10);
  CALL(ftruncate, file, 100);
  CALL(truncate, str("/etc/none"), 1);
  CALL(fsync, file);
  CALL(fdatasync, in);
  CALL(syncfs, 99);
}

static void control(void) {
  CALL(fcntl, in, F_GETFL);
  CALL(fcntl, idle, F_GETFL);
  CALL(fcntl, in, F_GETFD);
  CALL(fcntl, idle, F_GETFD);
  CALL(fcntl, in, F_SETFD, FD_CLOEXEC);
  CALL(fcntl, in, F_SETFL, O_RDONLY | O_NONBLOCK | O_APPEND);
  CALL(fcntl, in, F_DUPFD, 20);
  CALL(fcntl, in, F_DUPFD_CLOEXEC, 21);
  CALL(fcntl, 99, F_GETFD);
  CALL(fcntl, file, F_GETLK,
       DATA(struct flock, {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 1, .l_len = 2}));
  CALL(fcntl, file, F_SETLK, DATA(struct flock, {.l_type = F_RDLCK, .l_whence = SEEK_END}));
  CALL(fcntl, file, F_OFD_SETLK, DATA(struct flock, {.l_type = F_UNLCK, .l_whence = SEEK_CUR}));
  CALL(fcntl, file, F_SETLKW, WILD);
  CALL(fcntl, in, F_GETOWN);
  CALL(fcntl, in, F_SETOWN, 1);
  CALL(fcntl, in, F_GETOWN_EX, ROOM(struct f_owner_ex));
  CALL(fcntl, in, F_SETOWN_EX, DATA(struct f_owner_ex, {F_OWNER_PGRP, 0}));
  CALL(fcntl, in, F_GETSIG);
  CALL(fcntl, in, F_SETSIG, SIGUSR1);
  CALL(fcntl, in, F_GETSIG);
  CALL(fcntl, file, F_GETLEASE);
  CALL(fcntl, 99, F_SETLEASE, F_RDLCK);
  CALL(fcntl, 99, F_NOTIFY, DN_ACCESS | DN_MULTISHOT);
  CALL(fcntl, in, F_GETPIPE_SZ);
  CALL(fcntl, in, F_SETPIPE_SZ, 8192);
  CALL(fcntl, in, F_GET_SEALS);
  CALL(fcntl, in, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_WRITE);
  CALL(fcntl, in, 4242, 17);
  CALL(memfd_create, str("a name"), MFD_CLOEXEC | MFD_ALLOW_SEALING);
  int memory = result();
  CALL(fcntl, memory, F_GET_SEALS);
  CALL(fcntl, memory, F_ADD_SEALS, F_SEAL_SHRINK);
  CALL(fcntl, memory, F_GET_SEALS);
  raw(SYS_close, memory, 0, 0, 0, 0, 0);
  CALL(flock, file, LOCK_EX | LOCK_NB);
  CALL(flock, file, LOCK_UN);
  CALL(ioctl, in, FIONREAD, ROOM(int));
  CALL(ioctl, in, FIONBIO, DATA(int, {0}));
  CALL(ioctl, in, FIOCLEX);
  CALL(ioctl, in, TCGETS, ROOM(struct termios));
  CALL(ioctl, in, TIOCGWINSZ, ROOM(long));
  CALL(ioctl, in, TIOCSWINSZ, data(((unsigned short[4]){24, 80, 1, 2}), 8));
  CALL(ioctl, in, TIOCGPGRP, ROOM(int));
  CALL(ioctl, in, TIOCSPGRP, DATA(int, {77}));
  CALL(ioctl, in, TIOCSCTTY, 1);
  CALL(ioctl, in, TCFLSH, TCIOFLUSH);
  CALL(ioctl, in, TCXONC, TCOON);
  CALL(ioctl, in, TCSBRK, 1);
  CALL(openat, AT_FDCWD, str("/dev/ptmx"), O_RDWR | O_NOCTTY);
  int master = result();
  CALL(ioctl, master, TCGETS, ROOM(struct termios));
  CALL(ioctl, master, TIOCGPTN, ROOM(int));
  CALL(ioctl, master, TIOCSPTLCK, DATA(int, {0}));
  CALL(ioctl, master, TIOCGWINSZ, ROOM(long));
  CALL(ioctl, master, TIOCSWINSZ, data(((unsigned short[4]){24, 80, 0, 0}), 8));
  CALL(ioctl, master, TIOCGWINSZ, ROOM(long));
  CALL(ioctl, master, TIOCEXCL);
  CALL(ioctl, master, _IOWR('T', 200, long), 0x1234);
}

static void naming(void) {
  CALL(stat, str("/etc/passwd"), ROOM(struct stat));
  CALL(lstat, str("/proc/self"), ROOM(struct stat));
  CALL(stat, str("/dev/null"), ROOM(struct stat));
  CALL(fstat, in, ROOM(struct stat));
  CALL(fstat, 99, ROOM(struct stat));
  CALL(fstat, in, WILD);
  CALL(newfstatat, AT_FDCWD, str("/etc"), ROOM(struct stat), AT_SYMLINK_NOFOLLOW);
  CALL(newfstatat, in, str(""), ROOM(struct stat), AT_EMPTY_PATH | AT_NO_AUTOMOUNT);
  CALL(newfstatat, AT_FDCWD, str("/none"), ROOM(struct stat), 0);
  CALL(statx, AT_FDCWD, str("/etc"), AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, ROOM(struct statx));
  CALL(statx, AT_FDCWD, str("/etc"), AT_STATX_DONT_SYNC, STATX_MODE | STATX_SIZE | STATX_BTIME,
       ROOM(struct statx));
  CALL(statx, 99, str("x"), AT_STATX_FORCE_SYNC | AT_EMPTY_PATH, STATX_ALL, ROOM(struct statx));
  CALL(access, str("/etc/passwd"), R_OK | W_OK);
  CALL(access, str("/etc/none"), F_OK);
  CALL(faccessat, AT_FDCWD, str("/etc"), X_OK);
  CALL(faccessat2, AT_FDCWD, str("/etc"), X_OK, AT_EACCESS | AT_SYMLINK_NOFOLLOW);
  CALL(readlink, str("/proc/self/none"), room(64), 64);
  CALL(symlink, str("target"), str("link"));
  CALL(readlink, str("link"), room(64), 64);
  CALL(readlinkat, AT_FDCWD, str("link"), room(64), 3);
  CALL(unlink, str("link"));
  CALL(symlinkat, str("t"), AT_FDCWD, str("/nowhere/l"));
  CALL(mkdir, str("dir"), 0755);
  CALL(mkdirat, AT_FDCWD, str("dir"), 01777);
  CALL(rename, str("dir"), str("dir2"));
  CALL(renameat, AT_FDCWD, str("dir2"), AT_FDCWD, str("dir3"));
  CALL(renameat2, AT_FDCWD, str("none"), AT_FDCWD, str("none2"), RENAME_NOREPLACE);
  CALL(link, str("none"), str("none2"));
  CALL(linkat, AT_FDCWD, str("none"), 3, str("none2"), AT_SYMLINK_FOLLOW);
  CALL(mknod, str("/nowhere/x"), S_IFCHR | 0600, 0x103);
  CALL(mknodat, AT_FDCWD, str("/nowhere/x"), S_IFIFO | 0600, 0);
  CALL(mknodat, AT_FDCWD, str("/nowhere/x"), 0600, 0);
  CALL(openat, AT_FDCWD, str("dir3"), O_RDONLY | O_DIRECTORY);
  int directory = result();
  CALL(getdents64, directory, room(1024), 1024);
  CALL(getdents64, directory, room(1024), 1024);
  CALL(getdents64, in, room(64), 64);
  CALL(getdents, directory, room(64), 64);
  CALL(close, directory);
  CALL(chmod, str("dir3"), 0);
  CALL(fchmod, 99, 0644);
  CALL(fchmodat, AT_FDCWD, str("dir3"), 02755);
  CALL(chown, str("dir3"), 0, -1);
  CALL(lchown, str("dir3"), -1, 0);
  CALL(fchown, 99, 1, 2);
  CALL(fchownat, AT_FDCWD, str("dir3"), 0, 0, AT_SYMLINK_NOFOLLOW);
  CALL(unlinkat, AT_FDCWD, str("dir3"), AT_REMOVEDIR);
  CALL(unlinkat, AT_FDCWD, str("dir3"), 0);
  CALL(rmdir, str("dir3"));
  CALL(umask, 022);
  CALL(umask, 0);
  CALL(getcwd, room(512), 512);
  CALL(getcwd, room(16), 1);
  CALL(chdir, str("/none"));
  CALL(fchdir, 99);
  CALL(chroot, str("/none"));
  CALL(statfs, str("/proc"), room(120));
  CALL(statfs, str("/none"), room(120));
  CALL(fstatfs, in, room(120));
  CALL(getxattr, str("/etc"), str("user.x"), room(8), 8);
  CALL(setxattr, str("/none"), str("user.x"), str("value"), 5, 1);
  CALL(fsetxattr, 99, str("user.x"), 0, 0, 2);
  CALL(listxattr, str("/none"), room(8), 8);
  CALL(listxattr, str("/etc/passwd"), 0, 0);
  CALL(removexattr, str("/none"), str("user.x"));
  CALL(utime, str("/none"), DATA(struct utimbuf, {1, 2}));
  CALL(utimes, str("/none"), data(((struct timeval[2]){{1, 2}, {3, 4}}), 32));
  CALL(utimensat, AT_FDCWD, str("/none"), 0, AT_SYMLINK_NOFOLLOW);
  CALL(utimensat, AT_FDCWD, str("/none"),
       data(((struct timespec[2]){{0, UTIME_NOW}, {0, UTIME_OMIT}}), 32), 0);
  CALL(utimensat, AT_FDCWD, str("/none"), data(((struct timespec[2]){{1, 2}, {3, 4}}), 32), 0);
  CALL(mount, str("src"), str("/none"), str("tmpfs"), MS_RDONLY | MS_NOSUID, str("size=1k"));
  CALL(mount, 0, str("/none"), 0, MS_BIND | MS_REC, 0);
  CALL(umount2, str("/none"), 2 | 8);
  CALL(pivot_root, str("/none"), str("/none/old"));
  CALL(inotify_init1, 02000000 | 04000);
  int watcher = result();
  CALL(inotify_add_watch, watcher, str("/none"), 2 | 0x100 | 0x200);
  CALL(inotify_rm_watch, watcher, 5);
  CALL(close, watcher);
  CALL(name_to_handle_at, AT_FDCWD, str("/none"), room(16), room(8), AT_SYMLINK_FOLLOW);
}

static void files(void) {
  opening();
  moving();
  control();
  naming();
}
