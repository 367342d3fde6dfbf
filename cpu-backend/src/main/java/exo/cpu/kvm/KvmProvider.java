package exo.cpu.kvm;

import exo.cpu.Cpu;
import exo.cpu.CpuOptions;
import exo.cpu.CpuProvider;
import exo.cpu.CpuUnavailable;
import exo.mem.paging.PageTables;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The KVM engine: runs x86-64 at the processor's own speed on a Linux host. The CPUs of one machine
 * must come from one provider, which keeps what they share.
 */
public final class KvmProvider implements CpuProvider {
  /** Machines with a CPU open, by their RAM. Guarded by this. */
  private final Map<PhysicalMemory, Shared> machines = new IdentityHashMap<>();

  /** A machine and how many of its CPUs are open. */
  private static final class Shared {
    final VirtualMachine machine;
    int cpus;

    Shared(VirtualMachine machine) {
      this.machine = machine;
    }
  }

  /** Of the service loader. */
  public KvmProvider() {}

  @Override
  public String name() {
    return "kvm";
  }

  @Override
  public Probe probe() {
    try (KvmDevice _ = KvmDevice.open()) {
      return new Probe(true, "KVM, /dev/kvm", "");
    } catch (KvmDevice.Refused e) {
      return new Probe(false, e.why(), e.remedy());
    }
  }

  @Override
  public PhysicalMemory.Backing backing() {
    return PhysicalMemory.Backing.ANONYMOUS;
  }

  @Override
  public synchronized Cpu open(
      PhysicalMemory ram, FrameAllocator frames, PageTables tables, CpuOptions options)
      throws CpuUnavailable {
    try (KvmDevice device = KvmDevice.open()) {
      Shared shared = machines.get(ram);
      if (shared == null) {
        shared = new Shared(VirtualMachine.create(device, ram, frames, tables));
        machines.put(ram, shared);
      }
      shared.cpus++;
      boolean opened = false;
      try {
        KvmCpu cpu = KvmCpu.open(shared.machine, options, () -> closed(ram));
        opened = true;
        check(shared.machine, frames, cpu);
        return cpu;
      } finally {
        if (!opened) {
          closed(ram);
        }
      }
    } catch (KvmDevice.Refused e) {
      throw e.unavailable();
    } catch (StartUpCheck.Failed e) {
      throw new CpuUnavailable(
          "/dev/kvm fails the start-up check: " + e.getMessage() + "; use --cpu unicorn", e);
    } catch (KernelHalf.OutOfFrames e) {
      throw new CpuUnavailable(
          "guest memory is too small for a CPU engine; give the machine more", e);
    } catch (IllegalStateException e) {
      throw new CpuUnavailable(
          "/dev/kvm cannot make a virtual machine: " + e.getMessage() + "; use --cpu unicorn", e);
    }
  }

  private static void check(VirtualMachine machine, FrameAllocator frames, KvmCpu cpu)
      throws StartUpCheck.Failed, KernelHalf.OutOfFrames {
    boolean good = false;
    try {
      machine.check(frames, cpu);
      good = true;
    } finally {
      if (!good) {
        cpu.close();
      }
    }
  }

  private synchronized void closed(PhysicalMemory ram) {
    Shared shared = machines.get(ram);
    if (shared != null && --shared.cpus == 0) {
      machines.remove(ram);
      shared.machine.close();
    }
  }
}
