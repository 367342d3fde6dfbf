package exo.kernel.exec;

import static exo.kernel.abi.Mman.MAP_ANONYMOUS;
import static exo.kernel.abi.Mman.MAP_FIXED;
import static exo.kernel.abi.Mman.MAP_GROWSDOWN;
import static exo.kernel.abi.Mman.MAP_PRIVATE;
import static exo.kernel.abi.Mman.PROT_EXEC;
import static exo.kernel.abi.Mman.PROT_READ;
import static exo.kernel.abi.Mman.PROT_WRITE;

import exo.kernel.abi.Errno;
import exo.kernel.mm.AddressSpace;
import exo.kernel.mm.FileMapping;
import exo.kernel.mm.Mmap;
import exo.kernel.mm.Placement;
import exo.kernel.mm.ProgramLayout;
import exo.kernel.task.KernelConfig;
import exo.kernel.task.ResourceLimits;
import exo.kernel.task.Task;
import exo.kernel.vfs.Credentials;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds the address space of a program: segments, interpreter, heap, stack. The old one is not
 * touched, so every failure leaves the caller as it was.
 */
final class ElfLoader {
  /** Where position-independent programs go before randomisation: two thirds of user space. */
  private static final long PIE_BASE = 0x5555_5555_4000L;

  private static final int PIE_RANDOM_PAGES = 1 << 28;
  private static final int INITIAL_STACK = 33 * 4096;
  private static final long PAGE = 4096;
  private static final int RANDOM_BYTES = 16;
  private static final int ADDR_NO_RANDOMIZE = 0x40000;

  /** An image and what to map its segments from. */
  record Binary(ElfImage image, FileMapping mapping) {}

  private final Task task;
  private final Credentials credentials;
  private final boolean secure;

  /**
   * @param credentials those the program will have
   * @param secure it gains rights by starting: AT_SECURE
   */
  ElfLoader(Task task, Credentials credentials, boolean secure) {
    this.task = task;
    this.credentials = credentials;
    this.secure = secure;
  }

  Loaded load(
      Binary program,
      @Nullable Binary interpreter,
      String fileName,
      List<String> args,
      List<String> environment)
      throws Errno {
    AddressSpace space = AddressSpace.create(task.kernel().memory(), task.group().limits());
    boolean done = false;
    try {
      Loaded loaded = fill(space, program, interpreter, fileName, args, environment);
      done = true;
      return loaded;
    } finally {
      if (!done) {
        space.release();
      }
    }
  }

  private Loaded fill(
      AddressSpace space,
      Binary program,
      @Nullable Binary interpreter,
      String fileName,
      List<String> args,
      List<String> environment)
      throws Errno {
    long userTop = space.context().userTop();
    ResourceLimits limits = task.group().limits();
    long stackTop = Placement.stackTop(userTop, random());
    space.mmapBase(Placement.mmapBase(userTop, limits.stack(), random()));

    ElfImage image = program.image();
    long base = 0;
    if (image.positionIndependent() && interpreter != null) {
      base = PIE_BASE + Math.floorMod(random(), PIE_RANDOM_PAGES) * PAGE;
    }
    long bias = ElfMapper.map(space, program.mapping(), image, base);
    long entry = image.entry() + bias;
    long interpreterBase = 0;
    if (interpreter != null) {
      interpreterBase = ElfMapper.map(space, interpreter.mapping(), interpreter.image(), 0);
      entry = interpreter.image().entry() + interpreterBase;
    }
    if (entry < 0 || entry >= userTop) {
      throw Errno.EINVAL;
    }
    layout(space, image, bias);

    boolean executable = image.executableStack();
    Mmap.map(
        space,
        stackTop - INITIAL_STACK,
        INITIAL_STACK,
        PROT_READ | PROT_WRITE | (executable ? PROT_EXEC : 0),
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_GROWSDOWN,
        null,
        0);
    ProgramStack stack = new ProgramStack(space.memory(), stackTop);
    stack.strings(fileName, args, environment);
    byte[] randomBytes = new byte[RANDOM_BYTES];
    task.kernel().random().nextBytes(randomBytes);
    stack.randomArea(Math.floorMod(random(), 8192), randomBytes);
    long[] auxv = auxv(image, bias, interpreterBase, stack);
    long sp = stack.vectors(args, environment, auxv);
    ProgramLayout l = space.layout();
    l.stackStart = sp;
    l.argStart = stack.argStart;
    l.argEnd = stack.argEnd;
    l.envStart = stack.envStart;
    l.envEnd = stack.envEnd;
    return new Loaded(space, entry, sp, auxv);
  }

  /** A random number, or 0 where randomisation is off. */
  private long random() {
    return (task.extras().personality & ADDR_NO_RANDOMIZE) != 0
        ? 0
        : task.kernel().random().nextLong() >>> 1;
  }

  private void layout(AddressSpace space, ElfImage image, long bias) {
    ProgramLayout l = space.layout();
    l.codeStart = Long.MAX_VALUE;
    for (ElfImage.Segment s : image.segments()) {
      long start = s.address() + bias;
      if ((s.flags() & 1) != 0) {
        l.codeStart = Math.min(l.codeStart, start);
        l.codeEnd = Math.max(l.codeEnd, s.fileEnd() + bias);
      }
      l.dataStart = Math.max(l.dataStart, start);
      l.dataEnd = Math.max(l.dataEnd, s.fileEnd() + bias);
    }
    if (l.codeStart == Long.MAX_VALUE) {
      l.codeStart = 0;
    }
    l.brkStart = Placement.brkStart(image.endAddress() + bias, random());
    l.brk = l.brkStart;
  }

  private long[] auxv(ElfImage image, long bias, long interpreterBase, ProgramStack stack) {
    KernelConfig config = task.kernel().config();
    return new Auxv()
        .add(Auxv.AT_MINSIGSTKSZ, config.signalStack())
        .add(Auxv.AT_HWCAP, config.hwcap())
        .add(Auxv.AT_PAGESZ, PAGE)
        .add(Auxv.AT_CLKTCK, 100)
        .add(Auxv.AT_PHDR, headersAddress(image) + bias)
        .add(Auxv.AT_PHENT, ElfImage.PHDR_SIZE)
        .add(Auxv.AT_PHNUM, image.headerCount())
        .add(Auxv.AT_BASE, interpreterBase)
        .add(Auxv.AT_FLAGS, 0)
        .add(Auxv.AT_ENTRY, image.entry() + bias)
        .add(Auxv.AT_UID, credentials.uid())
        .add(Auxv.AT_EUID, credentials.euid())
        .add(Auxv.AT_GID, credentials.gid())
        .add(Auxv.AT_EGID, credentials.egid())
        .add(Auxv.AT_SECURE, secure ? 1 : 0)
        .add(Auxv.AT_RANDOM, stack.random)
        .add(Auxv.AT_HWCAP2, config.hwcap2())
        .add(Auxv.AT_EXECFN, stack.fileName)
        .add(Auxv.AT_PLATFORM, stack.platform)
        .words();
  }

  /** Where the program headers lie in memory: in the segment that maps their part of the file. */
  private static long headersAddress(ElfImage image) {
    for (ElfImage.Segment s : image.segments()) {
      if (s.offset() <= image.headerOffset() && image.headerOffset() < s.offset() + s.fileSize()) {
        return image.headerOffset() - s.offset() + s.address();
      }
    }
    return 0;
  }
}
