package exo.kernel.abi.layout;

/** struct epoll_event of epoll_ctl(2), packed on x86-64. */
public final class EpollEvent {
  public static final int EVENTS = 0; // u32
  public static final int DATA = 4; // u64
  public static final int SIZE = 12;

  private EpollEvent() {}
}
