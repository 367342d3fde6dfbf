package exo.kernel.abi;

/**
 * Operations of futex(2) and its successors. Source: linux/futex.h, linux/membarrier.h,
 * linux/rseq.h.
 */
public final class Futex {
  // Operations.
  public static final int FUTEX_WAIT = 0;
  public static final int FUTEX_WAKE = 1;
  public static final int FUTEX_FD = 2;
  public static final int FUTEX_REQUEUE = 3;
  public static final int FUTEX_CMP_REQUEUE = 4;
  public static final int FUTEX_WAKE_OP = 5;
  public static final int FUTEX_LOCK_PI = 6;
  public static final int FUTEX_UNLOCK_PI = 7;
  public static final int FUTEX_TRYLOCK_PI = 8;
  public static final int FUTEX_WAIT_BITSET = 9;
  public static final int FUTEX_WAKE_BITSET = 10;
  public static final int FUTEX_WAIT_REQUEUE_PI = 11;
  public static final int FUTEX_CMP_REQUEUE_PI = 12;
  public static final int FUTEX_LOCK_PI2 = 13;

  // Flags of the operation.
  public static final int FUTEX_PRIVATE_FLAG = 0x80;
  public static final int FUTEX_CLOCK_REALTIME = 0x100;
  public static final int FUTEX_CMD_MASK = 0xfffffe7f;

  // Bits of a robust or priority-inheriting futex word.
  public static final int FUTEX_WAITERS = 0x80000000;
  public static final int FUTEX_OWNER_DIED = 0x40000000;
  public static final int FUTEX_TID_MASK = 0x3fffffff;
  public static final int ROBUST_LIST_LIMIT = 0x800;

  // Match any.
  public static final int FUTEX_BITSET_MATCH_ANY = 0xffffffff;

  // Operations and comparisons of FUTEX_WAKE_OP.
  public static final int FUTEX_OP_SET = 0;
  public static final int FUTEX_OP_ADD = 1;
  public static final int FUTEX_OP_OR = 2;
  public static final int FUTEX_OP_ANDN = 3;
  public static final int FUTEX_OP_XOR = 4;
  public static final int FUTEX_OP_OPARG_SHIFT = 8;
  public static final int FUTEX_OP_CMP_EQ = 0;
  public static final int FUTEX_OP_CMP_NE = 1;
  public static final int FUTEX_OP_CMP_LT = 2;
  public static final int FUTEX_OP_CMP_LE = 3;
  public static final int FUTEX_OP_CMP_GT = 4;
  public static final int FUTEX_OP_CMP_GE = 5;

  // Sizes and flags of futex_waitv(2) and the futex2 calls.
  public static final int FUTEX_32 = 2;
  public static final int FUTEX_WAITV_MAX = 128;
  public static final int FUTEX2_SIZE_U8 = 0;
  public static final int FUTEX2_SIZE_U16 = 1;
  public static final int FUTEX2_SIZE_U32 = 2;
  public static final int FUTEX2_SIZE_U64 = 3;
  public static final int FUTEX2_NUMA = 4;
  public static final int FUTEX2_MPOL = 8;
  public static final int FUTEX2_PRIVATE = 128;

  // Commands of membarrier(2).
  public static final int MEMBARRIER_CMD_QUERY = 0;
  public static final int MEMBARRIER_CMD_GLOBAL = 0x1;
  public static final int MEMBARRIER_CMD_GLOBAL_EXPEDITED = 0x2;
  public static final int MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED = 0x4;
  public static final int MEMBARRIER_CMD_PRIVATE_EXPEDITED = 0x8;
  public static final int MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED = 0x10;
  public static final int MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE = 0x20;
  public static final int MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE = 0x40;
  public static final int MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ = 0x80;
  public static final int MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ = 0x100;
  public static final int MEMBARRIER_CMD_FLAG_CPU = 0x1;
  public static final int MEMBARRIER_CMD_GET_REGISTRATIONS = 0x200;

  // Flags of rseq(2) and what cpu_id holds before it is known.
  public static final int RSEQ_FLAG_UNREGISTER = 1;
  public static final int RSEQ_CPU_ID_UNINITIALIZED = -1;
  public static final int RSEQ_CPU_ID_REGISTRATION_FAILED = -2;

  private Futex() {}
}
