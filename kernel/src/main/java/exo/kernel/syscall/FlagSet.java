package exo.kernel.syscall;

import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.GetRandom;
import exo.kernel.abi.IoUring;
import exo.kernel.abi.Ipc;
import exo.kernel.abi.Mman;
import exo.kernel.abi.Mount;
import exo.kernel.abi.Personality;
import exo.kernel.abi.Poll;
import exo.kernel.abi.Ptrace;
import exo.kernel.abi.Sched;
import exo.kernel.abi.Seccomp;
import exo.kernel.abi.Signals;
import exo.kernel.abi.Socket;
import exo.kernel.abi.Stat;
import exo.kernel.abi.Statfs;
import exo.kernel.abi.Termio;
import exo.kernel.abi.Time;
import exo.kernel.abi.Userfault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bits that may be set together, by what they are given to. Each is a class of {@link
 * exo.kernel.abi} and patterns of names (see {@link NamedValue#of}); names of several bits stand
 * before those of one.
 */
public enum FlagSet {
  OPEN(
      "O_",
      Fcntl.class,
      "O_CREAT O_EXCL O_NOCTTY O_TRUNC O_APPEND O_NONBLOCK O_SYNC __O_SYNC O_DSYNC "
          + "O_DIRECT O_LARGEFILE O_NOFOLLOW O_NOATIME O_CLOEXEC O_PATH O_TMPFILE O_DIRECTORY "
          + "FASYNC"),
  RESOLVE("RESOLVE_", Fcntl.class),
  DESCRIPTOR("FD_", Fcntl.class),
  SEALS("F_SEAL_", Fcntl.class),
  NOTIFY("DN_", Fcntl.class),
  FILE_LOCK(
      "LOCK_",
      Fcntl.class,
      "LOCK_SH LOCK_EX LOCK_NB LOCK_UN LOCK_MAND LOCK_RW LOCK_READ LOCK_WRITE"),
  CLOSE_RANGE("CLOSE_RANGE_", Fcntl.class),
  AT_STAT("AT_", Fcntl.class, "AT_SYMLINK_NOFOLLOW AT_NO_AUTOMOUNT AT_EMPTY_PATH"),
  AT_STATX(
      "AT_",
      Fcntl.class,
      "AT_STATX_FORCE_SYNC AT_STATX_DONT_SYNC AT_SYMLINK_NOFOLLOW AT_NO_AUTOMOUNT "
          + "AT_EMPTY_PATH"),
  AT_REMOVE("AT_", Fcntl.class, "AT_REMOVEDIR"),
  AT_LINK("AT_", Fcntl.class, "AT_SYMLINK_FOLLOW AT_EMPTY_PATH"),
  AT_ACCESS("AT_", Fcntl.class, "AT_SYMLINK_NOFOLLOW AT_EACCESS AT_EMPTY_PATH"),
  AT_OWNER("AT_", Fcntl.class, "AT_SYMLINK_NOFOLLOW AT_EMPTY_PATH"),
  AT_HANDLE("AT_", Fcntl.class, "AT_SYMLINK_FOLLOW AT_EMPTY_PATH AT_HANDLE_*"),
  AT_TREE("AT_", Fcntl.class, "AT_SYMLINK_NOFOLLOW AT_NO_AUTOMOUNT AT_EMPTY_PATH AT_RECURSIVE"),
  PIPE("O_", Fcntl.class, "O_EXCL O_NONBLOCK O_DIRECT O_CLOEXEC"),
  STATX_MASK("STATX_", Stat.class, "STATX_ALL STATX_BASIC_STATS STATX_* !STATX_ATTR_*"),
  STATX_ATTRIBUTES("STATX_ATTR_", Stat.class),
  FILE_SYSTEM("ST_", Statfs.class, "ST_VALID ST_*"),
  ACCESS("?_OK", Fs.class, "F_OK R_OK W_OK X_OK"),
  RENAME("RENAME_", Fs.class),
  TRANSFER("RWF_", Fs.class),
  ALLOCATE("FALLOC_FL_", Fs.class),
  SPLICE("SPLICE_F_", Fs.class),
  SYNC_RANGE("SYNC_FILE_RANGE_", Fs.class, "SYNC_FILE_RANGE_* !SYNC_FILE_RANGE_WRITE_AND_WAIT"),
  XATTR("XATTR_", Fs.class, "XATTR_CREATE XATTR_REPLACE"),
  PROT("PROT_", Mman.class),
  MAPPING_FLAGS(
      "MAP_",
      Mman.class,
      "MAP_FIXED MAP_ANONYMOUS MAP_32BIT MAP_NORESERVE MAP_POPULATE MAP_NONBLOCK "
          + "MAP_GROWSDOWN MAP_DENYWRITE MAP_EXECUTABLE MAP_LOCKED MAP_STACK MAP_HUGETLB "
          + "MAP_SYNC MAP_FIXED_NOREPLACE MAP_UNINITIALIZED"),
  REMAP("MREMAP_", Mman.class),
  SYNC_MEMORY("MS_", Mman.class, "MS_SYNC MS_ASYNC MS_INVALIDATE"),
  LOCK_ALL("MCL_", Mman.class),
  LOCK("MLOCK_", Mman.class),
  MEMORY_FILE("MFD_", Mman.class, "MFD_* !MFD_HUGE_*"),
  MEMORY_SECRET("O_", Fcntl.class, "O_CLOEXEC"),
  KEY_RIGHTS("PKEY_DISABLE_", Mman.class),
  MOVE_PAGES("MPOL_MF_", Mman.class),
  POLICY_QUERY("MPOL_F_", Mman.class, "MPOL_F_NODE MPOL_F_ADDR MPOL_F_MEMS_ALLOWED"),
  CLONE(
      "CLONE_",
      Sched.class,
      "CLONE_VM CLONE_* !CLONE_NEWTIME !CLONE_DETACHED !CLONE_CLEAR_SIGHAND "
          + "!CLONE_INTO_CGROUP !CLONE_ARGS_*"),
  CLONE_MORE("CLONE_", Sched.class, "CLONE_NEWTIME CLONE_CLEAR_SIGHAND CLONE_INTO_CGROUP"),
  CLONE3(CLONE, CLONE_MORE),
  UNSHARE(
      "CLONE_",
      Sched.class,
      "CLONE_NEWTIME CLONE_VM CLONE_FS CLONE_FILES CLONE_SIGHAND CLONE_THREAD "
          + "CLONE_NEWNS CLONE_SYSVSEM CLONE_NEW*"),
  WAIT("W", Sched.class, "WNOHANG WEXITED WSTOPPED WCONTINUED WNOWAIT __WCLONE __WALL __WNOTHREAD"),
  SCHEDULING("SCHED_FLAG_", Sched.class),
  PROCESS_DESCRIPTOR("PIDFD_", Sched.class, "PIDFD_NONBLOCK PIDFD_THREAD"),
  PROCESS_SIGNAL("PIDFD_SIGNAL_", Sched.class),
  PERSONALITY("", Personality.class, "* !PER_*"),
  SIGNAL_ACTION(
      "SA_",
      Signals.class,
      "SA_RESTORER SA_ONSTACK SA_RESTART SA_NODEFER SA_RESETHAND SA_SIGINFO SA_NOCLDSTOP "
          + "SA_NOCLDWAIT SA_EXPOSE_TAGBITS"),
  SIGNAL_STACK("SS_", Signals.class),
  TIMER("TIMER_", Time.class),
  TIMER_FILE("TFD_", Time.class, "TFD_CLOEXEC TFD_NONBLOCK"),
  TIMER_FILE_SET("TFD_", Time.class, "TFD_TIMER_ABSTIME TFD_TIMER_CANCEL_ON_SET"),
  ADJUST("ADJ_", Time.class, "ADJ_OFFSET_SS_READ ADJ_OFFSET_SINGLESHOT ADJ_*"),
  CLOCK_STATUS("STA_", Time.class),
  POLL("POLL", Poll.class, "POLLIN POLLPRI POLLOUT POLL*"),
  EPOLL("EPOLL", Poll.class, "EPOLL* !EPOLL_*"),
  EPOLL_CREATE("EPOLL_", Poll.class, "EPOLL_CLOEXEC"),
  EVENT_FILE("EFD_", Poll.class, "EFD_SEMAPHORE EFD_CLOEXEC EFD_NONBLOCK"),
  SIGNAL_FILE("SFD_", Poll.class),
  WATCH("IN_", Poll.class, "IN_* !IN_CLOEXEC !IN_NONBLOCK !IN_CLOSE !IN_MOVE !IN_ALL_EVENTS"),
  WATCHER("IN_", Poll.class, "IN_NONBLOCK IN_CLOEXEC"),
  SOCKET_FLAGS("SOCK_", Socket.class, "SOCK_CLOEXEC SOCK_NONBLOCK"),
  MESSAGE("MSG_", Socket.class, "MSG_* !MSG_PROXY"),
  MOUNT("MS_", Mount.class, "MS_* !MS_MGC_* !MS_RMT_MASK !MS_VERBOSE"),
  UNMOUNT("MNT_", Mount.class, "MNT_* UMOUNT_NOFOLLOW"),
  MOUNT_ATTRIBUTES(
      "MOUNT_ATTR_",
      Mount.class,
      "MOUNT_ATTR_* !MOUNT_ATTR_SIZE* !MOUNT_ATTR_RELATIME !MOUNT_ATTR__ATIME"),
  OPEN_TREE("OPEN_TREE_", Mount.class),
  TREE(OPEN_TREE, AT_TREE),
  MOVE_MOUNT("MOVE_MOUNT_", Mount.class, "MOVE_MOUNT_* !MOVE_MOUNT__MASK"),
  OPEN_FILE_SYSTEM("FSOPEN_", Mount.class),
  MOUNT_FILE_SYSTEM("FSMOUNT_", Mount.class),
  PICK_FILE_SYSTEM("FSPICK_", Mount.class),
  TERMINAL_INPUT(
      "I",
      Termio.class,
      "IGNBRK BRKINT IGNPAR PARMRK INPCK ISTRIP INLCR IGNCR ICRNL IUCLC IXON IXANY IXOFF "
          + "IMAXBEL IUTF8"),
  TERMINAL_OUTPUT("O", Termio.class, "OPOST OLCUC ONLCR OCRNL ONOCR ONLRET OFILL OFDEL"),
  TERMINAL_CONTROL("C", Termio.class, "CSTOPB CREAD PARENB PARODD HUPCL CLOCAL CMSPAR CRTSCTS"),
  TERMINAL_LOCAL(
      "ECHO",
      Termio.class,
      "ISIG ICANON XCASE ECHO ECHOE ECHOK ECHONL NOFLSH TOSTOP IEXTEN ECHOCTL ECHOPRT "
          + "ECHOKE FLUSHO PENDIN EXTPROC"),
  RANDOM("GRND_", GetRandom.class),
  IPC("IPC_", Ipc.class, "IPC_CREAT IPC_EXCL IPC_NOWAIT"),
  SHARED_MEMORY("SHM_", Ipc.class, "IPC_CREAT IPC_EXCL SHM_HUGETLB SHM_NORESERVE"),
  SHARED_MEMORY_ATTACH("SHM_", Ipc.class, "SHM_RDONLY SHM_RND SHM_REMAP SHM_EXEC"),
  QUEUE_MESSAGE("MSG_", Ipc.class, "MSG_NOERROR MSG_EXCEPT MSG_COPY IPC_NOWAIT"),
  SEMAPHORE("SEM_", Ipc.class, "SEM_UNDO IPC_NOWAIT"),
  TRACE_OPTIONS("PTRACE_O_", Ptrace.class),
  FILTER_FLAGS("SECCOMP_FILTER_FLAG_", Seccomp.class),
  RING_SETUP("IORING_SETUP_", IoUring.class),
  RING_ENTER("IORING_ENTER_", IoUring.class),
  UFFD("UFFD_", Userfault.class, "UFFD_USER_MODE_ONLY"),
  USER_FAULT(UFFD, PIPE),
  FANOTIFY(
      "FAN_",
      Userfault.class,
      "FAN_CLOEXEC FAN_NONBLOCK FAN_CLASS_* FAN_UNLIMITED_* FAN_ENABLE_AUDIT "
          + "FAN_REPORT_* !FAN_CLASS_NOTIF"),
  FANOTIFY_MARK("FAN_MARK_", Userfault.class),
  FANOTIFY_EVENTS(
      "FAN_",
      Userfault.class,
      "FAN_* !FAN_MARK_* !FAN_CLOEXEC !FAN_NONBLOCK !FAN_CLASS_* !FAN_UNLIMITED_* "
          + "!FAN_ENABLE_AUDIT !FAN_REPORT_*");

  private final String prefix;
  private final Class<?> source;
  private final String patterns;
  private final @Nullable FlagSet more;

  /** All that begin so. */
  FlagSet(String prefix, Class<?> source) {
    this(prefix, source, prefix + "*");
  }

  FlagSet(String prefix, Class<?> source, String patterns) {
    this.prefix = prefix;
    this.source = source;
    this.patterns = patterns;
    this.more = null;
  }

  /** Those of both. */
  FlagSet(FlagSet some, FlagSet more) {
    this.prefix = some.prefix;
    this.source = some.source;
    this.patterns = some.patterns;
    this.more = more;
  }

  /** What the names begin with. */
  public String prefix() {
    return prefix;
  }

  /** The names and their bits; found anew at each call. */
  public List<NamedValue> all() {
    List<NamedValue> values = NamedValue.of(source, patterns);
    if (more == null) {
      return values;
    }
    List<NamedValue> both = new ArrayList<>(values);
    both.addAll(more.all());
    return List.copyOf(both);
  }
}
