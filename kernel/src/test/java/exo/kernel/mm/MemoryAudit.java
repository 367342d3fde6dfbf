package exo.kernel.mm;

import static exo.kernel.mm.MemoryFixture.PAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.mem.paging.Pte;

/** Compares what a machine's memory keeps about itself with what is there. */
final class MemoryAudit {
  private final MemoryFixture memory;

  MemoryAudit(MemoryFixture memory) {
    this.memory = memory;
  }

  /** Whether the areas of a space are in order, and cover what the model says. */
  void areas(AddressSpace space, MemoryModel model) {
    long pages = 0;
    long end = 0;
    for (int i = 0; i < space.areaCount(); i++) {
      Vma area = space.area(i);
      assertTrue(area.start() >= end && area.end() > area.start(), "areas in order");
      end = area.end();
      for (long va = area.start(); va < area.end(); va += PAGE, pages++) {
        MemoryModel.Page page = model.pages.get(va);
        assertTrue(page != null, () -> "mapped by mistake: " + area);
        assertEquals(page.rights, area.flags() & VmaFlags.ACCESS);
        assertEquals(page.shared, area.isShared());
      }
    }
    assertEquals(model.pages.size(), pages);
    assertEquals(pages, space.usage().mapped());
  }

  /** Whether what a space counts is what its tables and areas hold, with rights no wider. */
  void usage(AddressSpace space) {
    MemoryUsage counted = new MemoryUsage(memory.context.zeroFrame());
    memory.tables.forEach(
        space.root(),
        0,
        memory.context.userTop(),
        (va, at, entry) -> {
          Vma area = space.find(va);
          assertTrue(area != null, "an entry outside of all areas");
          boolean write = area.has(VmaFlags.WRITE);
          assertTrue(write || !Pte.writable(entry), () -> "too much right: " + area);
          assertEquals(area.has(VmaFlags.ACCESS), Pte.present(entry));
          assertEquals(!area.has(VmaFlags.EXEC), (entry & Pte.NX) != 0);
          counted.entryAdded(entry);
          return true;
        });
    assertEquals(counted.anonymous(), space.usage().anonymous());
    assertEquals(counted.file(), space.usage().file());
    assertEquals(counted.shared(), space.usage().shared());
    MemoryUsage areas = new MemoryUsage(0);
    for (int i = 0; i < space.areaCount(); i++) {
      areas.areaAdded(space.area(i).flags(), space.area(i).pages());
    }
    assertEquals(areas.data(), space.usage().data());
    assertEquals(areas.code(), space.usage().code());
    assertTrue(space.usage().peakResident() >= space.usage().resident());
  }

  /** Whether each frame has as many references as the census found users. */
  void references(FrameCensus census) {
    long free = 0;
    long tables = 0;
    for (long frame = 0; frame < memory.ram.frames(); frame++) {
      int references = memory.frames.references(frame);
      if (references == 0) {
        free++;
      } else if (census.users(frame) == 0) {
        tables++;
      }
      assertTrue(
          census.users(frame) == 0 || census.users(frame) == references,
          "a frame with more or fewer users than references");
    }
    // Frame 0 is reserved; the kernel's root is nobody's.
    assertEquals(memory.frames.free() + 1, free);
    assertEquals(census.tables() + 1, tables);
  }
}
