package exo.kernel.procfs;

import exo.kernel.task.KernelServices;

/**
 * sysfs as far as C libraries and Debian's tools read it: the processors and the loopback
 * interface. Source: sysfs(5).
 */
final class SysFiles {
  private static final int ROOT_NUMBER = 1;

  private SysFiles() {}

  static StaticDirectory root(ProcSuperblock sys) {
    KernelServices k = sys.kernel;
    int cpus = k.config().cpus();
    StaticDirectory root = new StaticDirectory(sys, ROOT_NUMBER);
    root.directory("block");
    StaticDirectory bus = root.directory("bus");
    bus.directory("cpu").directory("devices");
    StaticDirectory classes = root.directory("class");
    classes.directory("block");
    classes.directory("net").link("lo", who -> "../../devices/virtual/net/lo");
    classes.directory("tty");
    StaticDirectory dev = root.directory("dev");
    dev.directory("block");
    dev.directory("char");
    StaticDirectory devices = root.directory("devices");
    processors(devices.directory("system").directory("cpu"), cpus);
    loopback(devices.directory("virtual").directory("net").directory("lo"));
    root.directory("firmware");
    root.directory("fs");
    StaticDirectory kernel = root.directory("kernel");
    kernel.directory("mm");
    root.directory("module");
    root.directory("power");
    return root;
  }

  private static void processors(StaticDirectory cpu, int cpus) {
    String all = cpus == 1 ? "0" : "0-" + (cpus - 1);
    cpu.line("online", all)
        .line("possible", all)
        .line("present", all)
        .line("offline", "")
        .line("isolated", "")
        .line("kernel_max", "63");
    for (int i = 0; i < cpus; i++) {
      String own = Integer.toString(i);
      String ownMask = mask(1L << i);
      StaticDirectory one = cpu.directory("cpu" + i);
      if (i > 0) {
        one.line("online", "1");
      }
      String allMask = mask(cpus == Long.SIZE ? -1 : (1L << cpus) - 1);
      one.directory("topology")
          .line("physical_package_id", "0")
          .line("die_id", "0")
          .line("core_id", own)
          .line("thread_siblings", ownMask)
          .line("thread_siblings_list", own)
          .line("core_cpus", ownMask)
          .line("core_cpus_list", own)
          .line("core_siblings", allMask)
          .line("core_siblings_list", all)
          .line("package_cpus", allMask)
          .line("package_cpus_list", all);
    }
  }

  private static String mask(long cpus) {
    return Long.toHexString(cpus);
  }

  private static void loopback(StaticDirectory lo) {
    lo.line("address", "00:00:00:00:00:00")
        .line("addr_assign_type", "0")
        .line("addr_len", "6")
        .line("broadcast", "00:00:00:00:00:00")
        .line("carrier", "1")
        .line("dev_id", "0x0")
        .line("dormant", "0")
        .line("flags", "0x9")
        .line("gro_flush_timeout", "0")
        .line("ifalias", "")
        .line("ifindex", "1")
        .line("iflink", "1")
        .line("link_mode", "0")
        .line("mtu", "65536")
        .line("netdev_group", "0")
        .line("operstate", "unknown")
        .line("tx_queue_len", "1000")
        .line("type", "772")
        .line("uevent", "INTERFACE=lo\nIFINDEX=1");
    lo.link("subsystem", who -> "../../../../class/net");
  }
}
