package exo.kernel.syscall;

import static exo.kernel.abi.Prctl.*;
import static exo.kernel.syscall.Arg.HEX_LONG;
import static exo.kernel.syscall.Arg.INT;
import static exo.kernel.syscall.Arg.POINTER;
import static exo.kernel.syscall.Arg.SIGNAL;
import static exo.kernel.syscall.Arg.SIZE;
import static exo.kernel.syscall.Arg.ULONG;
import static exo.kernel.syscall.Arg.in;
import static exo.kernel.syscall.Arg.oneOf;
import static exo.kernel.syscall.Arg.out;
import static exo.kernel.syscall.StructKind.FILTER_PROGRAM;
import static exo.kernel.syscall.StructKind.PTR;
import static exo.kernel.syscall.StructKind.S32;
import static exo.kernel.syscall.StructKind.SIGNAL_NUMBER;

/** What the operations of prctl(2) and arch_prctl(2) take that are known here. */
final class PrctlVariants {
  static final Variants PRCTL =
      Variants.after(oneOf(ValueSet.PRCTL))
          .on(PR_SET_PDEATHSIG, SIGNAL)
          .on(PR_GET_PDEATHSIG, out(SIGNAL_NUMBER))
          .on(PR_SET_NAME, ArgKind.Special.THREAD_NAME_IN)
          .on(PR_GET_NAME, ArgKind.Special.THREAD_NAME_OUT)
          .on(PR_GET_DUMPABLE)
          .on(PR_SET_DUMPABLE, ULONG)
          .on(PR_GET_KEEPCAPS)
          .on(PR_SET_KEEPCAPS, ULONG)
          .on(PR_GET_SECUREBITS)
          .on(PR_SET_SECUREBITS, HEX_LONG)
          .on(PR_GET_TIMERSLACK)
          .on(PR_SET_TIMERSLACK, ULONG)
          .on(PR_CAPBSET_READ, oneOf(ValueSet.CAPABILITY))
          .on(PR_CAPBSET_DROP, oneOf(ValueSet.CAPABILITY))
          .on(PR_CAP_AMBIENT, oneOf(ValueSet.AMBIENT), oneOf(ValueSet.CAPABILITY), ULONG, ULONG)
          .on(PR_GET_SECCOMP)
          .on(PR_SET_SECCOMP, oneOf(ValueSet.FILTER_MODE), in(FILTER_PROGRAM))
          .on(PR_GET_NO_NEW_PRIVS, ULONG, ULONG, ULONG, ULONG)
          .on(PR_SET_NO_NEW_PRIVS, ULONG, ULONG, ULONG, ULONG)
          .on(PR_GET_CHILD_SUBREAPER, out(S32))
          .on(PR_SET_CHILD_SUBREAPER, ULONG)
          .on(PR_GET_TID_ADDRESS, out(PTR))
          .on(PR_GET_THP_DISABLE, ULONG, ULONG, ULONG, ULONG)
          .on(PR_SET_THP_DISABLE, ULONG, ULONG, ULONG, ULONG)
          .on(PR_GET_TSC, out(S32))
          .on(PR_SET_TSC, INT)
          .on(PR_SET_PTRACER, INT)
          .on(PR_SET_MM, oneOf(ValueSet.PRCTL_MEMORY), HEX_LONG, SIZE, HEX_LONG)
          .build();

  static final Variants ARCH_PRCTL =
      Variants.after(oneOf(ValueSet.ARCH_PRCTL))
          .on(ARCH_SET_FS, POINTER)
          .on(ARCH_SET_GS, POINTER)
          .on(ARCH_GET_FS, out(PTR))
          .on(ARCH_GET_GS, out(PTR))
          .on(ARCH_GET_CPUID)
          .on(ARCH_SET_CPUID, ULONG)
          .build();

  private PrctlVariants() {}
}
