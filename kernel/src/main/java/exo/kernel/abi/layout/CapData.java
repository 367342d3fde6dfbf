package exo.kernel.abi.layout;

/** struct __user_cap_data_struct of capget(2); two of them from version 2 on. */
public final class CapData {
  public static final int EFFECTIVE = 0; // u32
  public static final int PERMITTED = 4; // u32
  public static final int INHERITABLE = 8; // u32
  public static final int SIZE = 12;

  private CapData() {}
}
