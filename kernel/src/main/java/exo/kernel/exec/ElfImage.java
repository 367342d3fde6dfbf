package exo.kernel.exec;

import exo.kernel.abi.Errno;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an ELF64 program or interpreter, checked as Linux checks them before anything is
 * mapped. Nothing in a file is trusted: every sum is checked for overflow.
 *
 * @param positionIndependent ET_DYN: the addresses are relative to a base of the kernel's choice
 * @param entry e_entry
 * @param headerOffset e_phoff
 * @param headerCount e_phnum
 * @param segments the PT_LOAD entries in file order
 * @param interpreter the path in PT_INTERP, or null
 * @param executableStack PT_GNU_STACK asks for an executable stack; true also when it is absent
 * @param firstAddress lowest page of all segments
 * @param endAddress end of all segments in memory
 */
record ElfImage(
    boolean positionIndependent,
    long entry,
    long headerOffset,
    int headerCount,
    List<Segment> segments,
    @Nullable String interpreter,
    boolean executableStack,
    long firstAddress,
    long endAddress) {

  static final int EHDR_SIZE = 64;
  static final int PHDR_SIZE = 56;

  /** Linux refuses tables of more than 64 KiB. */
  static final int MAX_HEADERS = 65536 / PHDR_SIZE;

  private static final int PT_LOAD = 1;
  private static final int PT_INTERP = 3;
  private static final int PT_GNU_STACK = 0x6474e551;
  private static final int ET_EXEC = 2;
  private static final int ET_DYN = 3;
  private static final int EM_X86_64 = 62;
  private static final long USER_TOP = 0x7fff_ffff_f000L;
  private static final long PAGE_MASK = -4096L;

  /** One PT_LOAD entry; flags are PF_X 1, PF_W 2, PF_R 4. */
  record Segment(long offset, long address, long fileSize, long memorySize, int flags) {
    long pageStart() {
      return address & PAGE_MASK;
    }

    long fileEnd() {
      return address + fileSize;
    }

    long end() {
      return address + memorySize;
    }
  }

  /** Where the bytes of the file come from. */
  interface Source {
    /** Bytes {@code [off, off + len)}, fewer at the end of the file. */
    byte[] read(long off, int len) throws Errno;
  }

  /** Whether these first bytes are those of an ELF file. */
  static boolean hasMagic(byte[] head) {
    return head.length >= 4
        && head[0] == 0x7f
        && head[1] == 'E'
        && head[2] == 'L'
        && head[3] == 'F';
  }

  /**
   * Reads and checks the headers.
   *
   * @throws Errno ENOEXEC when this is no program for this kernel; EIO when the file ends within
   *     its headers, as Linux
   */
  static ElfImage parse(Source file) throws Errno {
    byte[] head = file.read(0, EHDR_SIZE);
    if (head.length < EHDR_SIZE || !hasMagic(head) || head[4] != 2 || head[5] != 1) {
      throw Errno.ENOEXEC;
    }
    MemorySegment h = MemorySegment.ofArray(head);
    int type = u16(h, 16);
    long phoff = u64(h, 32);
    int count = u16(h, 56);
    if ((type != ET_EXEC && type != ET_DYN)
        || u16(h, 18) != EM_X86_64
        || u16(h, 54) != PHDR_SIZE
        || count < 1
        || count > MAX_HEADERS
        || phoff < 0) {
      throw Errno.ENOEXEC;
    }
    byte[] table = file.read(phoff, count * PHDR_SIZE);
    if (table.length < count * PHDR_SIZE) {
      throw Errno.ENOEXEC;
    }
    return new Parser(file, MemorySegment.ofArray(table), count).image(type, u64(h, 24), phoff);
  }

  private static int u16(MemorySegment s, long at) {
    return s.get(ValueLayout.JAVA_SHORT_UNALIGNED, at) & 0xffff;
  }

  private static int u32(MemorySegment s, long at) {
    return s.get(ValueLayout.JAVA_INT_UNALIGNED, at);
  }

  private static long u64(MemorySegment s, long at) {
    return s.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
  }

  private static final class Parser {
    private final Source file;
    private final MemorySegment table;
    private final int count;
    private final java.util.ArrayList<Segment> segments = new java.util.ArrayList<>();
    private @Nullable String interpreter;
    private boolean executableStack = true;
    private long first = Long.MAX_VALUE;
    private long end;

    Parser(Source file, MemorySegment table, int count) {
      this.file = file;
      this.table = table;
      this.count = count;
    }

    ElfImage image(int type, long entry, long phoff) throws Errno {
      for (int i = 0; i < count; i++) {
        long at = (long) i * PHDR_SIZE;
        switch (u32(table, at)) {
          case PT_LOAD -> load(at);
          case PT_INTERP -> interpreter(at);
          case PT_GNU_STACK -> executableStack = (u32(table, at + 4) & 1) != 0;
          default -> {
            // the rest is for the program's own start-up code
          }
        }
      }
      if (segments.isEmpty()) {
        throw Errno.ENOEXEC;
      }
      return new ElfImage(
          type == ET_DYN,
          entry,
          phoff,
          count,
          List.copyOf(segments),
          interpreter,
          executableStack,
          first,
          end);
    }

    private void load(long at) throws Errno {
      Segment s =
          new Segment(
              u64(table, at + 8),
              u64(table, at + 16),
              u64(table, at + 32),
              u64(table, at + 40),
              u32(table, at + 4));
      if (s.fileSize < 0 || s.memorySize < s.fileSize) {
        throw Errno.ENOEXEC;
      }
      if (s.memorySize == 0) {
        return;
      }
      if (s.address < 0 || s.memorySize > USER_TOP || s.address > USER_TOP - s.memorySize) {
        throw Errno.ENOMEM;
      }
      // File offset and address must agree within a page, or no page of the file can be mapped.
      if (s.offset < 0 || ((s.offset ^ s.address) & 4095) != 0) {
        throw Errno.EINVAL;
      }
      if (s.offset > Long.MAX_VALUE - s.fileSize - 4096) {
        throw Errno.EOVERFLOW;
      }
      segments.add(s);
      first = Math.min(first, s.pageStart());
      end = Math.max(end, s.end());
    }

    private void interpreter(long at) throws Errno {
      if (interpreter != null) {
        return;
      }
      long offset = u64(table, at + 8);
      long size = u64(table, at + 32);
      if (size < 2 || size > 4096 || offset < 0) {
        throw Errno.ENOEXEC;
      }
      byte[] path = file.read(offset, (int) size);
      if (path.length < size) {
        throw Errno.EIO;
      }
      if (path[path.length - 1] != 0) {
        throw Errno.ENOEXEC;
      }
      int len = 0;
      while (path[len] != 0) {
        len++;
      }
      interpreter = new String(path, 0, len, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
  }
}
