package exo.mem.host;

/** As whom this process acts on the host. */
public final class HostUser {
  private static final int SYS_GETUID = 102;
  private static final int SYS_GETGID = 104;

  private HostUser() {}

  public static int uid() {
    Host.requireLinux();
    return (int) Syscall.call(SYS_GETUID, 0, 0, 0);
  }

  public static int gid() {
    Host.requireLinux();
    return (int) Syscall.call(SYS_GETGID, 0, 0, 0);
  }
}
