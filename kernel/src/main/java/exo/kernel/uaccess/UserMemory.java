package exo.kernel.uaccess;

import exo.kernel.abi.Errno;
import exo.mem.paging.Access;
import exo.mem.paging.PageTables;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The only door to guest virtual memory. It walks the page tables a CPU engine walks, with user
 * rights, and takes the same fault path on a miss; every address and length from a guest is checked
 * here, once, overflow included.
 *
 * <p>A few translations are kept, as in a processor's TLB, until something is revoked anywhere
 * ({@link Revocations}): a system call touches the same pages again and again.
 *
 * <p>Two shapes of copy: those that throw {@link Errno#EFAULT} move all or fail; those that answer
 * a count move what they can. One instance an address space, owned by the kernel lock.
 */
public final class UserMemory {
  /** First address that no user access may touch: the canonical lower half less one guard page. */
  public static final long USER_TOP = 0x7fff_ffff_f000L;

  private static final int PAGE = 4096;
  private static final int PAGE_SHIFT = 12;

  /** Translations that are kept of each kind, a power of two. */
  private static final int SLOTS = 8;

  private static final long NO_PAGE = -1;

  private final PhysicalMemory ram;
  private final FrameAllocator frames;
  private final MemorySegment segment;
  private final PageTables tables;
  private final UserFaults faults;
  private final Revocations revocations;
  private long root;

  // Pages for reading, then those for writing; a page's slot is its number modulo SLOTS. The second
  // array has the physical addresses.
  private final long[] pages = new long[2 * SLOTS];
  private final long[] places = new long[2 * SLOTS];

  /** How many revocations there were when the kept translations were valid. */
  private long validAt = -1;

  /**
   * @param frames told of writes to memory that a guest may execute
   * @param root physical address of the top page table
   * @param faults where a miss is resolved
   * @param revocations counts what makes kept translations void
   */
  public UserMemory(
      PhysicalMemory ram,
      FrameAllocator frames,
      PageTables tables,
      long root,
      UserFaults faults,
      Revocations revocations) {
    this.ram = ram;
    this.frames = frames;
    this.segment = ram.segment();
    this.tables = tables;
    this.root = root;
    this.faults = faults;
    this.revocations = revocations;
  }

  /** Whether {@code [va, va + len)} lies in user space, as Linux's access_ok. */
  public static boolean inRange(long va, long len) {
    return len >= 0 && va >= 0 && va <= USER_TOP && len <= USER_TOP - va;
  }

  /** The address space went away or was replaced: further accesses walk {@code newRoot}. */
  public void root(long newRoot) {
    root = newRoot;
    validAt = -1;
  }

  /** Physical address behind {@code va} for that access, faulting it in; -1 is EFAULT. */
  public long physical(long va, int access) {
    if (va < 0 || va >= USER_TOP) {
      return -1;
    }
    int slot = slot(va, access);
    if (slot >= 0 && pages[slot] == (va & -PAGE) && validAt == revocations.count()) {
      return noted(places[slot] | (va & (PAGE - 1)), access);
    }
    return walk(va, access, slot);
  }

  /** Where a translation is kept, or -1 for an access of which none are. */
  private static int slot(long va, int access) {
    int slot = (int) (va >>> PAGE_SHIFT) & (SLOTS - 1);
    return access == Access.READ ? slot : access == Access.WRITE ? SLOTS + slot : -1;
  }

  private long walk(long va, int access, int slot) {
    int wanted = access | Access.USER;
    long pa = tables.translate(root, va, wanted);
    if (pa < 0) {
      pa = resolve(va, wanted);
    }
    if (pa >= 0 && slot >= 0) {
      keep(va, pa, slot);
    }
    return noted(pa, access);
  }

  private void keep(long va, long pa, int slot) {
    long now = revocations.count();
    if (validAt != now) {
      Arrays.fill(pages, NO_PAGE);
      validAt = now;
    }
    pages[slot] = va & -PAGE;
    places[slot] = pa & -PAGE;
  }

  private long resolve(long va, int wanted) {
    // A resolved fault may be undone by reclaim before it is used, so it is tried more than once.
    for (int tries = 0; tries < 3; tries++) {
      if (!faults.resolve(va, wanted)) {
        return -1;
      }
      long pa = tables.translate(root, va, wanted);
      if (pa >= 0) {
        return pa;
      }
    }
    return -1;
  }

  /** Engines keep translated code by frame: what is about to be written may be code. */
  private long noted(long pa, int access) {
    if (pa >= 0 && (access & Access.WRITE) != 0) {
      frames.wrote(pa >>> PhysicalMemory.FRAME_SHIFT);
    }
    return pa;
  }

  /** Copies kernel bytes out to the user; answers how many arrived before the first bad page. */
  public long copyOut(long va, MemorySegment source, long at, long len) {
    if (va < 0) {
      return 0;
    }
    long done = 0;
    while (done < len) {
      long pa = physical(va + done, Access.WRITE);
      if (pa < 0) {
        break;
      }
      long chunk = Math.min(len - done, PAGE - (pa & (PAGE - 1)));
      MemorySegment.copy(source, at + done, segment, pa, chunk);
      done += chunk;
    }
    return done;
  }

  /** Copies user bytes into the kernel; answers how many could be read. */
  public long copyIn(long va, MemorySegment target, long at, long len) {
    if (va < 0) {
      return 0;
    }
    long done = 0;
    while (done < len) {
      long pa = physical(va + done, Access.READ);
      if (pa < 0) {
        break;
      }
      long chunk = Math.min(len - done, PAGE - (pa & (PAGE - 1)));
      MemorySegment.copy(segment, pa, target, at + done, chunk);
      done += chunk;
    }
    return done;
  }

  /** Zeroes user bytes; answers how many were reached. */
  public long zero(long va, long len) {
    if (va < 0) {
      return 0;
    }
    long done = 0;
    while (done < len) {
      long pa = physical(va + done, Access.WRITE);
      if (pa < 0) {
        break;
      }
      long chunk = Math.min(len - done, PAGE - (pa & (PAGE - 1)));
      segment.asSlice(pa, chunk).fill((byte) 0);
      done += chunk;
    }
    return done;
  }

  /** All of it or EFAULT. */
  public void write(long va, byte[] source, int at, int len) throws Errno {
    long done = 0;
    while (done < len) {
      long pa = va < 0 ? -1 : physical(va + done, Access.WRITE);
      if (pa < 0) {
        throw Errno.EFAULT;
      }
      int chunk = (int) Math.min(len - done, PAGE - (pa & (PAGE - 1)));
      MemorySegment.copy(source, (int) (at + done), segment, ValueLayout.JAVA_BYTE, pa, chunk);
      done += chunk;
    }
  }

  /** All of it or EFAULT. */
  public void write(long va, byte[] source) throws Errno {
    write(va, source, 0, source.length);
  }

  /** All of it or EFAULT. */
  public void read(long va, byte[] target, int at, int len) throws Errno {
    long done = 0;
    while (done < len) {
      long pa = va < 0 ? -1 : physical(va + done, Access.READ);
      if (pa < 0) {
        throw Errno.EFAULT;
      }
      int chunk = (int) Math.min(len - done, PAGE - (pa & (PAGE - 1)));
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, pa, target, (int) (at + done), chunk);
      done += chunk;
    }
  }

  /** A fresh array of {@code len} user bytes, or EFAULT. The caller has bounded {@code len}. */
  public byte[] read(long va, int len) throws Errno {
    byte[] b = new byte[len];
    read(va, b, 0, len);
    return b;
  }

  public byte getByte(long va) throws Errno {
    return ram.getByte(check(va, Access.READ));
  }

  public short getShort(long va) throws Errno {
    if ((va & (PAGE - 1)) <= PAGE - 2) {
      return ram.getShort(check(va, Access.READ));
    }
    return (short) ((getByte(va) & 0xff) | getByte(va + 1) << 8);
  }

  public int getInt(long va) throws Errno {
    if ((va & (PAGE - 1)) <= PAGE - 4) {
      return ram.getInt(check(va, Access.READ));
    }
    return (getShort(va) & 0xffff) | getShort(va + 2) << 16;
  }

  public long getLong(long va) throws Errno {
    if ((va & (PAGE - 1)) <= PAGE - 8) {
      return ram.getLong(check(va, Access.READ));
    }
    return (getInt(va) & 0xffff_ffffL) | (long) getInt(va + 4) << 32;
  }

  public void putByte(long va, byte value) throws Errno {
    ram.putByte(check(va, Access.WRITE), value);
  }

  public void putShort(long va, short value) throws Errno {
    if ((va & (PAGE - 1)) <= PAGE - 2) {
      ram.putShort(check(va, Access.WRITE), value);
    } else {
      check(va + 1, Access.WRITE);
      putByte(va, (byte) value);
      putByte(va + 1, (byte) (value >> 8));
    }
  }

  public void putInt(long va, int value) throws Errno {
    if ((va & (PAGE - 1)) <= PAGE - 4) {
      ram.putInt(check(va, Access.WRITE), value);
    } else {
      check(va + 3, Access.WRITE);
      putShort(va, (short) value);
      putShort(va + 2, (short) (value >> 16));
    }
  }

  public void putLong(long va, long value) throws Errno {
    if ((va & (PAGE - 1)) <= PAGE - 8) {
      ram.putLong(check(va, Access.WRITE), value);
    } else {
      check(va + 7, Access.WRITE);
      putInt(va, (int) value);
      putInt(va + 4, (int) (value >> 32));
    }
  }

  /**
   * The bytes of a NUL-terminated string, as a Latin-1 string (one char a byte).
   *
   * @param max longest length taken, the NUL not counted
   * @return the string, or null when no NUL stands within {@code max + 1} bytes
   * @throws Errno EFAULT
   */
  public @Nullable String readCString(long va, int max) throws Errno {
    byte[] earlier = null;
    int len = 0;
    while (len <= max) {
      long pa = check(va + len, Access.READ);
      int reach = (int) Math.min(max + 1L - len, PAGE - (pa & (PAGE - 1)));
      int part = untilNul(pa, reach);
      byte[] all = earlier == null ? new byte[part] : Arrays.copyOf(earlier, len + part);
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, pa, all, len, part);
      len += part;
      if (part < reach) {
        return new String(all, StandardCharsets.ISO_8859_1);
      }
      earlier = all;
    }
    return null;
  }

  /**
   * How many bytes there are before a NUL, at most {@code reach}. Nothing but the search, and a
   * word at a time: the compiler takes out of a loop what it expects to hold to its end, and this
   * one ends early.
   */
  private int untilNul(long pa, int reach) {
    int at = 0;
    while (at + Long.BYTES <= reach) {
      long word = ram.getLong(pa + at);
      // The high bit of each byte that is 0, and of none before the first of those.
      long zeros = (word - 0x0101_0101_0101_0101L) & ~word & 0x8080_8080_8080_8080L;
      if (zeros != 0) {
        return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
      at += Long.BYTES;
    }
    while (at < reach && ram.getByte(pa + at) != 0) {
      at++;
    }
    return at;
  }

  /**
   * Compares and sets an aligned word of user memory atomically with regard to guest code.
   *
   * @return the value found
   * @throws Errno EFAULT
   */
  public int compareAndExchangeInt(long va, int expected, int value) throws Errno {
    return ram.compareAndExchangeInt(check(va, Access.WRITE), expected, value);
  }

  private long check(long va, int access) throws Errno {
    long pa = physical(va, access);
    if (pa < 0) {
      throw Errno.EFAULT;
    }
    return pa;
  }
}
