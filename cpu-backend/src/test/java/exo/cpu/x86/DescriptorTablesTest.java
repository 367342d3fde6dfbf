package exo.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.mem.paging.PageTables;
import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads the tables back as a processor does. Source: Intel SDM vol. 3, 3.4.5, 6.14.1, 7.2.3. */
class DescriptorTablesTest {
  private final PhysicalMemory ram =
      PhysicalMemory.reserve(16 << 20, PhysicalMemory.Backing.ANONYMOUS);
  private final FrameAllocator frames = new FrameAllocator(ram);
  private final PageTables tables = new PageTables(ram, frames);
  private final DescriptorTables made = DescriptorTables.create(ram, frames, tables, 2);

  @AfterEach
  void close() {
    ram.close();
  }

  private long pa(long va) {
    return tables.translate(tables.kernelRoot(), va);
  }

  private long word(long va) {
    return ram.getLong(pa(va));
  }

  @Test
  void theTaskSegmentOfEachCpuLeadsToItsStack() {
    for (int cpu = 0; cpu < 2; cpu++) {
      long low = word(made.gdt(cpu) + 0x40);
      long base = (low >>> 16 & 0xff_ffff) | (low >>> 56) << 24 | word(made.gdt(cpu) + 0x48) << 32;
      assertEquals(made.tss(cpu), base);
      assertEquals(103, low & 0xffff);
      assertEquals(0x89, low >>> 40 & 0xff);
      assertEquals(made.stack(cpu), word(base + 4));
      assertEquals(made.gdt(cpu), made.stack(cpu) - 4096);
    }
  }

  @Test
  void everyGateLeadsToItsStub() {
    for (int vector = 0; vector < 256; vector++) {
      long low = word(made.idt() + vector * 16L);
      long offset = (low & 0xffff) | (low >>> 48) << 16 | word(made.idt() + vector * 16L + 8) << 32;
      assertEquals(made.stub(vector), offset);
      assertEquals(0x10, low >>> 16 & 0xffff);
      assertEquals(vector == 3 || vector == 4 || vector == 0x80 ? 0xee : 0x8e, low >>> 40 & 0xff);
    }
  }

  @Test
  void everyStubTellsItsVectorAndGoesBackOverWhatWasPushed() {
    for (int vector = 0; vector < 256; vector++) {
      long stub = ram.getLong(pa(made.stub(vector)));
      assertEquals(0xe6 | vector << 8, stub & 0xffff);
      boolean pushes = vector == 8 || vector >= 10 && vector <= 14 || vector == 17 || vector == 21;
      assertEquals(pushes ? 0xcf48_08c4_8348L : 0xcf48, stub >>> 16, "vector " + vector);
    }
  }

  @Test
  void nothingIsWritableAndExecutable() {
    for (long va : new long[] {made.stub(0), made.idt(), made.gdt(0), made.gdt(1)}) {
      long entry = tables.leaf(tables.kernelRoot(), va);
      assertEquals(0, entry & Pte.U);
      assertEquals(va == made.stub(0) ? 0 : Pte.NX, entry & Pte.NX);
      assertEquals(va >= made.gdt(0) ? Pte.W : 0, entry & Pte.W);
    }
  }
}
