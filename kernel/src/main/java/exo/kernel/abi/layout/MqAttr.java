package exo.kernel.abi.layout;

/** struct mq_attr of mq_open(2). */
public final class MqAttr {
  public static final int MQ_FLAGS = 0; // s64
  public static final int MQ_MAXMSG = 8; // s64
  public static final int MQ_MSGSIZE = 16; // s64
  public static final int MQ_CURMSGS = 24; // s64
  public static final int SIZE = 64;

  private MqAttr() {}
}
