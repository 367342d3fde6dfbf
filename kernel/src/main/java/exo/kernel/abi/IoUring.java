package exo.kernel.abi;

/** Operations of io_uring_setup(2) and io_uring_enter(2). Source: linux/io_uring.h. */
public final class IoUring {
  // Flags of set-up.
  public static final int IORING_SETUP_IOPOLL = 0x1;
  public static final int IORING_SETUP_SQPOLL = 0x2;
  public static final int IORING_SETUP_SQ_AFF = 0x4;
  public static final int IORING_SETUP_CQSIZE = 0x8;
  public static final int IORING_SETUP_CLAMP = 0x10;
  public static final int IORING_SETUP_ATTACH_WQ = 0x20;
  public static final int IORING_SETUP_R_DISABLED = 0x40;
  public static final int IORING_SETUP_SUBMIT_ALL = 0x80;
  public static final int IORING_SETUP_COOP_TASKRUN = 0x100;
  public static final int IORING_SETUP_TASKRUN_FLAG = 0x200;
  public static final int IORING_SETUP_SQE128 = 0x400;
  public static final int IORING_SETUP_CQE32 = 0x800;
  public static final int IORING_SETUP_SINGLE_ISSUER = 0x1000;
  public static final int IORING_SETUP_DEFER_TASKRUN = 0x2000;

  // Flags of enter.
  public static final int IORING_ENTER_GETEVENTS = 0x1;
  public static final int IORING_ENTER_SQ_WAKEUP = 0x2;
  public static final int IORING_ENTER_SQ_WAIT = 0x4;
  public static final int IORING_ENTER_EXT_ARG = 0x8;
  public static final int IORING_ENTER_REGISTERED_RING = 0x10;

  private IoUring() {}
}
