package exo.kernel.abi;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The guest asked for something it may not have: one preallocated, stackless exception per Linux
 * error number, thrown anywhere below the system call dispatcher and caught there only.
 *
 * <p>Where an error is ordinary control flow (a read that would block) methods return {@code
 * -number()} instead; each says so. Source: errno(3), asm-generic/errno.h.
 */
public final class Errno extends Exception {
  private static final long serialVersionUID = 1L;
  private static final Map<Integer, Errno> BY_NUMBER = new LinkedHashMap<>();

  public static final Errno EPERM = new Errno("EPERM", 1, "Operation not permitted");
  public static final Errno ENOENT = new Errno("ENOENT", 2, "No such file or directory");
  public static final Errno ESRCH = new Errno("ESRCH", 3, "No such process");
  public static final Errno EINTR = new Errno("EINTR", 4, "Interrupted system call");
  public static final Errno EIO = new Errno("EIO", 5, "Input/output error");
  public static final Errno ENXIO = new Errno("ENXIO", 6, "No such device or address");
  public static final Errno E2BIG = new Errno("E2BIG", 7, "Argument list too long");
  public static final Errno ENOEXEC = new Errno("ENOEXEC", 8, "Exec format error");
  public static final Errno EBADF = new Errno("EBADF", 9, "Bad file descriptor");
  public static final Errno ECHILD = new Errno("ECHILD", 10, "No child processes");
  public static final Errno EAGAIN = new Errno("EAGAIN", 11, "Resource temporarily unavailable");
  public static final Errno ENOMEM = new Errno("ENOMEM", 12, "Cannot allocate memory");
  public static final Errno EACCES = new Errno("EACCES", 13, "Permission denied");
  public static final Errno EFAULT = new Errno("EFAULT", 14, "Bad address");
  public static final Errno ENOTBLK = new Errno("ENOTBLK", 15, "Block device required");
  public static final Errno EBUSY = new Errno("EBUSY", 16, "Device or resource busy");
  public static final Errno EEXIST = new Errno("EEXIST", 17, "File exists");
  public static final Errno EXDEV = new Errno("EXDEV", 18, "Invalid cross-device link");
  public static final Errno ENODEV = new Errno("ENODEV", 19, "No such device");
  public static final Errno ENOTDIR = new Errno("ENOTDIR", 20, "Not a directory");
  public static final Errno EISDIR = new Errno("EISDIR", 21, "Is a directory");
  public static final Errno EINVAL = new Errno("EINVAL", 22, "Invalid argument");
  public static final Errno ENFILE = new Errno("ENFILE", 23, "Too many open files in system");
  public static final Errno EMFILE = new Errno("EMFILE", 24, "Too many open files");
  public static final Errno ENOTTY = new Errno("ENOTTY", 25, "Inappropriate ioctl for device");
  public static final Errno ETXTBSY = new Errno("ETXTBSY", 26, "Text file busy");
  public static final Errno EFBIG = new Errno("EFBIG", 27, "File too large");
  public static final Errno ENOSPC = new Errno("ENOSPC", 28, "No space left on device");
  public static final Errno ESPIPE = new Errno("ESPIPE", 29, "Illegal seek");
  public static final Errno EROFS = new Errno("EROFS", 30, "Read-only file system");
  public static final Errno EMLINK = new Errno("EMLINK", 31, "Too many links");
  public static final Errno EPIPE = new Errno("EPIPE", 32, "Broken pipe");
  public static final Errno EDOM = new Errno("EDOM", 33, "Numerical argument out of domain");
  public static final Errno ERANGE = new Errno("ERANGE", 34, "Numerical result out of range");
  public static final Errno EDEADLK = new Errno("EDEADLK", 35, "Resource deadlock avoided");
  public static final Errno ENAMETOOLONG = new Errno("ENAMETOOLONG", 36, "File name too long");
  public static final Errno ENOLCK = new Errno("ENOLCK", 37, "No locks available");
  public static final Errno ENOSYS = new Errno("ENOSYS", 38, "Function not implemented");
  public static final Errno ENOTEMPTY = new Errno("ENOTEMPTY", 39, "Directory not empty");
  public static final Errno ELOOP = new Errno("ELOOP", 40, "Too many levels of symbolic links");
  public static final Errno ENOMSG = new Errno("ENOMSG", 42, "No message of desired type");
  public static final Errno EIDRM = new Errno("EIDRM", 43, "Identifier removed");
  public static final Errno ECHRNG = new Errno("ECHRNG", 44, "Channel number out of range");
  public static final Errno EL2NSYNC = new Errno("EL2NSYNC", 45, "Level 2 not synchronized");
  public static final Errno EL3HLT = new Errno("EL3HLT", 46, "Level 3 halted");
  public static final Errno EL3RST = new Errno("EL3RST", 47, "Level 3 reset");
  public static final Errno ELNRNG = new Errno("ELNRNG", 48, "Link number out of range");
  public static final Errno EUNATCH = new Errno("EUNATCH", 49, "Protocol driver not attached");
  public static final Errno ENOCSI = new Errno("ENOCSI", 50, "No CSI structure available");
  public static final Errno EL2HLT = new Errno("EL2HLT", 51, "Level 2 halted");
  public static final Errno EBADE = new Errno("EBADE", 52, "Invalid exchange");
  public static final Errno EBADR = new Errno("EBADR", 53, "Invalid request descriptor");
  public static final Errno EXFULL = new Errno("EXFULL", 54, "Exchange full");
  public static final Errno ENOANO = new Errno("ENOANO", 55, "No anode");
  public static final Errno EBADRQC = new Errno("EBADRQC", 56, "Invalid request code");
  public static final Errno EBADSLT = new Errno("EBADSLT", 57, "Invalid slot");
  public static final Errno EBFONT = new Errno("EBFONT", 59, "Bad font file format");
  public static final Errno ENOSTR = new Errno("ENOSTR", 60, "Device not a stream");
  public static final Errno ENODATA = new Errno("ENODATA", 61, "No data available");
  public static final Errno ETIME = new Errno("ETIME", 62, "Timer expired");
  public static final Errno ENOSR = new Errno("ENOSR", 63, "Out of streams resources");
  public static final Errno ENONET = new Errno("ENONET", 64, "Machine is not on the network");
  public static final Errno ENOPKG = new Errno("ENOPKG", 65, "Package not installed");
  public static final Errno EREMOTE = new Errno("EREMOTE", 66, "Object is remote");
  public static final Errno ENOLINK = new Errno("ENOLINK", 67, "Link has been severed");
  public static final Errno EADV = new Errno("EADV", 68, "Advertise error");
  public static final Errno ESRMNT = new Errno("ESRMNT", 69, "Srmount error");
  public static final Errno ECOMM = new Errno("ECOMM", 70, "Communication error on send");
  public static final Errno EPROTO = new Errno("EPROTO", 71, "Protocol error");
  public static final Errno EMULTIHOP = new Errno("EMULTIHOP", 72, "Multihop attempted");
  public static final Errno EDOTDOT = new Errno("EDOTDOT", 73, "RFS specific error");
  public static final Errno EBADMSG = new Errno("EBADMSG", 74, "Bad message");
  public static final Errno EOVERFLOW =
      new Errno("EOVERFLOW", 75, "Value too large for defined data type");
  public static final Errno ENOTUNIQ = new Errno("ENOTUNIQ", 76, "Name not unique on network");
  public static final Errno EBADFD = new Errno("EBADFD", 77, "File descriptor in bad state");
  public static final Errno EREMCHG = new Errno("EREMCHG", 78, "Remote address changed");
  public static final Errno ELIBACC =
      new Errno("ELIBACC", 79, "Can not access a needed shared library");
  public static final Errno ELIBBAD =
      new Errno("ELIBBAD", 80, "Accessing a corrupted shared library");
  public static final Errno ELIBSCN = new Errno("ELIBSCN", 81, ".lib section in a.out corrupted");
  public static final Errno ELIBMAX =
      new Errno("ELIBMAX", 82, "Attempting to link in too many shared libraries");
  public static final Errno ELIBEXEC =
      new Errno("ELIBEXEC", 83, "Cannot exec a shared library directly");
  public static final Errno EILSEQ =
      new Errno("EILSEQ", 84, "Invalid or incomplete multibyte or wide character");
  public static final Errno ERESTART =
      new Errno("ERESTART", 85, "Interrupted system call should be restarted");
  public static final Errno ESTRPIPE = new Errno("ESTRPIPE", 86, "Streams pipe error");
  public static final Errno EUSERS = new Errno("EUSERS", 87, "Too many users");
  public static final Errno ENOTSOCK = new Errno("ENOTSOCK", 88, "Socket operation on non-socket");
  public static final Errno EDESTADDRREQ =
      new Errno("EDESTADDRREQ", 89, "Destination address required");
  public static final Errno EMSGSIZE = new Errno("EMSGSIZE", 90, "Message too long");
  public static final Errno EPROTOTYPE =
      new Errno("EPROTOTYPE", 91, "Protocol wrong type for socket");
  public static final Errno ENOPROTOOPT = new Errno("ENOPROTOOPT", 92, "Protocol not available");
  public static final Errno EPROTONOSUPPORT =
      new Errno("EPROTONOSUPPORT", 93, "Protocol not supported");
  public static final Errno ESOCKTNOSUPPORT =
      new Errno("ESOCKTNOSUPPORT", 94, "Socket type not supported");
  public static final Errno EOPNOTSUPP = new Errno("EOPNOTSUPP", 95, "Operation not supported");
  public static final Errno EPFNOSUPPORT =
      new Errno("EPFNOSUPPORT", 96, "Protocol family not supported");
  public static final Errno EAFNOSUPPORT =
      new Errno("EAFNOSUPPORT", 97, "Address family not supported by protocol");
  public static final Errno EADDRINUSE = new Errno("EADDRINUSE", 98, "Address already in use");
  public static final Errno EADDRNOTAVAIL =
      new Errno("EADDRNOTAVAIL", 99, "Cannot assign requested address");
  public static final Errno ENETDOWN = new Errno("ENETDOWN", 100, "Network is down");
  public static final Errno ENETUNREACH = new Errno("ENETUNREACH", 101, "Network is unreachable");
  public static final Errno ENETRESET =
      new Errno("ENETRESET", 102, "Network dropped connection on reset");
  public static final Errno ECONNABORTED =
      new Errno("ECONNABORTED", 103, "Software caused connection abort");
  public static final Errno ECONNRESET = new Errno("ECONNRESET", 104, "Connection reset by peer");
  public static final Errno ENOBUFS = new Errno("ENOBUFS", 105, "No buffer space available");
  public static final Errno EISCONN =
      new Errno("EISCONN", 106, "Transport endpoint is already connected");
  public static final Errno ENOTCONN =
      new Errno("ENOTCONN", 107, "Transport endpoint is not connected");
  public static final Errno ESHUTDOWN =
      new Errno("ESHUTDOWN", 108, "Cannot send after transport endpoint shutdown");
  public static final Errno ETOOMANYREFS =
      new Errno("ETOOMANYREFS", 109, "Too many references: cannot splice");
  public static final Errno ETIMEDOUT = new Errno("ETIMEDOUT", 110, "Connection timed out");
  public static final Errno ECONNREFUSED = new Errno("ECONNREFUSED", 111, "Connection refused");
  public static final Errno EHOSTDOWN = new Errno("EHOSTDOWN", 112, "Host is down");
  public static final Errno EHOSTUNREACH = new Errno("EHOSTUNREACH", 113, "No route to host");
  public static final Errno EALREADY = new Errno("EALREADY", 114, "Operation already in progress");
  public static final Errno EINPROGRESS =
      new Errno("EINPROGRESS", 115, "Operation now in progress");
  public static final Errno ESTALE = new Errno("ESTALE", 116, "Stale file handle");
  public static final Errno EUCLEAN = new Errno("EUCLEAN", 117, "Structure needs cleaning");
  public static final Errno ENOTNAM = new Errno("ENOTNAM", 118, "Not a XENIX named type file");
  public static final Errno ENAVAIL = new Errno("ENAVAIL", 119, "No XENIX semaphores available");
  public static final Errno EISNAM = new Errno("EISNAM", 120, "Is a named type file");
  public static final Errno EREMOTEIO = new Errno("EREMOTEIO", 121, "Remote I/O error");
  public static final Errno EDQUOT = new Errno("EDQUOT", 122, "Disk quota exceeded");
  public static final Errno ENOMEDIUM = new Errno("ENOMEDIUM", 123, "No medium found");
  public static final Errno EMEDIUMTYPE = new Errno("EMEDIUMTYPE", 124, "Wrong medium type");
  public static final Errno ECANCELED = new Errno("ECANCELED", 125, "Operation canceled");
  public static final Errno ENOKEY = new Errno("ENOKEY", 126, "Required key not available");
  public static final Errno EKEYEXPIRED = new Errno("EKEYEXPIRED", 127, "Key has expired");
  public static final Errno EKEYREVOKED = new Errno("EKEYREVOKED", 128, "Key has been revoked");
  public static final Errno EKEYREJECTED =
      new Errno("EKEYREJECTED", 129, "Key was rejected by service");
  public static final Errno EOWNERDEAD = new Errno("EOWNERDEAD", 130, "Owner died");
  public static final Errno ENOTRECOVERABLE =
      new Errno("ENOTRECOVERABLE", 131, "State not recoverable");
  public static final Errno ERFKILL =
      new Errno("ERFKILL", 132, "Operation not possible due to RF-kill");
  public static final Errno EHWPOISON =
      new Errno("EHWPOISON", 133, "Memory page has hardware error");

  private final String symbol;
  private final int number;

  private Errno(String symbol, int number, String description) {
    super(description, null, false, false);
    this.symbol = symbol;
    this.number = number;
    BY_NUMBER.put(number, this);
  }

  /** The positive Linux number, 1 to 133. */
  public int number() {
    return number;
  }

  /** What a system call returns for this error. */
  public long negated() {
    return -number;
  }

  /** The symbol, {@code "ENOENT"}. */
  public String symbol() {
    return symbol;
  }

  /** The text of strerror(3). */
  public String description() {
    String m = getMessage();
    return m == null ? "" : m;
  }

  /** The error of that positive number, or null if Linux has none. */
  public static @Nullable Errno of(int number) {
    return BY_NUMBER.get(number);
  }

  /**
   * Throws when a result is an error, else answers it: the bridge from the returning to the
   * throwing form.
   */
  public static long check(long result) throws Errno {
    if (result < 0 && result >= -133) {
      Errno e = BY_NUMBER.get((int) -result);
      if (e != null) {
        throw e;
      }
    }
    return result;
  }

  /** Every error, in the order of numbers. */
  public static Collection<Errno> all() {
    return BY_NUMBER.values();
  }

  @Override
  public String toString() {
    return symbol + " (" + getMessage() + ")";
  }
}
