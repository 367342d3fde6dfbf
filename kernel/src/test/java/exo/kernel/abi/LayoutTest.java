package exo.kernel.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.layout.*;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The C compiler of a Linux machine lays every structure out as we do. */
class LayoutTest {
  /** Fields whose Java name is not the C name in capitals. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "SchedAttr.ATTR_SIZE", "size",
          "FutexWaitv.RESERVED", "__reserved",
          "Siginfo.SIFIELDS", "_sifields",
          "Sigevent.SIGEV_UN", "_sigev_un");

  record Struct(Class<?> layout, String type, String headers) {
    @Override
    public String toString() {
      return layout.getSimpleName();
    }

    String expression(Field constant) {
      if (constant.getName().equals("SIZE")) {
        return "sizeof(" + type + ")";
      }
      String name = layout.getSimpleName() + "." + constant.getName();
      String field = RENAMED.getOrDefault(name, constant.getName().toLowerCase(Locale.ROOT));
      return "offsetof(" + type + ", " + field + ")";
    }
  }

  static Stream<Struct> structs() {
    return Stream.of(
        new Struct(Timespec.class, "struct timespec", "linux/time.h"),
        new Struct(Timeval.class, "struct timeval", "linux/time.h"),
        new Struct(Timezone.class, "struct timezone", "linux/time.h"),
        new Struct(Itimerval.class, "struct itimerval", "linux/time.h"),
        new Struct(Itimerspec.class, "struct itimerspec", "linux/time.h"),
        new Struct(Utimbuf.class, "struct utimbuf", "linux/utime.h"),
        new Struct(Tms.class, "struct tms", "linux/times.h"),
        new Struct(Timex.class, "struct timex", "sys/timex.h"),
        new Struct(StatLayout.class, "struct stat", "asm/stat.h"),
        new Struct(StatxLayout.class, "struct statx", "linux/stat.h"),
        new Struct(StatxTimestamp.class, "struct statx_timestamp", "linux/stat.h"),
        new Struct(StatfsLayout.class, "struct statfs", "asm/statfs.h"),
        new Struct(Dirent64.class, "struct dirent64", "dirent.h"),
        new Struct(Iovec.class, "struct iovec", "linux/uio.h"),
        new Struct(Flock.class, "struct flock", "asm/fcntl.h"),
        new Struct(FOwnerEx.class, "struct f_owner_ex", "asm/fcntl.h"),
        new Struct(OpenHow.class, "struct open_how", "linux/openat2.h"),
        new Struct(FileHandle.class, "struct file_handle", "fcntl.h"),
        new Struct(FileCloneRange.class, "struct file_clone_range", "linux/fs.h"),
        new Struct(MountAttr.class, "struct mount_attr", "linux/mount.h"),
        new Struct(Rlimit.class, "struct rlimit64", "linux/resource.h"),
        new Struct(Rusage.class, "struct rusage", "linux/resource.h"),
        new Struct(Sysinfo.class, "struct sysinfo", "linux/sysinfo.h"),
        new Struct(Utsname.class, "struct new_utsname", "linux/utsname.h"),
        new Struct(TermiosLayout.class, "struct termios", "asm/termbits.h"),
        new Struct(Termios2Layout.class, "struct termios2", "asm/termbits.h"),
        new Struct(Winsize.class, "struct winsize", "asm/termios.h"),
        new Struct(Siginfo.class, "siginfo_t", "asm/siginfo.h"),
        new Struct(SigactionLayout.class, "struct sigaction", "asm/signal.h"),
        new Struct(StackT.class, "stack_t", "asm/signal.h"),
        new Struct(Sigevent.class, "struct sigevent", "asm/siginfo.h"),
        new Struct(SignalfdSiginfo.class, "struct signalfd_siginfo", "linux/signalfd.h"),
        new Struct(SigcontextLayout.class, "struct sigcontext", "asm/sigcontext.h"),
        new Struct(
            UcontextLayout.class,
            "struct ucontext",
            "asm/signal.h asm/sigcontext.h asm/ucontext.h"),
        new Struct(CloneArgs.class, "struct clone_args", "linux/sched.h"),
        new Struct(SchedParam.class, "struct sched_param", "sched.h"),
        new Struct(SchedAttr.class, "struct sched_attr", "linux/types.h linux/sched/types.h"),
        new Struct(RseqLayout.class, "struct rseq", "linux/rseq.h"),
        new Struct(RseqCs.class, "struct rseq_cs", "linux/rseq.h"),
        new Struct(RobustListHead.class, "struct robust_list_head", "linux/futex.h"),
        new Struct(FutexWaitv.class, "struct futex_waitv", "linux/futex.h"),
        new Struct(UserDesc.class, "struct user_desc", "asm/ldt.h"),
        new Struct(CapHeader.class, "struct __user_cap_header_struct", "linux/capability.h"),
        new Struct(CapData.class, "struct __user_cap_data_struct", "linux/capability.h"),
        new Struct(Pollfd.class, "struct pollfd", "asm/poll.h"),
        new Struct(EpollEvent.class, "struct epoll_event", "sys/epoll.h"),
        new Struct(InotifyEvent.class, "struct inotify_event", "linux/inotify.h"),
        new Struct(SockaddrUn.class, "struct sockaddr_un", "sys/un.h"),
        new Struct(SockaddrIn.class, "struct sockaddr_in", "linux/in.h"),
        new Struct(SockaddrIn6.class, "struct sockaddr_in6", "linux/in6.h"),
        new Struct(SockaddrNl.class, "struct sockaddr_nl", "linux/netlink.h"),
        new Struct(SockaddrStorage.class, "struct sockaddr_storage", "sys/socket.h"),
        new Struct(Msghdr.class, "struct msghdr", "sys/socket.h"),
        new Struct(Mmsghdr.class, "struct mmsghdr", "sys/socket.h"),
        new Struct(Cmsghdr.class, "struct cmsghdr", "sys/socket.h"),
        new Struct(Ucred.class, "struct ucred", "sys/socket.h"),
        new Struct(Linger.class, "struct linger", "sys/socket.h"),
        new Struct(Ifreq.class, "struct ifreq", "net/if.h"),
        new Struct(Ifconf.class, "struct ifconf", "net/if.h"),
        new Struct(TcpInfo.class, "struct tcp_info", "linux/tcp.h"),
        new Struct(MqAttr.class, "struct mq_attr", "linux/mqueue.h"),
        new Struct(IpcPerm.class, "struct ipc64_perm", "asm/ipcbuf.h"),
        new Struct(ShmidDs.class, "struct shmid64_ds", "asm/shmbuf.h"),
        new Struct(Shminfo.class, "struct shminfo64", "asm/shmbuf.h"),
        new Struct(ShmInfo.class, "struct shm_info", "linux/shm.h"),
        new Struct(SemidDs.class, "struct semid64_ds", "asm/sembuf.h"),
        new Struct(Seminfo.class, "struct seminfo", "linux/sem.h"),
        new Struct(Sembuf.class, "struct sembuf", "linux/sem.h"),
        new Struct(MsqidDs.class, "struct msqid64_ds", "asm/msgbuf.h"),
        new Struct(Msginfo.class, "struct msginfo", "linux/msg.h"),
        new Struct(UserRegs.class, "struct user_regs_struct", "sys/user.h"),
        new Struct(SockFprog.class, "struct sock_fprog", "linux/filter.h"));
  }

  @TempDir Path folder;

  @BeforeAll
  static void needsACompiler() {
    CCompiler.assumePresent();
  }

  @ParameterizedTest
  @MethodSource("structs")
  void isWhatTheCompilerSays(Struct struct, TestReporter reporter)
      throws IOException, InterruptedException, IllegalAccessException {
    Map<String, Field> constants = new LinkedHashMap<>();
    for (Field f : struct.layout().getFields()) {
      constants.put(struct.expression(f), f);
    }
    Map<String, Long> values = new CCompiler(folder).values(struct.headers(), constants.keySet());
    for (Map.Entry<String, Long> e : values.entrySet()) {
      assertEquals(e.getValue(), constants.get(e.getKey()).getInt(null), e.getKey());
    }
    Set<String> unknown = new LinkedHashSet<>(constants.keySet());
    unknown.removeAll(values.keySet());
    if (!unknown.isEmpty()) {
      reporter.publishEntry(struct + ": not in this machine's headers", unknown.toString());
    }
    assertTrue(unknown.size() * 3 <= constants.size(), () -> "too many unknown: " + unknown);
  }
}
