package exo.mem.host;

/** As whom this process acts on the host. */
public final class HostUser {
  private HostUser() {}

  public static int uid() {
    Host.requireLinux();
    return Libc.getuid();
  }

  public static int gid() {
    Host.requireLinux();
    return Libc.getgid();
  }
}
