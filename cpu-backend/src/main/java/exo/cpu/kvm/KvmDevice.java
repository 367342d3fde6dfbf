package exo.cpu.kvm;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import exo.cpu.CpuUnavailable;
import exo.cpu.kvm.sys.Kvm;
import exo.cpu.kvm.sys.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** {@code /dev/kvm}, opened and found good enough. */
final class KvmDevice implements AutoCloseable {
  private static final String PATH = "/dev/kvm";
  private static final int MOST_CPUID_ENTRIES = 256;
  private static final int SYNCED =
      Kvm.KVM_SYNC_X86_REGS | Kvm.KVM_SYNC_X86_SREGS | Kvm.KVM_SYNC_X86_EVENTS;
  private static final String OTHER_ENGINE = "use another engine, such as --cpu unicorn";

  private final int fd;

  private KvmDevice(int fd) {
    this.fd = fd;
  }

  /** Why the engine cannot work, and what to do about it. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final String remedy;

    Refused(String why, String remedy) {
      super(why);
      this.remedy = remedy;
    }

    String why() {
      return String.valueOf(getMessage());
    }

    String remedy() {
      return remedy;
    }

    CpuUnavailable unavailable() {
      return new CpuUnavailable(why() + "; " + remedy, this);
    }
  }

  static KvmDevice open() throws Refused {
    String system = System.getProperty("os.name", "");
    String machine = System.getProperty("os.arch", "");
    if (!system.equals("Linux") || !machine.equals("amd64")) {
      throw new Refused(
          "KVM needs a Linux x86-64 host, and this one is " + system + " " + machine, OTHER_ENGINE);
    }
    int fd = Libc.open(PATH);
    if (fd < 0) {
      throw refusal(-fd);
    }
    KvmDevice device = new KvmDevice(fd);
    String lacking = device.lacking();
    if (!lacking.isEmpty()) {
      device.close();
      throw new Refused("this host's KVM lacks " + lacking, "update the host's kernel");
    }
    return device;
  }

  /** Of open(2). */
  static Refused refusal(int errno) {
    return switch (errno) {
      case Libc.ENOENT ->
          new Refused(
              "there is no " + PATH,
              "switch on virtualisation in the firmware and load the module kvm_intel or kvm_amd");
      case Libc.EACCES, Libc.EPERM ->
          new Refused(
              PATH + " may not be opened by this user",
              "run 'sudo usermod -aG kvm $USER' and log in again; in a container, start it with"
                  + " --device "
                  + PATH);
      default ->
          new Refused(
              PATH + " cannot be opened (errno " + errno + ")",
              "load the module kvm_intel or kvm_amd");
    };
  }

  private String lacking() {
    if (ioctl(Kvm.KVM_GET_API_VERSION, 0) != Kvm.KVM_API_VERSION) {
      return "its stable interface, version " + Kvm.KVM_API_VERSION;
    }
    if ((extension(Kvm.KVM_CAP_SYNC_REGS) & SYNCED) != SYNCED) {
      return "synchronised registers (KVM_CAP_SYNC_REGS)";
    }
    if (extension(Kvm.KVM_CAP_IMMEDIATE_EXIT) <= 0) {
      return "immediate exits (KVM_CAP_IMMEDIATE_EXIT)";
    }
    if (extension(Kvm.KVM_CAP_USER_MEMORY) <= 0
        || extension(Kvm.KVM_CAP_XSAVE) <= 0
        || extension(Kvm.KVM_CAP_XCRS) <= 0) {
      return "user memory or XSAVE (KVM_CAP_USER_MEMORY, KVM_CAP_XSAVE, KVM_CAP_XCRS)";
    }
    return "";
  }

  private int extension(int capability) {
    return ioctl(Kvm.KVM_CHECK_EXTENSION, capability);
  }

  private int ioctl(long request, long argument) {
    return Libc.ioctl(fd, request, argument);
  }

  /** The descriptor of a new machine, or -errno. */
  int createMachine() {
    return ioctl(Kvm.KVM_CREATE_VM, 0);
  }

  /** Bytes of {@code struct kvm_run} and what belongs to it. */
  int runSize() {
    return ioctl(Kvm.KVM_GET_VCPU_MMAP_SIZE, 0);
  }

  /** What KVM can show to a guest: {@code struct kvm_cpuid2}. */
  MemorySegment supportedCpuid(Arena arena) {
    MemorySegment table =
        arena.allocate(Kvm.CPUID_ENTRIES + MOST_CPUID_ENTRIES * Kvm.CPUID_ENTRY_SIZE, 8);
    table.set(JAVA_INT, 0, MOST_CPUID_ENTRIES);
    VirtualMachine.check(
        Libc.ioctl(fd, Kvm.KVM_GET_SUPPORTED_CPUID, table), "KVM_GET_SUPPORTED_CPUID");
    return table;
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
