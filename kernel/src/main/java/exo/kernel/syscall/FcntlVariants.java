package exo.kernel.syscall;

import static exo.kernel.abi.Fcntl.*;
import static exo.kernel.syscall.Arg.FD;
import static exo.kernel.syscall.Arg.INT;
import static exo.kernel.syscall.Arg.OPEN_FLAGS;
import static exo.kernel.syscall.Arg.PID;
import static exo.kernel.syscall.Arg.SIGNAL;
import static exo.kernel.syscall.Arg.flags;
import static exo.kernel.syscall.Arg.in;
import static exo.kernel.syscall.Arg.inOut;
import static exo.kernel.syscall.Arg.oneOf;
import static exo.kernel.syscall.Arg.out;

/** What each command of fcntl(2) takes. */
final class FcntlVariants {
  static final Variants FCNTL =
      Variants.after(FD, oneOf(ValueSet.FCNTL))
          .on(F_DUPFD, INT)
          .on(F_DUPFD_CLOEXEC, INT)
          .on(F_DUPFD_QUERY, FD)
          .on(F_CREATED_QUERY)
          .on(F_GETFD, ResultKind.DESCRIPTOR_FLAGS)
          .on(F_SETFD, flags(FlagSet.DESCRIPTOR))
          .on(F_GETFL, ResultKind.OPEN_FLAGS)
          .on(F_SETFL, OPEN_FLAGS)
          .on(F_GETLK, inOut(StructKind.FLOCK))
          .on(F_SETLK, in(StructKind.FLOCK))
          .on(F_SETLKW, in(StructKind.FLOCK))
          .on(F_CANCELLK, in(StructKind.FLOCK))
          .on(F_OFD_GETLK, inOut(StructKind.FLOCK))
          .on(F_OFD_SETLK, in(StructKind.FLOCK))
          .on(F_OFD_SETLKW, in(StructKind.FLOCK))
          .on(F_GETOWN)
          .on(F_SETOWN, PID)
          .on(F_GETOWN_EX, out(StructKind.OWNER))
          .on(F_SETOWN_EX, in(StructKind.OWNER))
          .on(F_GETSIG, ResultKind.SIGNAL)
          .on(F_SETSIG, SIGNAL)
          .on(F_GETLEASE, ResultKind.LOCK_TYPE)
          .on(F_SETLEASE, oneOf(ValueSet.LOCK_TYPE))
          .on(F_NOTIFY, flags(FlagSet.NOTIFY))
          .on(F_GETPIPE_SZ)
          .on(F_SETPIPE_SZ, INT)
          .on(F_GET_SEALS, ResultKind.SEALS)
          .on(F_ADD_SEALS, flags(FlagSet.SEALS))
          .on(F_GET_RW_HINT, out(StructKind.LIFE_TIME))
          .on(F_SET_RW_HINT, in(StructKind.LIFE_TIME))
          .on(F_GET_FILE_RW_HINT, out(StructKind.LIFE_TIME))
          .on(F_SET_FILE_RW_HINT, in(StructKind.LIFE_TIME))
          .build();

  private FcntlVariants() {}
}
