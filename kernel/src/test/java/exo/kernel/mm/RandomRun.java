package exo.kernel.mm;

import static exo.kernel.mm.MemoryFixture.BASE;
import static exo.kernel.mm.MemoryFixture.PAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Mman;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One random history of a machine's memory, checked against the model all along. */
final class RandomRun {
  private static final int REGION = 80;
  private static final int FILE_PAGES = 40;

  /** A space and what it should be. */
  private record Pair(AddressSpace space, MemoryModel model) {}

  private final Random random;
  private final long seed;
  private final MemoryFixture memory;
  private final MemoryAudit audit;
  private final boolean failing;
  private final List<Pair> pairs = new ArrayList<>();
  private final List<FakeFile> files = new ArrayList<>();
  private final List<Long> ballast = new ArrayList<>();
  private int step;

  /** Whether an operation may fail for want of a frame. */
  private boolean scarce;

  private int done;

  RandomRun(long seed, long bytes, boolean failing) {
    this.seed = seed;
    this.failing = failing;
    random = new Random(seed);
    memory = new MemoryFixture(bytes);
    audit = new MemoryAudit(memory);
    for (int i = 0; i < 3; i++) {
      files.add(new FakeFile(memory.context, FILE_PAGES / (i + 1), FILE_PAGES, i != 1));
    }
    pairs.add(new Pair(memory.space(), new MemoryModel()));
  }

  RandomRun withFramesLeft(int left) {
    scarce = true;
    while (memory.frames.free() > left) {
      ballast.add(memory.frames.alloc());
    }
    memory.frames.reclaimer(wanted -> files.get(random.nextInt(3)).dropAll());
    return this;
  }

  void play(int steps) {
    try {
      for (step = 0; step < steps; step++) {
        if (failing) {
          scarce = random.nextInt(3) == 0;
          memory.frames.failNext(scarce ? 1 + random.nextInt(4) : 0);
        }
        operation();
        memory.frames.failNext(0);
        if (step % 50 == 0) {
          checkAll();
        }
      }
      assertTrue(done > steps / 4, "most operations failed");
      end();
    } catch (Throwable e) {
      throw new AssertionError("seed " + seed + " step " + step, e);
    }
  }

  private void end() {
    pairs.forEach(p -> p.space.release());
    for (FakeFile file : files) {
      assertEquals(0, file.users());
      assertTrue(file.mappings().isEmpty());
      file.close();
    }
    ballast.forEach(memory.frames::release);
    memory.close();
  }

  private void operation() throws Errno {
    Pair pair = pairs.get(random.nextInt(pairs.size()));
    switch (random.nextInt(20)) {
      case 0, 1 -> map(pair);
      case 2 -> unmap(pair);
      case 3, 4 -> protect(pair);
      case 5, 6 -> remap(pair);
      case 7 -> advise(pair);
      case 8 -> fork(pair);
      case 9 -> file();
      case 10 -> kernelWrite(pair);
      case 11, 12, 13 -> load(pair);
      default -> store(pair);
    }
  }

  private long somewhere() {
    return BASE + random.nextInt(REGION) * PAGE;
  }

  private int somePages() {
    return 1 + (random.nextInt(4) == 0 ? random.nextInt(30) : random.nextInt(6));
  }

  private int someRights() {
    return random.nextInt(3) == 0 ? random.nextInt(8) : Mman.PROT_READ | Mman.PROT_WRITE;
  }

  private void map(Pair pair) {
    long va = somewhere();
    int pages = somePages();
    int rights = someRights();
    boolean shared = random.nextBoolean();
    int flags = shared ? Mman.MAP_SHARED : Mman.MAP_PRIVATE;
    flags |= random.nextInt(8) == 0 ? Mman.MAP_FIXED_NOREPLACE : Mman.MAP_FIXED;
    boolean populate = !scarce && random.nextInt(8) == 0;
    flags |= populate ? Mman.MAP_POPULATE : 0;
    FakeFile file = random.nextBoolean() ? files.get(random.nextInt(3)) : null;
    int index = file == null ? 0 : random.nextInt(FILE_PAGES);
    boolean mayWrite = file == null || random.nextInt(3) != 0;
    MemoryModel.Content content = null;
    if (file != null) {
      content = new MemoryModel.OfFile(file);
    } else if (shared) {
      content = new MemoryModel.Anonymous(pages);
    }
    FileMapping mapping = file == null ? null : new FileMapping(file, file, true, mayWrite, true);
    flags |= file == null ? Mman.MAP_ANONYMOUS : 0;
    boolean taken =
        !pair.model.pages.subMap(va, va + pages * PAGE).isEmpty()
            && (flags & Mman.MAP_FIXED_NOREPLACE) != 0;
    boolean denied = shared && !mayWrite && (rights & Mman.PROT_WRITE) != 0;
    try {
      assertEquals(va, Mmap.map(pair.space, va, pages * PAGE, rights, flags, mapping, index));
      assertTrue(!taken && !denied);
      done++;
    } catch (Errno e) {
      assertEquals(taken ? Errno.EEXIST : Errno.EACCES, e);
      assertTrue(taken || denied);
      return;
    }
    for (int i = 0; i < pages; i++) {
      MemoryModel.Page page = new MemoryModel.Page(content, index + i, shared, mayWrite, rights);
      pair.model.pages.put(va + i * PAGE, page);
      if (populate && !shared && (rights & Mman.PROT_WRITE) != 0 && !page.isBeyondEnd()) {
        page.set(page.value());
      }
    }
  }

  private void unmap(Pair pair) throws Errno {
    long va = somewhere();
    long len = somePages() * PAGE;
    Munmap.unmap(pair.space, va, len);
    pair.model.unmap(va, va + len);
    done++;
  }

  private void protect(Pair pair) {
    long va = somewhere();
    int pages = somePages();
    int rights = someRights();
    Errno expected = null;
    for (int i = 0; i < pages && expected == null; i++) {
      MemoryModel.Page page = pair.model.pages.get(va + i * PAGE);
      if (page == null) {
        expected = Errno.ENOMEM;
      } else if ((rights & Mman.PROT_WRITE) != 0 && page.shared && !page.mayWrite) {
        expected = Errno.EACCES;
      } else {
        page.rights = rights;
      }
    }
    Errno actual = null;
    try {
      Mprotect.protect(pair.space, va, pages * PAGE, rights);
      done++;
    } catch (Errno e) {
      actual = e;
    }
    assertEquals(expected, actual);
  }

  private void remap(Pair pair) throws Errno {
    long va = somewhere();
    Vma area = pair.space.find(va);
    if (area == null) {
      return;
    }
    long old = Math.min(somePages() * PAGE, area.end() - va);
    long size = somePages() * PAGE;
    int flags = random.nextInt(4) == 0 ? 0 : Mman.MREMAP_MAYMOVE;
    long target = 0;
    boolean keep = flags != 0 && random.nextInt(4) == 0;
    if (keep) {
      size = old;
      flags |= Mman.MREMAP_DONTUNMAP;
    } else if (area.isShared() && random.nextInt(4) == 0) {
      old = 0;
    }
    if (flags != 0 && random.nextBoolean()) {
      flags |= Mman.MREMAP_FIXED;
      // A second mapping in the very place of the first would unmap what it copies.
      target = old == 0 ? BASE + REGION * PAGE : somewhere();
    }
    boolean overlaps = (flags & Mman.MREMAP_FIXED) != 0 && va + old > target && target + size > va;
    Errno error = null;
    long result = 0;
    try {
      result = Mremap.remap(pair.space, va, old, size, flags, target);
      done++;
    } catch (Errno e) {
      error = e;
    }
    if (overlaps) {
      assertEquals(Errno.EINVAL, error);
      return;
    }
    if (target != 0) {
      pair.model.unmap(target, target + size);
    }
    if (error != null) {
      assertEquals(Errno.ENOMEM, error);
      assertTrue(scarce || (flags & Mman.MREMAP_MAYMOVE) == 0);
      if (target != 0 && size < old) {
        pair.model.unmap(va + size, va + old);
      }
      return;
    }
    assertTrue(target == 0 || target == result);
    pair.model.move(va, old, result, size, keep);
    if (target == 0 && result != va && pair.model.pages.size() > 2 * REGION) {
      // What was moved out of the region is rarely met again.
      Munmap.unmap(pair.space, result, size);
      pair.model.unmap(result, result + size);
    }
  }

  private void advise(Pair pair) {
    long va = somewhere();
    int pages = somePages();
    int[] kinds = {
      Mman.MADV_DONTNEED,
      Mman.MADV_FREE,
      Mman.MADV_REMOVE,
      Mman.MADV_WIPEONFORK,
      Mman.MADV_KEEPONFORK,
      Mman.MADV_DONTFORK,
      Mman.MADV_DOFORK,
      Mman.MADV_SEQUENTIAL,
      Mman.MADV_NORMAL
    };
    int advice = kinds[random.nextInt(kinds.length)];
    Errno expected = null;
    for (int i = 0; i < pages; i++) {
      MemoryModel.Page page = pair.model.pages.get(va + i * PAGE);
      Errno here = page == null ? Errno.ENOMEM : page.advise(advice);
      if (here != null) {
        expected = here;
        if (here != Errno.ENOMEM) {
          break;
        }
      }
    }
    Errno actual = null;
    try {
      Madvise.advise(pair.space, va, pages * PAGE, advice);
      done++;
    } catch (Errno e) {
      actual = e;
    }
    assertEquals(expected, actual);
  }

  private void fork(Pair pair) {
    if (pairs.size() > 1 && random.nextBoolean()) {
      pairs.remove(pair);
      pair.space.release();
      return;
    }
    if (pairs.size() == 4) {
      return;
    }
    try {
      pairs.add(new Pair(Fork.copy(pair.space, MemoryLimits.NONE), pair.model.fork()));
      done++;
    } catch (Errno e) {
      assertEquals(Errno.ENOMEM, e);
      assertTrue(scarce);
    }
  }

  private void file() {
    FakeFile file = files.get(random.nextInt(3));
    int index = random.nextInt(FILE_PAGES);
    switch (random.nextInt(6)) {
      case 0 -> truncate(file, random.nextInt(FILE_PAGES + 1));
      case 1 -> file.drop(index);
      case 2 -> file.clean(index);
      default -> {
        if (index < file.pages()) {
          file.put(index, random.nextInt(256));
        }
      }
    }
    done++;
  }

  private void truncate(FakeFile file, int pages) {
    file.truncate(pages);
    pairs.forEach(p -> p.model.truncate(file, pages));
  }

  private void kernelWrite(Pair pair) {
    long va = somewhere();
    int value = random.nextInt(256);
    FaultOutcome expected = pair.model.outcome(va, VmaFlags.WRITE);
    try {
      pair.space.memory().write(va + FakeFile.AT, new byte[] {(byte) value});
      assertEquals(FaultOutcome.RESOLVED, expected);
      pair.model.pages.get(va).set(value);
      done++;
    } catch (Errno e) {
      assertEquals(Errno.EFAULT, e);
      assertTrue(expected != FaultOutcome.RESOLVED || (scarce && pair.space.takeOutOfMemory()));
    }
  }

  private void load(Pair pair) {
    long va = somewhere();
    int value = memory.cpu.load(pair.space, va + FakeFile.AT);
    assertOutcome(pair.model.outcome(va, VmaFlags.READ));
    if (value >= 0) {
      assertEquals(pair.model.pages.get(va).value(), value, "at page " + (va - BASE) / PAGE);
      done++;
    }
  }

  private void store(Pair pair) {
    long va = somewhere();
    int value = random.nextInt(256);
    boolean stored = memory.cpu.store(pair.space, va + FakeFile.AT, value);
    assertOutcome(pair.model.outcome(va, VmaFlags.WRITE));
    if (stored) {
      pair.model.pages.get(va).set(value);
      done++;
    }
  }

  private void assertOutcome(FaultOutcome expected) {
    FaultOutcome actual = memory.cpu.outcome;
    boolean ranOut = scarce && actual == FaultOutcome.OUT_OF_MEMORY;
    assertTrue(actual == expected || ranOut, () -> actual + " and not " + expected);
  }

  private void checkAll() {
    for (Pair pair : pairs) {
      audit.areas(pair.space, pair.model);
      audit.usage(pair.space);
      for (Map.Entry<Long, MemoryModel.Page> entry : pair.model.pages.entrySet()) {
        int value = memory.cpu.load(pair.space, entry.getKey() + FakeFile.AT);
        assertOutcome(pair.model.outcome(entry.getKey(), VmaFlags.READ));
        if (value >= 0) {
          assertEquals(entry.getValue().value(), value);
        }
      }
    }
    FrameCensus census = new FrameCensus(memory.context);
    pairs.forEach(p -> census.add(p.space));
    files.forEach(f -> f.census(census));
    ballast.forEach(census::add);
    audit.references(census);
  }
}
