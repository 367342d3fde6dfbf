package exo.kernel.mm;

import exo.mem.paging.Pte;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Counts who refers to which frame, so that an auditor can compare with what the allocator counted:
 * a frame with fewer users than references has leaked. Owned by the kernel lock.
 *
 * <p>Takes part in no work of the kernel; costs memory in proportion to RAM.
 */
public final class FrameCensus {
  private final int[] users;
  private final Set<SharedAnonymous> objects = Collections.newSetFromMap(new IdentityHashMap<>());
  private long tables;

  public FrameCensus(MemoryContext context) {
    users = new int[Math.toIntExact(context.ram.frames())];
    add(context.zeroFrame);
  }

  /** One more user of a frame. */
  public void add(long frame) {
    users[Math.toIntExact(frame)]++;
  }

  /** Adds what an address space holds: each entry, its tables, its unnamed shared memory. */
  public void add(AddressSpace space) {
    MemoryContext context = space.context;
    context.tables.forEach(
        space.root,
        0,
        context.userTop,
        (va, entryAddress, entry) -> {
          if (Pte.frame(entry) != context.zeroFrame) {
            add(Pte.frame(entry));
          }
          return true;
        });
    tables += context.tables.tableFrames(space.root);
    for (int i = 0; i < space.areaCount(); i++) {
      if (space.area(i).source instanceof SharedAnonymous object && objects.add(object)) {
        object.forEachFrame(this::add);
      }
    }
  }

  /** Users found so far. */
  public int users(long frame) {
    return users[Math.toIntExact(frame)];
  }

  /** Frames that page tables are made of. Which ones is not told. */
  public long tables() {
    return tables;
  }
}
