package exo.kernel.syscall;

import exo.kernel.abi.Errno;
import java.util.List;
import java.util.stream.Collectors;

/** The page of system calls in the documentation, made from {@link SyscallTable}. */
public final class SyscallPage {
  private SyscallPage() {}

  /** The page in Markdown. */
  public static String markdown() {
    StringBuilder page = new StringBuilder();
    List<SyscallEntry> entries = SyscallTable.entries();
    page.append(
        """
        # System calls

        Every system call of Linux on x86-64 and how far it goes in Exo. Numbers that are not here
        answer ENOSYS, as they do on Linux. What a partial call leaves out fails with the errno that
        Linux has for it; an absent call answers as a Linux built or started without it does.

        This page is written by `./exo syscalls --markdown`, from the table that also dispatches the
        calls (`SyscallTable`); a test compares. Flags and commands are shown by what their names
        begin with.

        """);
    page.append(
        "%d full, %d partial, %d absent.\n\n"
            .formatted(
                count(entries, Support.FULL),
                count(entries, Support.PARTIAL),
                count(entries, Support.ABSENT)));
    page.append("| number | call | support | |\n|---:|---|---|---|\n");
    for (SyscallEntry e : entries) {
      page.append(
          "| %d | `%s` | %s | %s |\n"
              .formatted(e.number(), signature(e), support(e), e.note().replace("|", "\\|")));
    }
    return page.toString();
  }

  private static long count(List<SyscallEntry> entries, Support support) {
    return entries.stream().filter(e -> e.support() == support).count();
  }

  private static String support(SyscallEntry e) {
    return switch (e.support()) {
      case FULL -> "full";
      case PARTIAL -> "partial";
      case ABSENT -> {
        Errno errno = Errno.of(e.errno());
        yield errno == null ? "errno " + e.errno() : errno.symbol();
      }
    };
  }

  /**
   * The call as a C programmer would write it: {@code openat(int dirfd, const char *path, ...)}.
   */
  public static String signature(SyscallEntry e) {
    return e.args().stream()
        .map(SyscallPage::type)
        .collect(Collectors.joining(", ", e.name() + "(", ")"));
  }

  private static String type(ArgKind kind) {
    return switch (kind) {
      case ArgKind.Scalar s -> scalar(s);
      case ArgKind.Flags f -> names(f.set().prefix());
      case ArgKind.FlagsAndMode f -> names(f.set().prefix()) + " and mode";
      case ArgKind.OneOf o -> names(o.set().prefix());
      case ArgKind.Text t ->
          switch (t) {
            case PATH -> "const char *path";
            case STRING -> "const char *";
            case VECTOR -> "char *const argv[]";
            case ENVIRONMENT -> "char *const envp[]";
          };
      case ArgKind.Buffer b -> constant(b.direction()) + "void *";
      case ArgKind.Struct s -> constant(s.direction()) + pointer(s.struct());
      case ArgKind.Array a -> constant(a.direction()) + pointer(a.element());
      case ArgKind.Iovec v -> "const struct iovec *";
      case ArgKind.Address a -> constant(a.direction()) + "struct sockaddr *";
      case ArgKind.SignalSet s -> constant(s.direction()) + "sigset_t *";
      case ArgKind.Special s -> special(s);
    };
  }

  private static String scalar(ArgKind.Scalar kind) {
    return switch (kind) {
      case INT -> "int";
      case UINT, HEX -> "unsigned int";
      case LONG -> "long";
      case ULONG, HEX_LONG -> "unsigned long";
      case SIZE -> "size_t";
      case OFFSET -> "loff_t";
      case FD -> "int fd";
      case DIRFD -> "int dirfd";
      case PID -> "pid_t";
      case UID -> "uid_t";
      case MODE, FILE_MODE -> "mode_t";
      case DEVICE -> "dev_t";
      case SIGNAL -> "int sig";
      case POINTER -> "void *addr";
      case UNUSED -> "unused";
    };
  }

  private static String special(ArgKind.Special kind) {
    return switch (kind) {
      case MAPPING -> "MAP_*";
      case CLONE_FLAGS -> "CLONE_* and signal";
      case SOCKET_TYPE -> "SOCK_*";
      case SOCKET_PROTOCOL -> "int protocol";
      case SOCKET_OPTION -> "int option";
      case OPTION_VALUE_IN -> "const void *";
      case OPTION_VALUE_OUT, RESIDENCE -> "void *";
      case FUTEX_OPERATION -> "FUTEX_*";
      case FUTEX_WAKE_OPERATION -> "FUTEX_OP_*";
      case FUTEX_BITS -> "unsigned int bits";
      case POLL_DESCRIPTORS -> "struct pollfd *";
      case DESCRIPTOR_SET -> "fd_set *";
      case SIGNAL_SET_AND_SIZE -> "const struct { sigset_t *; size_t; } *";
      case CPU_SET_IN -> "const cpu_set_t *";
      case CPU_SET_OUT -> "cpu_set_t *";
      case REMOTE_IOVEC -> "const struct iovec *";
      case WAIT_STATUS -> "int *status";
      case REMAINING_TIME -> "struct timespec *";
      case DIRECTORY_ENTRIES -> "struct dirent *";
      case THREAD_NAME_IN -> "const char[16]";
      case THREAD_NAME_OUT -> "char[16]";
      case IPC_KEY -> "key_t";
      case MESSAGE_IN -> "const struct msgbuf *";
      case MESSAGE_OUT -> "struct msgbuf *";
    };
  }

  private static String names(String prefix) {
    if (prefix.isEmpty()) {
      return "unsigned int command";
    }
    return prefix.startsWith("?") ? prefix : prefix + "*";
  }

  private static String constant(Direction direction) {
    return direction == Direction.IN ? "const " : "";
  }

  /** {@code struct stat *}, but {@code int[2]} is an array already. */
  private static String pointer(StructKind kind) {
    String type = kind.type();
    return type.endsWith("]") || type.endsWith("*") ? type : type + " *";
  }
}
