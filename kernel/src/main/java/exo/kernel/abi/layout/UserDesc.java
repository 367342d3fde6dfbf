package exo.kernel.abi.layout;

/** struct user_desc of set_thread_area(2) and modify_ldt(2); its bits stand at FLAGS. */
public final class UserDesc {
  public static final int ENTRY_NUMBER = 0; // u32
  public static final int BASE_ADDR = 4; // u32
  public static final int LIMIT = 8; // u32
  public static final int SIZE = 16;

  private UserDesc() {}
}
