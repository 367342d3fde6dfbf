package exo.kernel.strace;

import static exo.mem.layout.LittleEndian.getInt;
import static exo.mem.layout.LittleEndian.getLong;
import static exo.mem.layout.LittleEndian.getShort;

import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Mount;
import exo.kernel.abi.Resource;
import exo.kernel.abi.Signals;
import exo.kernel.abi.layout.CapData;
import exo.kernel.abi.layout.CapHeader;
import exo.kernel.abi.layout.EpollEvent;
import exo.kernel.abi.layout.FOwnerEx;
import exo.kernel.abi.layout.FileCloneRange;
import exo.kernel.abi.layout.FileHandle;
import exo.kernel.abi.layout.Flock;
import exo.kernel.abi.layout.FutexWaitv;
import exo.kernel.abi.layout.MountAttr;
import exo.kernel.abi.layout.MqAttr;
import exo.kernel.abi.layout.OpenHow;
import exo.kernel.abi.layout.Rlimit;
import exo.kernel.abi.layout.SchedAttr;
import exo.kernel.abi.layout.Sembuf;
import exo.kernel.abi.layout.Sigevent;
import exo.kernel.abi.layout.SockFprog;
import exo.kernel.abi.layout.StackT;
import exo.kernel.abi.layout.Sysinfo;
import exo.kernel.abi.layout.TermiosLayout;
import exo.kernel.abi.layout.Utsname;
import exo.kernel.abi.layout.Winsize;
import exo.kernel.syscall.FlagSet;
import exo.kernel.syscall.StructKind;
import exo.kernel.syscall.ValueSet;

/** Structures as strace shows them without -v: of the long ones only what matters most. */
final class Structures {
  private Structures() {}

  /**
   * Prints the structure whose bytes are {@code s}.
   *
   * @return false, with nothing printed, for a kind that is shown as an address
   */
  static boolean print(Printer p, StructKind kind, byte[] s) {
    switch (kind) {
      case S8 -> p.text("[").decimal(s[0]).text("]");
      case S32, PID_T -> p.text("[").decimal(getInt(s, 0)).text("]");
      case U32, UID_T -> p.text("[").unsigned(getInt(s, 0) & 0xffff_ffffL).text("]");
      case X32 -> p.text("[").hex(getInt(s, 0) & 0xffff_ffffL).text("]");
      case S64, LOFF_T -> p.text("[").decimal(getLong(s, 0)).text("]");
      case U64 -> p.text("[").unsigned(getLong(s, 0)).text("]");
      case X64 -> p.text("[").hex(getLong(s, 0)).text("]");
      case PTR -> p.text("[").pointer(getLong(s, 0)).text("]");
      case FDS -> p.text("[").decimal(getInt(s, 0)).text(", ").decimal(getInt(s, 4)).text("]");
      case TIME_T ->
          p.text("[").decimal(getLong(s, 0)).text(" /* ").date(getLong(s, 0)).text(" */]");
      case LIFE_TIME -> p.text("[").value(ValueSet.LIFE_TIME, getInt(s, 0)).text("]");
      case SIGNAL_NUMBER -> {
        p.text("[");
        SignalText.signal(p, getInt(s, 0));
        p.text("]");
      }
      case TIMESPEC,
          TIMESPEC_PAIR,
          TIMEVAL,
          TIMEVAL_PAIR,
          TIMEZONE,
          ITIMERVAL,
          ITIMERSPEC,
          UTIMBUF,
          TMS,
          TIMEX,
          RUSAGE ->
          TimeText.print(p, kind, s);
      case STAT -> FileText.stat(p, s);
      case STATX -> FileText.statx(p, s);
      case STATFS -> FileText.statfs(p, s);
      case FLOCK -> lock(p, s);
      case OWNER -> {
        p.text("{type=").value(ValueSet.OWNER_TYPE, getInt(s, FOwnerEx.TYPE));
        p.text(", pid=").decimal(getInt(s, FOwnerEx.PID)).text("}");
      }
      case OPEN_HOW -> openHow(p, s);
      case FILE_HANDLE ->
          p.text("{handle_bytes=").decimal(getInt(s, FileHandle.HANDLE_BYTES)).text("}");
      case CLONE_RANGE -> {
        p.text("{src_fd=").decimal(getLong(s, FileCloneRange.SRC_FD));
        p.text(", src_offset=").unsigned(getLong(s, FileCloneRange.SRC_OFFSET));
        p.text(", src_length=").unsigned(getLong(s, FileCloneRange.SRC_LENGTH));
        p.text(", dest_offset=").unsigned(getLong(s, FileCloneRange.DEST_OFFSET)).text("}");
      }
      case MOUNT_ATTR -> mountAttributes(p, s);
      case RLIMIT -> {
        p.text("{rlim_cur=");
        limit(p, getLong(s, Rlimit.RLIM_CUR));
        p.text(", rlim_max=");
        limit(p, getLong(s, Rlimit.RLIM_MAX));
        p.text("}");
      }
      case SYSINFO -> sysinfo(p, s);
      case UTSNAME -> {
        p.text("{sysname=").quotedString(s, Utsname.SYSNAME, 65);
        p.text(", nodename=").quotedString(s, Utsname.NODENAME, 65).text(", ...}");
      }
      case CAP_HEADER -> {
        p.text("{version=").value(ValueSet.CAPABILITY_VERSION, getInt(s, CapHeader.VERSION));
        p.text(", pid=").decimal(getInt(s, CapHeader.PID)).text("}");
      }
      case CAP_DATA -> capabilities(p, s);
      case TERMIOS, TERMIOS2 -> terminal(p, s);
      case WINSIZE -> {
        p.text("{ws_row=").decimal(getShort(s, Winsize.WS_ROW) & 0xffff);
        p.text(", ws_col=").decimal(getShort(s, Winsize.WS_COL) & 0xffff);
        p.text(", ws_xpixel=").decimal(getShort(s, Winsize.WS_XPIXEL) & 0xffff);
        p.text(", ws_ypixel=").decimal(getShort(s, Winsize.WS_YPIXEL) & 0xffff).text("}");
      }
      case SIGINFO -> SignalText.info(p, s);
      case SIGACTION -> SignalText.action(p, s);
      case STACK -> {
        p.text("{ss_sp=").pointer(getLong(s, StackT.SS_SP));
        p.text(", ss_flags=").flags(FlagSet.SIGNAL_STACK, getInt(s, StackT.SS_FLAGS));
        p.text(", ss_size=").unsigned(getLong(s, StackT.SS_SIZE)).text("}");
      }
      case SIGEVENT -> event(p, s);
      case CLONE_ARGS -> CloneText.clone3(p, s);
      case SCHED_PARAM -> p.text("[").decimal(getInt(s, 0)).text("]");
      case SCHED_ATTR -> scheduling(p, s);
      case FUTEX_WAITV -> {
        p.text("{val=").hex(getLong(s, FutexWaitv.VAL));
        p.text(", uaddr=").pointer(getLong(s, FutexWaitv.UADDR));
        p.text(", flags=").hex(getInt(s, FutexWaitv.FLAGS) & 0xffff_ffffL).text("}");
      }
      case FILTER_PROGRAM -> {
        p.text("{len=").decimal(getShort(s, SockFprog.LEN) & 0xffff);
        p.text(", filter=").pointer(getLong(s, SockFprog.FILTER)).text("}");
      }
      case EPOLL_EVENT -> {
        p.text("{events=").flags(FlagSet.EPOLL, getInt(s, EpollEvent.EVENTS) & 0xffff_ffffL);
        long data = getLong(s, EpollEvent.DATA);
        p.text(", data={u32=").unsigned(data & 0xffff_ffffL);
        p.text(", u64=").unsigned(data).text("}}");
      }
      case MQ_ATTR -> {
        p.text("{mq_flags=").openFlags(getLong(s, MqAttr.MQ_FLAGS));
        p.text(", mq_maxmsg=").decimal(getLong(s, MqAttr.MQ_MAXMSG));
        p.text(", mq_msgsize=").decimal(getLong(s, MqAttr.MQ_MSGSIZE));
        p.text(", mq_curmsgs=").decimal(getLong(s, MqAttr.MQ_CURMSGS)).text("}");
      }
      case SEMBUF -> {
        p.text("{sem_num=").decimal(getShort(s, Sembuf.SEM_NUM) & 0xffff);
        p.text(", sem_op=").decimal(getShort(s, Sembuf.SEM_OP));
        p.text(", sem_flg=").flags(FlagSet.SEMAPHORE, getShort(s, Sembuf.SEM_FLG)).text("}");
      }
      case SHMID, SEMID, MSQID -> IpcText.print(p, kind, s);
      case RSEQ, ROBUST_LIST, USER_DESC, USER_REGS, POLLFD, MSGHDR, MMSGHDR, IFREQ, IFCONF -> {
        return false;
      }
    }
    return true;
  }

  private static void lock(Printer p, byte[] s) {
    int type = getShort(s, Flock.L_TYPE);
    p.text("{l_type=").value(ValueSet.LOCK_TYPE, type);
    p.text(", l_whence=").value(ValueSet.WHENCE, getShort(s, Flock.L_WHENCE));
    p.text(", l_start=").decimal(getLong(s, Flock.L_START));
    p.text(", l_len=").decimal(getLong(s, Flock.L_LEN)).text("}");
  }

  private static void openHow(Printer p, byte[] s) {
    long flags = getLong(s, OpenHow.FLAGS);
    p.text("{flags=").openFlags(flags);
    long mode = getLong(s, OpenHow.MODE);
    if (mode != 0 || (flags & (Fcntl.O_CREAT | Fcntl.__O_TMPFILE)) != 0) {
      p.text(", mode=").mode(mode);
    }
    p.text(", resolve=").flags(FlagSet.RESOLVE, getLong(s, OpenHow.RESOLVE)).text("}");
  }

  private static void mountAttributes(Printer p, byte[] s) {
    p.text("{attr_set=").flags(FlagSet.MOUNT_ATTRIBUTES, getLong(s, MountAttr.ATTR_SET));
    p.text(", attr_clr=").flags(FlagSet.MOUNT_ATTRIBUTES, getLong(s, MountAttr.ATTR_CLR));
    long propagation = getLong(s, MountAttr.PROPAGATION);
    p.text(", propagation=");
    if (propagation == Mount.MS_PRIVATE) {
      p.text("MS_PRIVATE");
    } else {
      p.flags(FlagSet.MOUNT, propagation);
    }
    p.text(", userns_fd=").decimal(getLong(s, MountAttr.USERNS_FD)).text("}");
  }

  /** A limit, as a multiple of 1024 where it is one. */
  static void limit(Printer p, long limit) {
    if (limit == Resource.RLIM_INFINITY) {
      p.text("RLIM64_INFINITY");
    } else if (Long.compareUnsigned(limit, 1024) > 0 && limit % 1024 == 0) {
      p.unsigned(Long.divideUnsigned(limit, 1024)).text("*1024");
    } else {
      p.unsigned(limit);
    }
  }

  private static void sysinfo(Printer p, byte[] s) {
    p.text("{uptime=").decimal(getLong(s, Sysinfo.UPTIME)).text(", loads=[");
    p.unsigned(getLong(s, Sysinfo.LOADS)).text(", ");
    p.unsigned(getLong(s, Sysinfo.LOADS + 8)).text(", ");
    p.unsigned(getLong(s, Sysinfo.LOADS + 16));
    p.text("], totalram=").unsigned(getLong(s, Sysinfo.TOTALRAM));
    p.text(", freeram=").unsigned(getLong(s, Sysinfo.FREERAM));
    p.text(", sharedram=").unsigned(getLong(s, Sysinfo.SHAREDRAM));
    p.text(", bufferram=").unsigned(getLong(s, Sysinfo.BUFFERRAM));
    p.text(", totalswap=").unsigned(getLong(s, Sysinfo.TOTALSWAP));
    p.text(", freeswap=").unsigned(getLong(s, Sysinfo.FREESWAP));
    p.text(", procs=").decimal(getShort(s, Sysinfo.PROCS) & 0xffff);
    p.text(", totalhigh=").unsigned(getLong(s, Sysinfo.TOTALHIGH));
    p.text(", freehigh=").unsigned(getLong(s, Sysinfo.FREEHIGH));
    p.text(", mem_unit=").decimal(getInt(s, Sysinfo.MEM_UNIT)).text("}");
  }

  private static void capabilities(Printer p, byte[] s) {
    p.text("{effective=");
    capabilitySet(p, s, CapData.EFFECTIVE);
    p.text(", permitted=");
    capabilitySet(p, s, CapData.PERMITTED);
    p.text(", inheritable=");
    capabilitySet(p, s, CapData.INHERITABLE);
    p.text("}");
  }

  /** The low half of a set stands in the first struct, the high half in the second. */
  private static void capabilitySet(Printer p, byte[] s, int off) {
    long low = getInt(s, off) & 0xffff_ffffL;
    long set = low | ((long) getInt(s, CapData.SIZE + off) << 32);
    if (set == 0) {
      p.text("0");
    }
    String separator = "";
    for (int n = 0; n < 64; n++) {
      if ((set >>> n & 1) != 0) {
        String name = p.name(ValueSet.CAPABILITY, n);
        p.text(separator).text("1<<").text(name == null ? Integer.toString(n) : name);
        separator = "|";
      }
    }
  }

  private static void terminal(Printer p, byte[] s) {
    p.text("{c_iflag=").flags(FlagSet.TERMINAL_INPUT, flags(s, TermiosLayout.C_IFLAG));
    p.text(", c_oflag=");
    TerminalText.output(p, getInt(s, TermiosLayout.C_OFLAG));
    p.text(", c_cflag=");
    TerminalText.control(p, getInt(s, TermiosLayout.C_CFLAG));
    p.text(", c_lflag=").flags(FlagSet.TERMINAL_LOCAL, flags(s, TermiosLayout.C_LFLAG));
    p.text(", ...}");
  }

  private static long flags(byte[] s, int off) {
    return getInt(s, off) & 0xffff_ffffL;
  }

  private static void event(Printer p, byte[] s) {
    int notify = getInt(s, Sigevent.SIGEV_NOTIFY);
    long value = getLong(s, Sigevent.SIGEV_VALUE);
    p.text("{");
    if (value != 0) {
      p.text("sigev_value={sival_int=").decimal((int) value);
      p.text(", sival_ptr=").pointer(value).text("}, ");
    }
    p.text("sigev_signo=");
    SignalText.signal(p, getInt(s, Sigevent.SIGEV_SIGNO));
    p.text(", sigev_notify=").value(ValueSet.SIGNAL_EVENT, notify);
    if (notify == Signals.SIGEV_THREAD_ID) {
      p.text(", sigev_notify_thread_id=").decimal(getInt(s, Sigevent.SIGEV_UN));
    }
    p.text("}");
  }

  private static void scheduling(Printer p, byte[] s) {
    p.text("{size=").decimal(getInt(s, SchedAttr.ATTR_SIZE));
    p.text(", sched_policy=").value(ValueSet.POLICY, getInt(s, SchedAttr.SCHED_POLICY));
    p.text(", sched_flags=").flags(FlagSet.SCHEDULING, getLong(s, SchedAttr.SCHED_FLAGS));
    p.text(", sched_nice=").decimal(getInt(s, SchedAttr.SCHED_NICE));
    p.text(", sched_priority=").decimal(getInt(s, SchedAttr.SCHED_PRIORITY));
    p.text(", sched_runtime=").unsigned(getLong(s, SchedAttr.SCHED_RUNTIME));
    p.text(", sched_deadline=").unsigned(getLong(s, SchedAttr.SCHED_DEADLINE));
    p.text(", sched_period=").unsigned(getLong(s, SchedAttr.SCHED_PERIOD)).text("}");
  }
}
