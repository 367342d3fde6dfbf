package exo.kernel.syscall;

import static exo.kernel.abi.Seccomp.*;
import static exo.kernel.syscall.Arg.HEX;
import static exo.kernel.syscall.Arg.POINTER;
import static exo.kernel.syscall.Arg.flags;
import static exo.kernel.syscall.Arg.in;
import static exo.kernel.syscall.Arg.oneOf;

/** What the operations of seccomp(2) take. */
final class SeccompVariants {
  static final Variants SECCOMP =
      Variants.after(oneOf(ValueSet.FILTER))
          .on(SECCOMP_SET_MODE_STRICT, HEX, POINTER)
          .on(SECCOMP_SET_MODE_FILTER, flags(FlagSet.FILTER_FLAGS), in(StructKind.FILTER_PROGRAM))
          .on(SECCOMP_GET_ACTION_AVAIL, HEX, in(StructKind.X32))
          .build();

  private SeccompVariants() {}
}
