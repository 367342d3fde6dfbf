package exo.kernel.syscall;

import static exo.kernel.abi.Futex.*;
import static exo.kernel.syscall.Arg.FUTEX_BITS;
import static exo.kernel.syscall.Arg.FUTEX_OPERATION;
import static exo.kernel.syscall.Arg.POINTER;
import static exo.kernel.syscall.Arg.UINT;
import static exo.kernel.syscall.Arg.UNUSED;
import static exo.kernel.syscall.Arg.in;
import static exo.kernel.syscall.StructKind.TIMESPEC;

/** What each operation of futex(2) takes. */
final class FutexVariants {
  private static final ArgKind WAKE_OPERATION = ArgKind.Special.FUTEX_WAKE_OPERATION;

  static final Variants FUTEX =
      Variants.after(POINTER, FUTEX_OPERATION)
          .masked(FUTEX_CMD_MASK)
          .on(FUTEX_WAIT, UINT, in(TIMESPEC))
          .on(FUTEX_WAKE, UINT)
          .on(FUTEX_FD, UINT)
          .on(FUTEX_REQUEUE, UINT, UINT, POINTER)
          .on(FUTEX_CMP_REQUEUE, UINT, UINT, POINTER, UINT)
          .on(FUTEX_WAKE_OP, UINT, UINT, POINTER, WAKE_OPERATION)
          .on(FUTEX_LOCK_PI, UNUSED, in(TIMESPEC))
          .on(FUTEX_LOCK_PI2, UNUSED, in(TIMESPEC))
          .on(FUTEX_UNLOCK_PI)
          .on(FUTEX_TRYLOCK_PI)
          .on(FUTEX_WAIT_BITSET, UINT, in(TIMESPEC), UNUSED, FUTEX_BITS)
          .on(FUTEX_WAKE_BITSET, UINT, UNUSED, UNUSED, FUTEX_BITS)
          .on(FUTEX_WAIT_REQUEUE_PI, UINT, in(TIMESPEC), POINTER)
          .on(FUTEX_CMP_REQUEUE_PI, UINT, UINT, POINTER, UINT)
          .build();

  private FutexVariants() {}
}
