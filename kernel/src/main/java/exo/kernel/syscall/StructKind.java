package exo.kernel.syscall;

import exo.kernel.abi.layout.CapData;
import exo.kernel.abi.layout.CapHeader;
import exo.kernel.abi.layout.CloneArgs;
import exo.kernel.abi.layout.EpollEvent;
import exo.kernel.abi.layout.FOwnerEx;
import exo.kernel.abi.layout.FileCloneRange;
import exo.kernel.abi.layout.FileHandle;
import exo.kernel.abi.layout.Flock;
import exo.kernel.abi.layout.FutexWaitv;
import exo.kernel.abi.layout.Ifconf;
import exo.kernel.abi.layout.Ifreq;
import exo.kernel.abi.layout.Itimerspec;
import exo.kernel.abi.layout.Itimerval;
import exo.kernel.abi.layout.Mmsghdr;
import exo.kernel.abi.layout.MountAttr;
import exo.kernel.abi.layout.MqAttr;
import exo.kernel.abi.layout.Msghdr;
import exo.kernel.abi.layout.MsqidDs;
import exo.kernel.abi.layout.OpenHow;
import exo.kernel.abi.layout.Pollfd;
import exo.kernel.abi.layout.Rlimit;
import exo.kernel.abi.layout.RobustListHead;
import exo.kernel.abi.layout.RseqLayout;
import exo.kernel.abi.layout.Rusage;
import exo.kernel.abi.layout.SchedAttr;
import exo.kernel.abi.layout.SchedParam;
import exo.kernel.abi.layout.Sembuf;
import exo.kernel.abi.layout.SemidDs;
import exo.kernel.abi.layout.ShmidDs;
import exo.kernel.abi.layout.SigactionLayout;
import exo.kernel.abi.layout.Sigevent;
import exo.kernel.abi.layout.Siginfo;
import exo.kernel.abi.layout.SockFprog;
import exo.kernel.abi.layout.StackT;
import exo.kernel.abi.layout.StatLayout;
import exo.kernel.abi.layout.StatfsLayout;
import exo.kernel.abi.layout.StatxLayout;
import exo.kernel.abi.layout.Sysinfo;
import exo.kernel.abi.layout.Termios2Layout;
import exo.kernel.abi.layout.TermiosLayout;
import exo.kernel.abi.layout.Timespec;
import exo.kernel.abi.layout.Timeval;
import exo.kernel.abi.layout.Timex;
import exo.kernel.abi.layout.Timezone;
import exo.kernel.abi.layout.Tms;
import exo.kernel.abi.layout.UserDesc;
import exo.kernel.abi.layout.UserRegs;
import exo.kernel.abi.layout.Utimbuf;
import exo.kernel.abi.layout.Utsname;
import exo.kernel.abi.layout.Winsize;

/** What a pointer points to: a structure of {@link exo.kernel.abi.layout}, or a plain number. */
public enum StructKind {
  S8("char", 1),
  S32("int", 4),
  U32("unsigned int", 4),
  S64("long", 8),
  U64("unsigned long", 8),
  X32("unsigned int", 4),
  X64("unsigned long", 8),
  LOFF_T("loff_t", 8),
  TIME_T("time_t", 8),
  PTR("void *", 8),
  PID_T("pid_t", 4),
  SIGNAL_NUMBER("int", 4),
  UID_T("uid_t", 4),
  FDS("int[2]", 8),
  TIMESPEC("struct timespec", Timespec.SIZE),
  TIMESPEC_PAIR("struct timespec[2]", 2 * Timespec.SIZE),
  TIMEVAL("struct timeval", Timeval.SIZE),
  TIMEVAL_PAIR("struct timeval[2]", 2 * Timeval.SIZE),
  TIMEZONE("struct timezone", Timezone.SIZE),
  ITIMERVAL("struct itimerval", Itimerval.SIZE),
  ITIMERSPEC("struct itimerspec", Itimerspec.SIZE),
  UTIMBUF("struct utimbuf", Utimbuf.SIZE),
  TMS("struct tms", Tms.SIZE),
  TIMEX("struct timex", Timex.SIZE),
  STAT("struct stat", StatLayout.SIZE),
  STATX("struct statx", StatxLayout.SIZE),
  STATFS("struct statfs", StatfsLayout.SIZE),
  FLOCK("struct flock", Flock.SIZE),
  OWNER("struct f_owner_ex", FOwnerEx.SIZE),
  OPEN_HOW("struct open_how", OpenHow.SIZE),
  FILE_HANDLE("struct file_handle", FileHandle.SIZE),
  CLONE_RANGE("struct file_clone_range", FileCloneRange.SIZE),
  MOUNT_ATTR("struct mount_attr", MountAttr.SIZE),
  RLIMIT("struct rlimit", Rlimit.SIZE),
  RUSAGE("struct rusage", Rusage.SIZE),
  SYSINFO("struct sysinfo", Sysinfo.SIZE),
  UTSNAME("struct utsname", Utsname.SIZE),
  CAP_HEADER("struct __user_cap_header_struct", CapHeader.SIZE),
  CAP_DATA("struct __user_cap_data_struct", 2 * CapData.SIZE),
  TERMIOS("struct termios", TermiosLayout.SIZE),
  TERMIOS2("struct termios2", Termios2Layout.SIZE),
  WINSIZE("struct winsize", Winsize.SIZE),
  SIGINFO("siginfo_t", Siginfo.SIZE),
  SIGACTION("struct sigaction", SigactionLayout.SIZE),
  STACK("stack_t", StackT.SIZE),
  SIGEVENT("struct sigevent", Sigevent.SIZE),
  CLONE_ARGS("struct clone_args", CloneArgs.SIZE),
  SCHED_PARAM("struct sched_param", SchedParam.SIZE),
  SCHED_ATTR("struct sched_attr", SchedAttr.SIZE),
  RSEQ("struct rseq", RseqLayout.SIZE),
  ROBUST_LIST("struct robust_list_head", RobustListHead.SIZE),
  FUTEX_WAITV("struct futex_waitv", FutexWaitv.SIZE),
  USER_DESC("struct user_desc", UserDesc.SIZE),
  LIFE_TIME("unsigned long", 8),
  USER_REGS("struct user_regs_struct", UserRegs.SIZE),
  FILTER_PROGRAM("struct sock_fprog", SockFprog.SIZE),
  POLLFD("struct pollfd", Pollfd.SIZE),
  EPOLL_EVENT("struct epoll_event", EpollEvent.SIZE),
  MSGHDR("struct msghdr", Msghdr.SIZE),
  MMSGHDR("struct mmsghdr", Mmsghdr.SIZE),
  IFREQ("struct ifreq", Ifreq.SIZE),
  IFCONF("struct ifconf", Ifconf.SIZE),
  MQ_ATTR("struct mq_attr", MqAttr.SIZE),
  SHMID("struct shmid_ds", ShmidDs.SIZE),
  SEMID("struct semid_ds", SemidDs.SIZE),
  MSQID("struct msqid_ds", MsqidDs.SIZE),
  SEMBUF("struct sembuf", Sembuf.SIZE);

  private final String type;
  private final int size;

  StructKind(String type, int size) {
    this.type = type;
    this.size = size;
  }

  /** The name of the type in C. */
  public String type() {
    return type;
  }

  /** Bytes. */
  public int size() {
    return size;
  }
}
