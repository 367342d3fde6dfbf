package exo.kernel.abi.layout;

/** struct shm_info of SHM_INFO. */
public final class ShmInfo {
  public static final int USED_IDS = 0; // s32
  public static final int SHM_TOT = 8; // u64
  public static final int SHM_RSS = 16; // u64
  public static final int SHM_SWP = 24; // u64
  public static final int SWAP_ATTEMPTS = 32; // u64
  public static final int SWAP_SUCCESSES = 40; // u64
  public static final int SIZE = 48;

  private ShmInfo() {}
}
