package exo.cpu.kvm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.cpu.kvm.sys.Kvm;
import exo.cpu.kvm.sys.Libc;
import exo.mem.paging.PageTables;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the CPUs of one machine share: KVM's machine with guest RAM as its one slot of memory, ring
 * 0, and the word about page tables.
 */
final class VirtualMachine implements AutoCloseable {
  private final int fd;
  private final int runSize;
  private final MemorySegment cpuid;
  private final XsaveFormat xsave;
  private final PhysicalMemory ram;
  private final PageTables tables;
  private final KernelHalf half;
  private final StaleTables stale;
  private StartUpCheck.@Nullable Findings findings;

  private VirtualMachine(
      int fd,
      int runSize,
      MemorySegment cpuid,
      PhysicalMemory ram,
      PageTables tables,
      KernelHalf half) {
    this.fd = fd;
    this.runSize = runSize;
    this.cpuid = cpuid;
    this.xsave = XsaveFormat.read(cpuid);
    this.ram = ram;
    this.tables = tables;
    this.half = half;
    this.stale = new StaleTables(ram);
    tables.watch(stale);
  }

  static VirtualMachine create(
      KvmDevice device, PhysicalMemory ram, FrameAllocator frames, PageTables tables)
      throws KernelHalf.OutOfFrames {
    int fd = check(device.createMachine(), "KVM_CREATE_VM");
    boolean complete = false;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment region = arena.allocate(Kvm.REGION_SIZE, 8);
      region.set(JAVA_LONG, Kvm.REGION_MEMORY_SIZE, ram.size());
      region.set(JAVA_LONG, Kvm.REGION_USERSPACE_ADDR, ram.address());
      check(Libc.ioctl(fd, Kvm.KVM_SET_USER_MEMORY_REGION, region), "KVM_SET_USER_MEMORY_REGION");
      KernelHalf half = KernelHalf.create(ram, frames, tables);
      complete = true;
      return new VirtualMachine(
          fd,
          check(device.runSize(), "KVM_GET_VCPU_MMAP_SIZE"),
          device.supportedCpuid(Arena.ofAuto()),
          ram,
          tables,
          half);
    } finally {
      if (!complete) {
        Libc.close(fd);
      }
    }
  }

  /** A virtual CPU's descriptor. */
  int createCpu(int index) {
    int cpu = check(Libc.ioctl(fd, Kvm.KVM_CREATE_VCPU, index), "KVM_CREATE_VCPU");
    // Before its registers are set: KVM refuses bits of CR4 that CPUID does not name.
    int result = Libc.ioctl(cpu, Kvm.KVM_SET_CPUID2, cpuid);
    if (result < 0) {
      Libc.close(cpu);
      check(result, "KVM_SET_CPUID2 with " + cpuid.get(JAVA_INT, 0) + " entries");
    }
    return cpu;
  }

  int runSize() {
    return runSize;
  }

  XsaveFormat xsave() {
    return xsave;
  }

  /** What the first CPU's check found. */
  StartUpCheck.Findings findings() {
    return Objects.requireNonNull(findings, "the machine has not been checked");
  }

  /** Whether RIP has to be moved behind {@code icebp}; false until it is known. */
  boolean stopsAtIcebp() {
    return findings != null && findings.stopsAtIcebp();
  }

  /**
   * Checks KVM by the machine's first CPU, on its thread.
   *
   * @throws StartUpCheck.Failed when guests cannot run on it
   */
  void check(FrameAllocator frames, KvmCpu first)
      throws StartUpCheck.Failed, KernelHalf.OutOfFrames {
    if (findings == null) {
      try (StartUpCheck check = new StartUpCheck(ram, frames, tables, first, xsave.size())) {
        findings = check.run();
      }
    }
  }

  PhysicalMemory ram() {
    return ram;
  }

  PageTables tables() {
    return tables;
  }

  KernelHalf half() {
    return half;
  }

  StaleTables stale() {
    return stale;
  }

  @Override
  public void close() {
    tables.unwatch(stale);
    half.close();
    Libc.close(fd);
  }

  /**
   * The answer of a call that works wherever {@link KvmDevice} opened.
   *
   * @throws IllegalStateException when it failed all the same
   */
  static int check(int answer, String call) {
    if (answer < 0) {
      throw new IllegalStateException(call + " failed with errno " + -answer);
    }
    return answer;
  }
}
