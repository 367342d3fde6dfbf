package exo.kernel.syscall;

import static exo.kernel.abi.Ipc.*;
import static exo.kernel.syscall.Arg.INT;
import static exo.kernel.syscall.Arg.POINTER;
import static exo.kernel.syscall.Arg.in;
import static exo.kernel.syscall.Arg.oneOf;
import static exo.kernel.syscall.Arg.out;

/** What the commands of shmctl(2), semctl(2) and msgctl(2) take. */
final class IpcVariants {
  static final Variants SHMCTL =
      Variants.after(INT, oneOf(ValueSet.SHARED_MEMORY_CONTROL))
          .on(IPC_STAT, out(StructKind.SHMID))
          .on(SHM_STAT, out(StructKind.SHMID))
          .on(SHM_STAT_ANY, out(StructKind.SHMID))
          .on(IPC_SET, in(StructKind.SHMID))
          .on(IPC_RMID, POINTER)
          .on(SHM_LOCK, POINTER)
          .on(SHM_UNLOCK, POINTER)
          .build();

  static final Variants SEMCTL =
      Variants.after(INT, INT, oneOf(ValueSet.SEMAPHORE_CONTROL))
          .on(IPC_STAT, out(StructKind.SEMID))
          .on(SEM_STAT, out(StructKind.SEMID))
          .on(SEM_STAT_ANY, out(StructKind.SEMID))
          .on(IPC_SET, in(StructKind.SEMID))
          .on(IPC_RMID, POINTER)
          .on(SETVAL, INT)
          .build();

  static final Variants MSGCTL =
      Variants.after(INT, oneOf(ValueSet.QUEUE_CONTROL))
          .on(IPC_STAT, out(StructKind.MSQID))
          .on(MSG_STAT, out(StructKind.MSQID))
          .on(MSG_STAT_ANY, out(StructKind.MSQID))
          .on(IPC_SET, in(StructKind.MSQID))
          .on(IPC_RMID, POINTER)
          .build();

  private IpcVariants() {}
}
