package exo.cpu;

import exo.cpu.x86.DescriptorTables;

/**
 * How to open a CPU.
 *
 * @param index number of the virtual CPU within its machine, from 0
 * @param descriptors the kernel's tables, with a page for this CPU, that engines load which have
 *     descriptor table registers; they must outlive the CPU
 */
public record CpuOptions(int index, DescriptorTables descriptors) {
  public CpuOptions {
    if (index < 0) {
      throw new IllegalArgumentException("CPU index " + index);
    }
  }
}
