package exo.kernel.syscall;

import static exo.kernel.abi.Errno.ENOSYS;
import static exo.kernel.abi.Errno.EOPNOTSUPP;
import static exo.kernel.abi.Errno.EPERM;
import static exo.kernel.syscall.Arg.*;
import static exo.kernel.syscall.FlagSet.*;
import static exo.kernel.syscall.ResultKind.ADDRESS;
import static exo.kernel.syscall.ResultKind.NONE;
import static exo.kernel.syscall.ResultKind.PERMISSIONS;
import static exo.kernel.syscall.ResultKind.SECONDS;
import static exo.kernel.syscall.StructKind.*;
import static exo.kernel.syscall.ValueSet.*;

import exo.kernel.abi.Errno;
import exo.kernel.abi.KernelBug;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every system call of Linux on x86-64, one line a number: number, name, handler, then what the
 * arguments mean. Dispatch, strace, the page of supported calls and the fuzzer's grammar are all
 * made from it.
 *
 * <p>A line begins with {@code full}, {@code partial} (its note says what is left out) or {@code
 * absent} (it answers that errno, and the note says why); {@code later} are those nobody has
 * written yet. Numbers that are not listed answer ENOSYS. Source: Linux
 * arch/x86/entry/syscalls/syscall_64.tbl, as of 6.19.
 */
public final class SyscallTable {
  private static final String NOT_YET = "not written yet";

  // spotless:off
  private static final List<SyscallEntry> PAGE = List.of(
      full(0, "read", call(ReadWrite::read), FD, OUT_BUFFER, SIZE),
      full(1, "write", call(ReadWrite::write), FD, IN_BUFFER, SIZE),
      full(2, "open", call(OpenCalls::open), PATH, OPEN_FLAGS, MODE),
      full(3, "close", call(DescriptorCalls::close), FD),
      full(4, "stat", call(StatCalls::stat), PATH, out(STAT)),
      full(5, "fstat", call(StatCalls::fstat), FD, out(STAT)),
      full(6, "lstat", call(StatCalls::lstat), PATH, out(STAT)),
      full(7, "poll", call(PollCalls::poll), POLL_DESCRIPTORS, UINT, INT),
      full(8, "lseek", call(ReadWrite::lseek), FD, OFFSET, oneOf(WHENCE)),
      full(9, "mmap", call(Memory::mmap), POINTER, SIZE, PROTECTION, MAPPING, FD, HEX_LONG).returns(ADDRESS),
      full(10, "mprotect", call(Memory::mprotect), POINTER, SIZE, PROTECTION),
      full(11, "munmap", call(Memory::munmap), POINTER, SIZE),
      full(12, "brk", call(Memory::brk), POINTER).returns(ADDRESS),
      full(13, "rt_sigaction", call(SignalCalls::rt_sigaction), SIGNAL, in(SIGACTION), out(SIGACTION), SIZE),
      full(14, "rt_sigprocmask", call(SignalCalls::rt_sigprocmask), oneOf(SIGNAL_MASK), inSigset(2), OUT_SIGSET, SIZE),
      full(15, "rt_sigreturn", call(SignalCalls::rt_sigreturn)),
      full(16, "ioctl", call(IoctlCalls::ioctl), FD, oneOf(IOCTL), HEX_LONG).by(IoctlVariants.IOCTL),
      full(17, "pread64", call(ReadWrite::pread64), FD, OUT_BUFFER, SIZE, OFFSET),
      full(18, "pwrite64", call(ReadWrite::pwrite64), FD, IN_BUFFER, SIZE, OFFSET),
      full(19, "readv", call(ReadWrite::readv), FD, OUT_IOVEC, INT),
      full(20, "writev", call(ReadWrite::writev), FD, IN_IOVEC, INT),
      full(21, "access", call(StatCalls::access), PATH, ACCESS_MODE),
      full(22, "pipe", call(DescriptorCalls::pipe), out(FDS)),
      full(23, "select", call(SelectCalls::select), INT, DESCRIPTOR_SET, DESCRIPTOR_SET, DESCRIPTOR_SET, inOut(TIMEVAL)),
      full(24, "sched_yield", call(Scheduling::sched_yield)),
      full(25, "mremap", call(Memory::mremap), POINTER, SIZE, SIZE, flags(REMAP), POINTER).returns(ADDRESS),
      full(26, "msync", call(Memory::msync), POINTER, SIZE, flags(SYNC_MEMORY)),
      full(27, "mincore", call(Memory::mincore), POINTER, SIZE, RESIDENCE),
      full(28, "madvise", call(Memory::madvise), POINTER, SIZE, oneOf(MEMORY_ADVICE)),
      full(29, "shmget", call(SharedMemoryCalls::shmget), KEY, SIZE, flagsAndMode(SHARED_MEMORY)),
      full(30, "shmat", call(SharedMemoryCalls::shmat), INT, POINTER, flags(SHARED_MEMORY_ATTACH)).returns(ADDRESS),
      full(31, "shmctl", call(SharedMemoryCalls::shmctl), INT, oneOf(SHARED_MEMORY_CONTROL), POINTER).by(IpcVariants.SHMCTL),
      full(32, "dup", call(DescriptorCalls::dup), FD),
      full(33, "dup2", call(DescriptorCalls::dup2), FD, FD),
      full(34, "pause", call(SignalCalls::pause)),
      full(35, "nanosleep", call(Times::nanosleep), in(TIMESPEC), REMAINING),
      full(36, "getitimer", call(IntervalTimers::getitimer), oneOf(ITIMER), out(ITIMERVAL)),
      full(37, "alarm", call(IntervalTimers::alarm), UINT),
      full(38, "setitimer", call(IntervalTimers::setitimer), oneOf(ITIMER), in(ITIMERVAL), out(ITIMERVAL)),
      full(39, "getpid", call(ProcessIds::getpid)),
      full(40, "sendfile", call(CopyCalls::sendfile), FD, FD, inOut(LOFF_T), SIZE),
      full( 41, "socket", call(SocketCalls::socket), oneOf(FAMILY), SOCKET_TYPE, SOCKET_PROTOCOL),
      full( 42, "connect", call(SocketCalls::connect), FD, IN_ADDRESS, INT),
      full( 43, "accept", call(SocketCalls::accept), FD, OUT_ADDRESS, inOut(S32)),
      full( 44, "sendto", call(MessageCalls::sendto), FD, IN_BUFFER, SIZE, flags(MESSAGE), IN_ADDRESS, UINT),
      full( 45, "recvfrom", call(MessageCalls::recvfrom), FD, OUT_BUFFER, SIZE, flags(MESSAGE), OUT_ADDRESS, inOut(S32)),
      full( 46, "sendmsg", call(MessageCalls::sendmsg), FD, in(MSGHDR), flags(MESSAGE)),
      full( 47, "recvmsg", call(MessageCalls::recvmsg), FD, inOut(MSGHDR), flags(MESSAGE)),
      full( 48, "shutdown", call(SocketCalls::shutdown), FD, oneOf(SHUTDOWN)),
      full( 49, "bind", call(SocketCalls::bind), FD, IN_ADDRESS, INT),
      full( 50, "listen", call(SocketCalls::listen), FD, INT),
      full( 51, "getsockname", call(SocketCalls::getsockname), FD, OUT_ADDRESS, inOut(S32)),
      full( 52, "getpeername", call(SocketCalls::getpeername), FD, OUT_ADDRESS, inOut(S32)),
      full( 53, "socketpair", call(SocketCalls::socketpair), oneOf(FAMILY), SOCKET_TYPE, SOCKET_PROTOCOL, out(FDS)),
      full( 54, "setsockopt", call(SocketCalls::setsockopt), FD, oneOf(LEVEL), SOCKET_OPTION, IN_OPTION, INT),
      full( 55, "getsockopt", call(SocketCalls::getsockopt), FD, oneOf(LEVEL), SOCKET_OPTION, OUT_OPTION, inOut(S32)),
      partial(56, "clone", call(Forks::clone), "no namespaces", CLONE_FLAGS, POINTER, out(PID_T), inOut(PID_T), POINTER),
      full(57, "fork", call(Forks::fork)),
      full(58, "vfork", call(Forks::vfork)),
      full(59, "execve", call(Lifecycle::execve), PATH, ARGUMENTS, ENVIRONMENT),
      full(60, "exit", call(Lifecycle::exit), INT).returns(NONE),
      full(61, "wait4", call(Waits::wait4), PID, WAIT_STATUS, flags(WAIT), out(RUSAGE)),
      full(62, "kill", call(SignalCalls::kill), PID, SIGNAL),
      full(63, "uname", call(SystemInformation::uname), out(UTSNAME)),
      full(64, "semget", call(SemaphoreCalls::semget), KEY, INT, flagsAndMode(IPC)),
      full(65, "semop", call(SemaphoreCalls::semop), INT, inArray(SEMBUF, 1), SIZE),
      full(66, "semctl", call(SemaphoreCalls::semctl), INT, INT, oneOf(SEMAPHORE_CONTROL), POINTER).by(IpcVariants.SEMCTL),
      full(67, "shmdt", call(SharedMemoryCalls::shmdt), POINTER),
      full(68, "msgget", call(SysvMessageCalls::msgget), KEY, flagsAndMode(IPC)),
      full(69, "msgsnd", call(SysvMessageCalls::msgsnd), INT, IN_MESSAGE, SIZE, flags(QUEUE_MESSAGE)),
      full(70, "msgrcv", call(SysvMessageCalls::msgrcv), INT, OUT_MESSAGE, SIZE, LONG, flags(QUEUE_MESSAGE)),
      full(71, "msgctl", call(SysvMessageCalls::msgctl), INT, oneOf(QUEUE_CONTROL), POINTER).by(IpcVariants.MSGCTL),
      partial(72, "fcntl", call(FcntlCalls::fcntl), "no leases", FD, oneOf(FCNTL), HEX_LONG).by(FcntlVariants.FCNTL),
      full(73, "flock", call(LockCalls::flock), FD, flags(FILE_LOCK)),
      full(74, "fsync", call(SyncCalls::fsync), FD),
      full(75, "fdatasync", call(SyncCalls::fdatasync), FD),
      full(76, "truncate", call(AttributeCalls::truncate), PATH, OFFSET),
      full(77, "ftruncate", call(AttributeCalls::ftruncate), FD, OFFSET),
      full(78, "getdents", call(DirectoryCalls::getdents), FD, ENTRIES, UINT),
      full(79, "getcwd", call(DirectoryCalls::getcwd), OUT_BUFFER, SIZE),
      full(80, "chdir", call(DirectoryCalls::chdir), PATH),
      full(81, "fchdir", call(DirectoryCalls::fchdir), FD),
      full(82, "rename", call(LinkCalls::rename), PATH, PATH),
      full(83, "mkdir", call(DirectoryCalls::mkdir), PATH, MODE),
      full(84, "rmdir", call(DirectoryCalls::rmdir), PATH),
      full(85, "creat", call(OpenCalls::creat), PATH, MODE),
      full(86, "link", call(LinkCalls::link), PATH, PATH),
      full(87, "unlink", call(LinkCalls::unlink), PATH),
      full(88, "symlink", call(LinkCalls::symlink), PATH, PATH),
      full(89, "readlink", call(LinkCalls::readlink), PATH, OUT_BUFFER, SIZE),
      full(90, "chmod", call(AttributeCalls::chmod), PATH, MODE),
      full(91, "fchmod", call(AttributeCalls::fchmod), FD, MODE),
      full(92, "chown", call(AttributeCalls::chown), PATH, UID, UID),
      full(93, "fchown", call(AttributeCalls::fchown), FD, UID, UID),
      full(94, "lchown", call(AttributeCalls::lchown), PATH, UID, UID),
      full(95, "umask", call(DirectoryCalls::umask), MODE).returns(PERMISSIONS),
      full(96, "gettimeofday", call(Times::gettimeofday), out(TIMEVAL), out(TIMEZONE)),
      full(97, "getrlimit", call(Limits::getrlimit), oneOf(LIMIT), out(RLIMIT)),
      full(98, "getrusage", call(Limits::getrusage), oneOf(USAGE), out(RUSAGE)),
      full(99, "sysinfo", call(SystemInformation::sysinfo), out(SYSINFO)),
      full(100, "times", call(Times::times), out(TMS)),
      later(101, "ptrace", oneOf(TRACE), PID, POINTER, POINTER),
      full(102, "getuid", call(UserIds::getuid)),
      full(103, "syslog", call(MachineCalls::syslog), INT, OUT_BUFFER, INT),
      full(104, "getgid", call(UserIds::getgid)),
      full(105, "setuid", call(UserIds::setuid), UID),
      full(106, "setgid", call(UserIds::setgid), UID),
      full(107, "geteuid", call(UserIds::geteuid)),
      full(108, "getegid", call(UserIds::getegid)),
      full(109, "setpgid", call(ProcessIds::setpgid), PID, PID),
      full(110, "getppid", call(ProcessIds::getppid)),
      full(111, "getpgrp", call(ProcessIds::getpgrp)),
      full(112, "setsid", call(ProcessIds::setsid)),
      full(113, "setreuid", call(UserIds::setreuid), UID, UID),
      full(114, "setregid", call(UserIds::setregid), UID, UID),
      full(115, "getgroups", call(UserIds::getgroups), INT, outArray(UID_T, -1)),
      full(116, "setgroups", call(UserIds::setgroups), INT, inArray(UID_T, -1)),
      full(117, "setresuid", call(UserIds::setresuid), UID, UID, UID),
      full(118, "getresuid", call(UserIds::getresuid), out(UID_T), out(UID_T), out(UID_T)),
      full(119, "setresgid", call(UserIds::setresgid), UID, UID, UID),
      full(120, "getresgid", call(UserIds::getresgid), out(UID_T), out(UID_T), out(UID_T)),
      full(121, "getpgid", call(ProcessIds::getpgid), PID),
      full(122, "setfsuid", call(UserIds::setfsuid), UID),
      full(123, "setfsgid", call(UserIds::setfsgid), UID),
      full(124, "getsid", call(ProcessIds::getsid), PID),
      full(125, "capget", call(Capabilities::capget), in(CAP_HEADER), out(CAP_DATA)),
      full(126, "capset", call(Capabilities::capset), in(CAP_HEADER), in(CAP_DATA)),
      full(127, "rt_sigpending", call(SignalCalls::rt_sigpending), OUT_SIGSET, SIZE),
      full(128, "rt_sigtimedwait", call(SignalCalls::rt_sigtimedwait), inSigset(3), out(SIGINFO), in(TIMESPEC), SIZE),
      full(129, "rt_sigqueueinfo", call(SignalCalls::rt_sigqueueinfo), PID, SIGNAL, in(SIGINFO)),
      full(130, "rt_sigsuspend", call(SignalCalls::rt_sigsuspend), IN_SIGSET, SIZE),
      full(131, "sigaltstack", call(SignalCalls::sigaltstack), in(STACK), out(STACK)),
      full(132, "utime", call(TimestampCalls::utime), PATH, in(UTIMBUF)),
      full(133, "mknod", call(DirectoryCalls::mknod), PATH, FILE_MODE, DEVICE),
      absent(134, "uselib", ENOSYS, "a.out libraries are gone from Linux", PATH),
      full(135, "personality", call(Threads::personality), HEX).returns(ResultKind.DOMAIN),
      full(136, "ustat", call(StatCalls::ustat), DEVICE, POINTER),
      full(137, "statfs", call(StatCalls::statfs), PATH, out(STATFS)),
      full(138, "fstatfs", call(StatCalls::fstatfs), FD, out(STATFS)),
      full(139, "sysfs", call(MachineCalls::sysfs), INT, POINTER, POINTER),
      full(140, "getpriority", call(Limits::getpriority), oneOf(PRIORITY), PID),
      full(141, "setpriority", call(Limits::setpriority), oneOf(PRIORITY), PID, INT),
      full(142, "sched_setparam", call(Scheduling::sched_setparam), PID, in(SCHED_PARAM)),
      full(143, "sched_getparam", call(Scheduling::sched_getparam), PID, out(SCHED_PARAM)),
      full(144, "sched_setscheduler", call(Scheduling::sched_setscheduler), PID, oneOf(POLICY), in(SCHED_PARAM)),
      full(145, "sched_getscheduler", call(Scheduling::sched_getscheduler), PID).returns(ResultKind.POLICY),
      full(146, "sched_get_priority_max", call(Scheduling::sched_get_priority_max), oneOf(POLICY)),
      full(147, "sched_get_priority_min", call(Scheduling::sched_get_priority_min), oneOf(POLICY)),
      full(148, "sched_rr_get_interval", call(Scheduling::sched_rr_get_interval), PID, out(TIMESPEC)),
      full(149, "mlock", call(Memory::mlock), POINTER, SIZE),
      full(150, "munlock", call(Memory::munlock), POINTER, SIZE),
      full(151, "mlockall", call(Memory::mlockall), flags(LOCK_ALL)),
      full(152, "munlockall", call(Memory::munlockall)),
      full(153, "vhangup", call(MachineCalls::vhangup)),
      absent(154, "modify_ldt", ENOSYS, "16-bit and 32-bit segments: built without CONFIG_MODIFY_LDT_SYSCALL", INT, POINTER, ULONG),
      full(155, "pivot_root", call(MountCalls::pivot_root), PATH, PATH),
      absent(156, "_sysctl", ENOSYS, "gone from Linux since 5.5: /proc/sys has it all", POINTER),
      partial(157, "prctl", call(ProcessControl::prctl), "only the operations that libcs, shells and sandboxes make", oneOf(PRCTL), HEX_LONG, HEX_LONG, HEX_LONG, HEX_LONG).by(PrctlVariants.PRCTL),
      full(158, "arch_prctl", call(Threads::arch_prctl), oneOf(ARCH_PRCTL), HEX_LONG).by(PrctlVariants.ARCH_PRCTL),
      partial(159, "adjtimex", call(MachineCalls::adjtimex), "the clock is the host's: it can be asked, not set", inOut(TIMEX)).returns(ResultKind.CLOCK_STATE),
      full(160, "setrlimit", call(Limits::setrlimit), oneOf(LIMIT), in(RLIMIT)),
      full(161, "chroot", call(DirectoryCalls::chroot), PATH),
      full(162, "sync", call(SyncCalls::sync)),
      absent(163, "acct", ENOSYS, "process accounting: built without CONFIG_BSD_PROCESS_ACCT", PATH),
      full(164, "settimeofday", call(Times::settimeofday), in(TIMEVAL), in(TIMEZONE)),
      partial(165, "mount", call(MountCalls::mount), "mounts do not propagate", STRING, PATH, STRING, flags(MOUNT), STRING),
      partial(166, "umount2", call(MountCalls::umount2), "no MNT_EXPIRE", PATH, flags(UNMOUNT)),
      absent(167, "swapon", ENOSYS, "there is no swap: built without CONFIG_SWAP", PATH, HEX),
      absent(168, "swapoff", ENOSYS, "there is no swap: built without CONFIG_SWAP", PATH),
      partial(169, "reboot", call(MachineCalls::reboot), "every program ends by SIGKILL, and with them the machine", oneOf(REBOOT_MAGIC), oneOf(REBOOT_MAGIC), oneOf(REBOOT), POINTER),
      full(170, "sethostname", call(SystemInformation::sethostname), IN_BUFFER, UINT),
      full(171, "setdomainname", call(SystemInformation::setdomainname), IN_BUFFER, UINT),
      absent(172, "iopl", ENOSYS, "no ports for user programs: built without CONFIG_X86_IOPL_IOPERM", INT),
      absent(173, "ioperm", ENOSYS, "no ports for user programs: built without CONFIG_X86_IOPL_IOPERM", ULONG, ULONG, INT),
      absent(174, "create_module", ENOSYS, "gone from Linux since 2.6"),
      absent(175, "init_module", ENOSYS, "there are no modules: built without CONFIG_MODULES", POINTER, SIZE, STRING),
      absent(176, "delete_module", ENOSYS, "there are no modules: built without CONFIG_MODULES", STRING, OPEN_FLAGS),
      absent(177, "get_kernel_syms", ENOSYS, "gone from Linux since 2.6"),
      absent(178, "query_module", ENOSYS, "gone from Linux since 2.6"),
      absent(179, "quotactl", ENOSYS, "no quotas: built without CONFIG_QUOTA", HEX, STRING, INT, POINTER),
      absent(180, "nfsservctl", ENOSYS, "gone from Linux since 3.1"),
      absent(181, "getpmsg", ENOSYS, "never was in Linux"),
      absent(182, "putpmsg", ENOSYS, "never was in Linux"),
      absent(183, "afs_syscall", ENOSYS, "never was in Linux"),
      absent(184, "tuxcall", ENOSYS, "never was in Linux"),
      absent(185, "security", ENOSYS, "never was in Linux"),
      full(186, "gettid", call(ProcessIds::gettid)),
      full(187, "readahead", call(AttributeCalls::readahead), FD, OFFSET, SIZE),
      full(188, "setxattr", call(XattrCalls::setxattr), PATH, STRING, IN_BUFFER, SIZE, flags(XATTR)),
      full(189, "lsetxattr", call(XattrCalls::lsetxattr), PATH, STRING, IN_BUFFER, SIZE, flags(XATTR)),
      full(190, "fsetxattr", call(XattrCalls::fsetxattr), FD, STRING, IN_BUFFER, SIZE, flags(XATTR)),
      full(191, "getxattr", call(XattrCalls::getxattr), PATH, STRING, OUT_BUFFER, SIZE),
      full(192, "lgetxattr", call(XattrCalls::lgetxattr), PATH, STRING, OUT_BUFFER, SIZE),
      full(193, "fgetxattr", call(XattrCalls::fgetxattr), FD, STRING, OUT_BUFFER, SIZE),
      full(194, "listxattr", call(XattrCalls::listxattr), PATH, OUT_BUFFER, SIZE),
      full(195, "llistxattr", call(XattrCalls::llistxattr), PATH, OUT_BUFFER, SIZE),
      full(196, "flistxattr", call(XattrCalls::flistxattr), FD, OUT_BUFFER, SIZE),
      full(197, "removexattr", call(XattrCalls::removexattr), PATH, STRING),
      full(198, "lremovexattr", call(XattrCalls::lremovexattr), PATH, STRING),
      full(199, "fremovexattr", call(XattrCalls::fremovexattr), FD, STRING),
      full(200, "tkill", call(SignalCalls::tkill), PID, SIGNAL),
      full(201, "time", call(Times::time), out(TIME_T)).returns(SECONDS),
      full(202, "futex", call(Futexes::futex), POINTER, FUTEX_OPERATION, UINT, HEX_LONG, POINTER, HEX).by(FutexVariants.FUTEX),
      full(203, "sched_setaffinity", call(Scheduling::sched_setaffinity), PID, SIZE, IN_CPU_SET),
      full(204, "sched_getaffinity", call(Scheduling::sched_getaffinity), PID, SIZE, OUT_CPU_SET),
      absent(205, "set_thread_area", ENOSYS, "not in the 64-bit table of Linux either", inOut(USER_DESC)),
      full(206, "io_setup", call(AioCalls::io_setup), UINT, inOut(X64)),
      full(207, "io_destroy", call(AioCalls::io_destroy), HEX_LONG),
      full(208, "io_getevents", call(AioCalls::io_getevents), HEX_LONG, LONG, LONG, POINTER, in(TIMESPEC)),
      partial(209, "io_submit", call(AioCalls::io_submit), "no IOCB_CMD_POLL; operations are done as they are submitted", HEX_LONG, LONG, POINTER),
      full(210, "io_cancel", call(AioCalls::io_cancel), HEX_LONG, POINTER, POINTER),
      absent(211, "get_thread_area", ENOSYS, "not in the 64-bit table of Linux either", inOut(USER_DESC)),
      absent(212, "lookup_dcookie", ENOSYS, "gone from Linux since 6.7", HEX_LONG, POINTER, SIZE),
      full(213, "epoll_create", call(EpollCalls::epoll_create), INT),
      absent(214, "epoll_ctl_old", ENOSYS, "never was in Linux"),
      absent(215, "epoll_wait_old", ENOSYS, "never was in Linux"),
      full(216, "remap_file_pages", call(Memory::remap_file_pages), POINTER, SIZE, PROTECTION, SIZE, MAPPING),
      full(217, "getdents64", call(DirectoryCalls::getdents64), FD, ENTRIES, UINT),
      full(218, "set_tid_address", call(Futexes::set_tid_address), POINTER),
      full(219, "restart_syscall", call(Lifecycle::restart_syscall)),
      full(220, "semtimedop", call(SemaphoreCalls::semtimedop), INT, inArray(SEMBUF, 1), UINT, in(TIMESPEC)),
      full(221, "fadvise64", call(AttributeCalls::fadvise64), FD, OFFSET, SIZE, oneOf(FILE_ADVICE)),
      partial(222, "timer_create", call(PosixTimers::timer_create), "no CLOCK_REALTIME_ALARM and CLOCK_BOOTTIME_ALARM", oneOf(CLOCK), in(SIGEVENT), out(S32)),
      full(223, "timer_settime", call(PosixTimers::timer_settime), INT, flags(TIMER), in(ITIMERSPEC), out(ITIMERSPEC)),
      full(224, "timer_gettime", call(PosixTimers::timer_gettime), INT, out(ITIMERSPEC)),
      full(225, "timer_getoverrun", call(PosixTimers::timer_getoverrun), INT),
      full(226, "timer_delete", call(PosixTimers::timer_delete), INT),
      full(227, "clock_settime", call(Times::clock_settime), oneOf(CLOCK), in(TIMESPEC)),
      full(228, "clock_gettime", call(Times::clock_gettime), oneOf(CLOCK), out(TIMESPEC)),
      full(229, "clock_getres", call(Times::clock_getres), oneOf(CLOCK), out(TIMESPEC)),
      full(230, "clock_nanosleep", call(Times::clock_nanosleep), oneOf(CLOCK), flags(TIMER), in(TIMESPEC), REMAINING),
      full(231, "exit_group", call(Lifecycle::exit_group), INT).returns(NONE),
      full(232, "epoll_wait", call(EpollCalls::epoll_wait), FD, outArray(EPOLL_EVENT, 1), INT, INT),
      full(233, "epoll_ctl", call(EpollCalls::epoll_ctl), FD, oneOf(EPOLL_CONTROL), FD, in(EPOLL_EVENT)),
      full(234, "tgkill", call(SignalCalls::tgkill), PID, PID, SIGNAL),
      full(235, "utimes", call(TimestampCalls::utimes), PATH, in(TIMEVAL_PAIR)),
      absent(236, "vserver", ENOSYS, "never was in Linux"),
      absent(237, "mbind", ENOSYS, "one memory node: built without CONFIG_NUMA", POINTER, SIZE, oneOf(MEMORY_POLICY), POINTER, ULONG, flags(MOVE_PAGES)),
      absent(238, "set_mempolicy", ENOSYS, "one memory node: built without CONFIG_NUMA", oneOf(MEMORY_POLICY), POINTER, ULONG),
      absent(239, "get_mempolicy", ENOSYS, "one memory node: built without CONFIG_NUMA", out(S32), POINTER, ULONG, POINTER, flags(POLICY_QUERY)),
      full(240, "mq_open", call(QueueCalls::mq_open), STRING, OPEN_FLAGS, MODE, in(MQ_ATTR)),
      full(241, "mq_unlink", call(QueueCalls::mq_unlink), STRING),
      full(242, "mq_timedsend", call(QueueCalls::mq_timedsend), FD, IN_BUFFER, SIZE, UINT, in(TIMESPEC)),
      full(243, "mq_timedreceive", call(QueueCalls::mq_timedreceive), FD, OUT_BUFFER, SIZE, out(U32), in(TIMESPEC)),
      partial(244, "mq_notify", call(QueueCalls::mq_notify), "no SIGEV_THREAD", FD, in(SIGEVENT)),
      full(245, "mq_getsetattr", call(QueueCalls::mq_getsetattr), FD, in(MQ_ATTR), out(MQ_ATTR)),
      absent(246, "kexec_load", EPERM, "nothing but this kernel runs here", POINTER, ULONG, POINTER, HEX_LONG),
      full(247, "waitid", call(Waits::waitid), oneOf(WAIT_FOR), PID, out(SIGINFO), flags(WAIT), out(RUSAGE)),
      absent(248, "add_key", ENOSYS, "no keys: built without CONFIG_KEYS", STRING, STRING, IN_BUFFER, SIZE, oneOf(KEY_RING)),
      absent(249, "request_key", ENOSYS, "no keys: built without CONFIG_KEYS", STRING, STRING, STRING, oneOf(KEY_RING)),
      absent(250, "keyctl", ENOSYS, "no keys: built without CONFIG_KEYS", oneOf(KEY_CONTROL), HEX_LONG, HEX_LONG, HEX_LONG, HEX_LONG),
      full(251, "ioprio_set", call(IoPriorities::ioprio_set), oneOf(IO_PRIORITY), PID, HEX),
      full(252, "ioprio_get", call(IoPriorities::ioprio_get), oneOf(IO_PRIORITY), PID).returns(ResultKind.IO_PRIORITY),
      full(253, "inotify_init", call(WatchCalls::inotify_init)),
      full(254, "inotify_add_watch", call(WatchCalls::inotify_add_watch), FD, PATH, flags(WATCH)),
      full(255, "inotify_rm_watch", call(WatchCalls::inotify_rm_watch), FD, INT),
      absent(256, "migrate_pages", ENOSYS, "one memory node: built without CONFIG_NUMA", PID, ULONG, POINTER, POINTER),
      full(257, "openat", call(OpenCalls::openat), DIRFD, PATH, OPEN_FLAGS, MODE),
      full(258, "mkdirat", call(DirectoryCalls::mkdirat), DIRFD, PATH, MODE),
      full(259, "mknodat", call(DirectoryCalls::mknodat), DIRFD, PATH, FILE_MODE, DEVICE),
      full(260, "fchownat", call(AttributeCalls::fchownat), DIRFD, PATH, UID, UID, flags(AT_OWNER)),
      full(261, "futimesat", call(TimestampCalls::futimesat), DIRFD, PATH, in(TIMEVAL_PAIR)),
      full(262, "newfstatat", call(StatCalls::newfstatat), DIRFD, PATH, out(STAT), flags(AT_STAT)),
      full(263, "unlinkat", call(LinkCalls::unlinkat), DIRFD, PATH, flags(AT_REMOVE)),
      full(264, "renameat", call(LinkCalls::renameat), DIRFD, PATH, DIRFD, PATH),
      full(265, "linkat", call(LinkCalls::linkat), DIRFD, PATH, DIRFD, PATH, flags(AT_LINK)),
      full(266, "symlinkat", call(LinkCalls::symlinkat), PATH, DIRFD, PATH),
      full(267, "readlinkat", call(LinkCalls::readlinkat), DIRFD, PATH, OUT_BUFFER, SIZE),
      full(268, "fchmodat", call(AttributeCalls::fchmodat), DIRFD, PATH, MODE),
      full(269, "faccessat", call(StatCalls::faccessat), DIRFD, PATH, ACCESS_MODE),
      full(270, "pselect6", call(SelectCalls::pselect6), INT, DESCRIPTOR_SET, DESCRIPTOR_SET, DESCRIPTOR_SET, inOut(TIMESPEC), SIGSET_AND_SIZE),
      full(271, "ppoll", call(PollCalls::ppoll), POLL_DESCRIPTORS, UINT, inOut(TIMESPEC), IN_SIGSET, SIZE),
      partial(272, "unshare", call(Unsharing::unshare), "no namespaces", flags(UNSHARE)),
      full(273, "set_robust_list", call(Futexes::set_robust_list), POINTER, SIZE),
      full(274, "get_robust_list", call(Futexes::get_robust_list), PID, out(PTR), out(U64)),
      full(275, "splice", call(SpliceCalls::splice), FD, inOut(LOFF_T), FD, inOut(LOFF_T), SIZE, flags(SPLICE)),
      full(276, "tee", call(SpliceCalls::tee), FD, FD, SIZE, flags(SPLICE)),
      full(277, "sync_file_range", call(SyncCalls::sync_file_range), FD, OFFSET, OFFSET, flags(SYNC_RANGE)),
      full(278, "vmsplice", call(SpliceCalls::vmsplice), FD, IN_IOVEC, ULONG, flags(SPLICE)),
      absent(279, "move_pages", ENOSYS, "one memory node: built without CONFIG_NUMA", PID, ULONG, POINTER, POINTER, POINTER, flags(MOVE_PAGES)),
      full(280, "utimensat", call(TimestampCalls::utimensat), DIRFD, PATH, in(TIMESPEC_PAIR), flags(AT_STAT)),
      full(281, "epoll_pwait", call(EpollCalls::epoll_pwait), FD, outArray(EPOLL_EVENT, 1), INT, INT, IN_SIGSET, SIZE),
      full(282, "signalfd", call(SignalFiles::signalfd), FD, IN_SIGSET, SIZE),
      full(283, "timerfd_create", call(TimerFiles::timerfd_create), oneOf(CLOCK), flags(TIMER_FILE)),
      full(284, "eventfd", call(EventCalls::eventfd), UINT),
      full(285, "fallocate", call(AttributeCalls::fallocate), FD, flags(ALLOCATE), OFFSET, OFFSET),
      full(286, "timerfd_settime", call(TimerFiles::timerfd_settime), FD, flags(TIMER_FILE_SET), in(ITIMERSPEC), out(ITIMERSPEC)),
      full(287, "timerfd_gettime", call(TimerFiles::timerfd_gettime), FD, out(ITIMERSPEC)),
      full(288, "accept4", call(SocketCalls::accept4), FD, OUT_ADDRESS, inOut(S32), flags(SOCKET_FLAGS)),
      full(289, "signalfd4", call(SignalFiles::signalfd4), FD, IN_SIGSET, SIZE, flags(SIGNAL_FILE)),
      full(290, "eventfd2", call(EventCalls::eventfd2), UINT, flags(EVENT_FILE)),
      full(291, "epoll_create1", call(EpollCalls::epoll_create1), flags(EPOLL_CREATE)),
      full(292, "dup3", call(DescriptorCalls::dup3), FD, FD, flags(PIPE)),
      full(293, "pipe2", call(DescriptorCalls::pipe2), out(FDS), flags(PIPE)),
      full(294, "inotify_init1", call(WatchCalls::inotify_init1), flags(WATCHER)),
      full(295, "preadv", call(ReadWrite::preadv), FD, OUT_IOVEC, ULONG, OFFSET),
      full(296, "pwritev", call(ReadWrite::pwritev), FD, IN_IOVEC, ULONG, OFFSET),
      full(297, "rt_tgsigqueueinfo", call(SignalCalls::rt_tgsigqueueinfo), PID, PID, SIGNAL, in(SIGINFO)),
      absent(298, "perf_event_open", ENOSYS, "no performance counters: built without CONFIG_PERF_EVENTS", POINTER, PID, INT, FD, HEX_LONG),
      full(299, "recvmmsg", call(MessageCalls::recvmmsg), FD, inArray(MMSGHDR, 1), UINT, flags(MESSAGE), inOut(TIMESPEC)),
      absent(300, "fanotify_init", ENOSYS, "built without CONFIG_FANOTIFY", flags(FANOTIFY), OPEN_FLAGS),
      absent(301, "fanotify_mark", ENOSYS, "built without CONFIG_FANOTIFY", FD, flags(FANOTIFY_MARK), flags(FANOTIFY_EVENTS), DIRFD, PATH),
      full(302, "prlimit64", call(Limits::prlimit64), PID, oneOf(LIMIT), in(RLIMIT), out(RLIMIT)),
      full(303, "name_to_handle_at", call(OpenCalls::name_to_handle_at), DIRFD, PATH, inOut(FILE_HANDLE), out(S32), flags(AT_HANDLE)),
      full(304, "open_by_handle_at", call(OpenCalls::open_by_handle_at), FD, in(FILE_HANDLE), OPEN_FLAGS),
      partial(305, "clock_adjtime", call(MachineCalls::clock_adjtime), "the clock is the host's: it can be asked, not set", oneOf(CLOCK), inOut(TIMEX)).returns(ResultKind.CLOCK_STATE),
      full(306, "syncfs", call(SyncCalls::syncfs), FD),
      full(307, "sendmmsg", call(MessageCalls::sendmmsg), FD, inArray(MMSGHDR, 1), UINT, flags(MESSAGE)),
      partial(308, "setns", call(Unsharing::setns), "no namespaces: no descriptor is right", FD, flags(CLONE)),
      full(309, "getcpu", call(SystemInformation::getcpu), out(U32), out(U32), POINTER),
      full(310, "process_vm_readv", call(OtherMemory::process_vm_readv), PID, OUT_IOVEC, ULONG, REMOTE_IOVEC, ULONG, ULONG),
      full(311, "process_vm_writev", call(OtherMemory::process_vm_writev), PID, IN_IOVEC, ULONG, REMOTE_IOVEC, ULONG, ULONG),
      full(312, "kcmp", call(Comparison::kcmp), PID, PID, oneOf(COMPARE), ULONG, ULONG),
      absent(313, "finit_module", ENOSYS, "there are no modules: built without CONFIG_MODULES", FD, STRING, HEX),
      partial(314, "sched_setattr", call(SchedulingAttributes::sched_setattr), "utilisation clamps are taken and not used", PID, in(SCHED_ATTR), HEX),
      full(315, "sched_getattr", call(SchedulingAttributes::sched_getattr), PID, out(SCHED_ATTR), UINT, HEX),
      partial(316, "renameat2", call(LinkCalls::renameat2), "no RENAME_WHITEOUT", DIRFD, PATH, DIRFD, PATH, flags(RENAME)),
      partial(317, "seccomp", call(SeccompCalls::seccomp), "no SECCOMP_FILTER_FLAG_NEW_LISTENER: nobody can be asked", oneOf(FILTER), HEX, POINTER).by(SeccompVariants.SECCOMP),
      full(318, "getrandom", call(SystemInformation::getrandom), OUT_BUFFER, SIZE, flags(RANDOM)),
      partial(319, "memfd_create", call(DescriptorCalls::memfd_create), "no MFD_HUGETLB", STRING, flags(MEMORY_FILE)),
      absent(320, "kexec_file_load", EPERM, "nothing but this kernel runs here", FD, FD, ULONG, STRING, HEX_LONG),
      absent(321, "bpf", ENOSYS, "built without CONFIG_BPF_SYSCALL", INT, POINTER, UINT),
      full(322, "execveat", call(Lifecycle::execveat), DIRFD, PATH, ARGUMENTS, ENVIRONMENT, flags(AT_OWNER)),
      absent(323, "userfaultfd", ENOSYS, "built without CONFIG_USERFAULTFD", flags(USER_FAULT)),
      full(324, "membarrier", call(Threads::membarrier), oneOf(BARRIER), HEX, INT),
      full(325, "mlock2", call(Memory::mlock2), POINTER, SIZE, flags(LOCK)),
      full(326, "copy_file_range", call(CopyCalls::copy_file_range), FD, inOut(LOFF_T), FD, inOut(LOFF_T), SIZE, HEX),
      partial(327, "preadv2", call(ReadWrite::preadv2), "no RWF_DONTCACHE, RWF_NOWAIT for streams only", FD, OUT_IOVEC, ULONG, OFFSET, UNUSED, flags(TRANSFER)),
      partial(328, "pwritev2", call(ReadWrite::pwritev2), "no RWF_ATOMIC and RWF_DONTCACHE, RWF_NOWAIT for streams only", FD, IN_IOVEC, ULONG, OFFSET, UNUSED, flags(TRANSFER)),
      full(329, "pkey_mprotect", call(Memory::pkey_mprotect), POINTER, SIZE, PROTECTION, INT),
      full(330, "pkey_alloc", call(Memory::pkey_alloc), HEX_LONG, flags(KEY_RIGHTS)),
      full(331, "pkey_free", call(Memory::pkey_free), INT),
      full(332, "statx", call(StatCalls::statx), DIRFD, PATH, flags(AT_STATX), flags(STATX_MASK), out(STATX)),
      full(333, "io_pgetevents", call(AioCalls::io_pgetevents), HEX_LONG, LONG, LONG, POINTER, in(TIMESPEC), SIGSET_AND_SIZE),
      full(334, "rseq", call(Threads::rseq), POINTER, HEX, HEX, HEX),
      absent(335, "uretprobe", ENOSYS, "for the kernel's own trampolines: built without CONFIG_UPROBES"),
      absent(336, "uprobe", ENOSYS, "for the kernel's own trampolines: built without CONFIG_UPROBES"),
      full(424, "pidfd_send_signal", call(ProcessFiles::pidfd_send_signal), FD, SIGNAL, in(SIGINFO), flags(PROCESS_SIGNAL)),
      absent(425, "io_uring_setup", ENOSYS, "built without CONFIG_IO_URING", UINT, POINTER),
      absent(426, "io_uring_enter", ENOSYS, "built without CONFIG_IO_URING", FD, UINT, UINT, flags(RING_ENTER), IN_SIGSET, SIZE),
      absent(427, "io_uring_register", ENOSYS, "built without CONFIG_IO_URING", FD, HEX, POINTER, UINT),
      partial(428, "open_tree", call(MountObjectCalls::open_tree), "AT_RECURSIVE clones only where no mounts are below", DIRFD, PATH, flags(TREE)),
      partial(429, "move_mount", call(MountObjectCalls::move_mount), "no MOVE_MOUNT_SET_GROUP and MOVE_MOUNT_BENEATH: mounts do not propagate", DIRFD, PATH, DIRFD, PATH, flags(MOVE_MOUNT)),
      full(430, "fsopen", call(MountObjectCalls::fsopen), STRING, flags(OPEN_FILE_SYSTEM)),
      partial(431, "fsconfig", call(MountObjectCalls::fsconfig), "flags and strings: no kind here takes paths, descriptors or binary values", FD, oneOf(CONFIGURE), STRING, POINTER, INT),
      full(432, "fsmount", call(MountObjectCalls::fsmount), FD, flags(MOUNT_FILE_SYSTEM), flags(MOUNT_ATTRIBUTES)),
      full(433, "fspick", call(MountObjectCalls::fspick), DIRFD, PATH, flags(PICK_FILE_SYSTEM)),
      full(434, "pidfd_open", call(ProcessFiles::pidfd_open), PID, flags(PROCESS_DESCRIPTOR)),
      partial(435, "clone3", call(Forks::clone3), "no namespaces, no set_tid", in(CLONE_ARGS), SIZE),
      full(436, "close_range", call(DescriptorCalls::close_range), UINT, UINT, flags(CLOSE_RANGE)),
      full(437, "openat2", call(OpenCalls::openat2), DIRFD, PATH, in(OPEN_HOW), SIZE),
      full(438, "pidfd_getfd", call(ProcessFiles::pidfd_getfd), FD, FD, HEX),
      full(439, "faccessat2", call(StatCalls::faccessat2), DIRFD, PATH, ACCESS_MODE, flags(AT_ACCESS)),
      full(440, "process_madvise", call(ProcessFiles::process_madvise), FD, REMOTE_IOVEC, SIZE, oneOf(MEMORY_ADVICE), HEX),
      full(441, "epoll_pwait2", call(EpollCalls::epoll_pwait2), FD, outArray(EPOLL_EVENT, 1), INT, in(TIMESPEC), IN_SIGSET, SIZE),
      full(442, "mount_setattr", call(MountObjectCalls::mount_setattr), DIRFD, PATH, flags(AT_TREE), in(MOUNT_ATTR), SIZE),
      absent(443, "quotactl_fd", ENOSYS, "no quotas: built without CONFIG_QUOTA", FD, HEX, INT, POINTER),
      absent(444, "landlock_create_ruleset", ENOSYS, "built without CONFIG_SECURITY_LANDLOCK", POINTER, SIZE, HEX),
      absent(445, "landlock_add_rule", ENOSYS, "built without CONFIG_SECURITY_LANDLOCK", FD, INT, POINTER, HEX),
      absent(446, "landlock_restrict_self", ENOSYS, "built without CONFIG_SECURITY_LANDLOCK", FD, HEX),
      absent(447, "memfd_secret", ENOSYS, "off unless secretmem.enable is given at boot", flags(MEMORY_SECRET)),
      full(448, "process_mrelease", call(ProcessFiles::process_mrelease), FD, HEX),
      full(449, "futex_waitv", call(Futexes2::futex_waitv), inArray(FUTEX_WAITV, 1), UINT, HEX, in(TIMESPEC), oneOf(CLOCK)),
      absent(450, "set_mempolicy_home_node", ENOSYS, "one memory node: built without CONFIG_NUMA", POINTER, SIZE, ULONG, HEX),
      later(451, "cachestat", FD, POINTER, POINTER, HEX),
      full(452, "fchmodat2", call(AttributeCalls::fchmodat2), DIRFD, PATH, MODE, flags(AT_OWNER)),
      absent(453, "map_shadow_stack", EOPNOTSUPP, "the processor has no shadow stacks", POINTER, SIZE, HEX),
      full(454, "futex_wake", call(Futexes2::futex_wake), POINTER, HEX_LONG, INT, HEX),
      full(455, "futex_wait", call(Futexes2::futex_wait), POINTER, HEX_LONG, HEX_LONG, HEX, in(TIMESPEC), oneOf(CLOCK)),
      full(456, "futex_requeue", call(Futexes2::futex_requeue), POINTER, HEX, INT, INT),
      absent(457, "statmount", ENOSYS, "newer than the Linux 6.1 that this kernel says it is", POINTER, POINTER, SIZE, HEX),
      absent(458, "listmount", ENOSYS, "newer than the Linux 6.1 that this kernel says it is", POINTER, POINTER, SIZE, HEX),
      absent(459, "lsm_get_self_attr", ENOSYS, "no security modules: built without CONFIG_SECURITY", UINT, POINTER, POINTER, HEX),
      absent(460, "lsm_set_self_attr", ENOSYS, "no security modules: built without CONFIG_SECURITY", UINT, POINTER, UINT, HEX),
      absent(461, "lsm_list_modules", ENOSYS, "no security modules: built without CONFIG_SECURITY", POINTER, POINTER, HEX),
      later(462, "mseal", POINTER, SIZE, HEX_LONG),
      full(463, "setxattrat", call(XattrCalls::setxattrat), DIRFD, PATH, flags(AT_OWNER), STRING, POINTER, SIZE),
      full(464, "getxattrat", call(XattrCalls::getxattrat), DIRFD, PATH, flags(AT_OWNER), STRING, POINTER, SIZE),
      full(465, "listxattrat", call(XattrCalls::listxattrat), DIRFD, PATH, flags(AT_OWNER), OUT_BUFFER, SIZE),
      full(466, "removexattrat", call(XattrCalls::removexattrat), DIRFD, PATH, flags(AT_OWNER), STRING),
      absent(467, "open_tree_attr", ENOSYS, "newer than the Linux 6.1 that this kernel says it is", DIRFD, PATH, flags(TREE), in(MOUNT_ATTR), SIZE),
      absent(468, "file_getattr", ENOSYS, "newer than the Linux 6.1 that this kernel says it is", DIRFD, PATH, POINTER, SIZE, flags(AT_OWNER)),
      absent(469, "file_setattr", ENOSYS, "newer than the Linux 6.1 that this kernel says it is", DIRFD, PATH, POINTER, SIZE, flags(AT_OWNER)),
      absent(470, "listns", ENOSYS, "newer than the Linux 6.1 that this kernel says it is", POINTER, POINTER, SIZE, HEX));
  // spotless:on

  private static final @Nullable SyscallEntry[] BY_NUMBER = byNumber();
  private static final @Nullable Handler[] HANDLERS = handlers();

  private SyscallTable() {}

  /** What answers the call; null is ENOSYS. */
  public static @Nullable Handler handler(long number) {
    return number >= 0 && number < HANDLERS.length ? HANDLERS[(int) number] : null;
  }

  /** The line of a number; null if Linux has none either. */
  public static @Nullable SyscallEntry entry(long number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[(int) number] : null;
  }

  /** The line of a name; null if there is none. */
  public static @Nullable SyscallEntry entry(String name) {
    for (SyscallEntry e : PAGE) {
      if (e.name().equals(name)) {
        return e;
      }
    }
    return null;
  }

  /** All lines in the order of their numbers. */
  public static List<SyscallEntry> entries() {
    return PAGE;
  }

  static SyscallEntry full(int number, String name, Handler handler, ArgKind... args) {
    return entry(number, name, Support.FULL, handler, 0, "", args);
  }

  static SyscallEntry partial(
      int number, String name, Handler handler, String note, ArgKind... args) {
    return entry(number, name, Support.PARTIAL, handler, 0, note, args);
  }

  private static SyscallEntry absent(
      int number, String name, Errno errno, String why, ArgKind... args) {
    Handler handler = errno == ENOSYS ? null : (task, a0, a1, a2, a3, a4, a5) -> errno.negated();
    return entry(number, name, Support.ABSENT, handler, errno.number(), why, args);
  }

  private static SyscallEntry later(int number, String name, ArgKind... args) {
    return absent(number, name, ENOSYS, NOT_YET, args);
  }

  private static SyscallEntry entry(
      int number,
      String name,
      Support support,
      @Nullable Handler handler,
      int errno,
      String note,
      ArgKind... args) {
    return new SyscallEntry(
        number, name, support, handler, errno, note, List.of(args), ResultKind.NUMBER, null);
  }

  static Handler call(Call0 call) {
    return call;
  }

  static Handler call(Call1 call) {
    return call;
  }

  static Handler call(Call2 call) {
    return call;
  }

  static Handler call(Call3 call) {
    return call;
  }

  static Handler call(Call4 call) {
    return call;
  }

  static Handler call(Call5 call) {
    return call;
  }

  static Handler call(Call6 call) {
    return call;
  }

  private static @Nullable SyscallEntry[] byNumber() {
    @Nullable SyscallEntry[] table = new SyscallEntry[PAGE.getLast().number() + 1];
    int last = -1;
    for (SyscallEntry e : PAGE) {
      if (e.number() <= last) {
        throw new KernelBug("the table is out of order at " + e.number());
      }
      last = e.number();
      table[last] = e;
    }
    return table;
  }

  private static @Nullable Handler[] handlers() {
    @Nullable Handler[] table = new Handler[BY_NUMBER.length];
    for (SyscallEntry e : PAGE) {
      table[e.number()] = e.handler();
    }
    return table;
  }
}
