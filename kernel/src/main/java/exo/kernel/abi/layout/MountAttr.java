package exo.kernel.abi.layout;

/** struct mount_attr of mount_setattr(2). */
public final class MountAttr {
  public static final int ATTR_SET = 0; // u64
  public static final int ATTR_CLR = 8; // u64
  public static final int PROPAGATION = 16; // u64
  public static final int USERNS_FD = 24; // u64
  public static final int SIZE = 32;

  private MountAttr() {}
}
