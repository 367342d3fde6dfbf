package exo.cpu.host;

import static java.nio.charset.StandardCharsets.US_ASCII;

import exo.cpu.host.sys.Linux;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The program of every child: one page, an ELF file by itself, which Java writes.
 *
 * <p>It asks to be traced, and from then on does only what it is told to: one system call ({@link
 * #GADGET}) or those that stand on the board ({@link #BATCH}). It knows no addresses of its own, so
 * that the same page serves where the host's loader puts it and at the top of the address space,
 * where it stays. Guests may read it and jump into it: it holds no secrets, and its system calls
 * stop as theirs do.
 */
final class Stub {
  /** First address that is not the guest's. */
  static final long USER_TOP = 0x7fff_ffff_d000L;

  /** Where a child sees its board of commands, for reading. */
  static final long BOARD = USER_TOP;

  /** Where the program stays. The host's user space ends behind it. */
  static final long BASE = BOARD + 0x1000;

  /** Bytes of a command: a system call's number and six arguments. A negative number ends. */
  static final int COMMAND_SIZE = 7 * Long.BYTES;

  static final int PAGE = 4096;

  /** How many commands a board holds besides its end. */
  static final int COMMANDS = PAGE / COMMAND_SIZE - 1;

  /** Where the host's loader puts the program first. */
  static final long LOADED = 0x40_0000;

  private static final int HEADERS = 64 + 56;
  private static final int AUDIT_ARCH_X86_64 = 0xc000_003e;
  private static final int VSYSCALL_HIGH = -1;
  private static final int CAPABILITY_VERSION_3 = 0x2008_0522;

  private static final int RET_KILL_PROCESS = 0x8000_0000;
  private static final int RET_TRAP = 0x3_0000;
  private static final int RET_ALLOW = 0x7fff_0000;

  private final ByteBuffer image = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);

  /** Offset of {@code syscall; int3}. */
  final int gadget;

  /** Offset of the loop over the commands at R15. */
  final int batch;

  /** Offset of the instructions that set FS base from RAX and GS base from RDX. */
  final int bases;

  /** Offset of the instruction that takes the flags from where RSP points. */
  final int flags;

  /** Offset of a {@code struct rlimit} of nothing. */
  final int noLimit;

  /** Offset of a {@code struct sigaction} that ignores a signal. */
  final int ignore;

  /** Offset of the name that the host shows for these processes. */
  final int name;

  /** Offset of a {@code cap_user_header_t}; {@link #noLimit} is the data of no capabilities. */
  final int capabilities;

  /** Offset of the {@code struct sock_fprog} of a child's filter. */
  final int filter;

  Stub() {
    image.position(HEADERS);
    // mov eax, SYS_ptrace; xor edi, edi (TRACEME); xor esi, esi; xor edx, edx; xor r10d, r10d;
    // syscall; test eax, eax; jnz +3; int3
    code(0xb8, 101, 0, 0, 0, 0x31, 0xff, 0x31, 0xf6, 0x31, 0xd2, 0x45, 0x31, 0xd2, 0x0f, 0x05);
    code(0x85, 0xc0, 0x75, 0x01, 0xcc);
    // neg eax; mov edi, eax; mov eax, SYS_exit_group; syscall: the errno is the exit code
    code(0xf7, 0xd8, 0x89, 0xc7, 0xb8, 231, 0, 0, 0, 0x0f, 0x05);
    gadget = image.position();
    code(0x0f, 0x05, 0xcc);
    batch = image.position();
    // mov rax, [r15]; test rax, rax; js done
    code(0x49, 0x8b, 0x07, 0x48, 0x85, 0xc0, 0x78, 40);
    // mov rdi, [r15+8]; rsi 16; rdx 24; r10 32; r8 40; r9 48
    code(0x49, 0x8b, 0x7f, 8, 0x49, 0x8b, 0x77, 16, 0x49, 0x8b, 0x57, 24);
    code(0x4d, 0x8b, 0x57, 32, 0x4d, 0x8b, 0x47, 40, 0x4d, 0x8b, 0x4f, 48);
    code(0x0f, 0x05);
    int allowed = image.position();
    // cmp rax, -4096; ja done; add r15, COMMAND_SIZE; jmp batch; done: int3
    code(0x48, 0x3d, 0x00, 0xf0, 0xff, 0xff, 0x77, 6, 0x49, 0x83, 0xc7, COMMAND_SIZE);
    code(0xeb, batch - (image.position() + 2), 0xcc);
    bases = image.position();
    // wrfsbase rax; wrgsbase rdx; int3
    code(0xf3, 0x48, 0x0f, 0xae, 0xd0, 0xf3, 0x48, 0x0f, 0xae, 0xda, 0xcc);
    flags = image.position();
    // popfq; int3
    code(0x9d, 0xcc);
    align();
    noLimit = image.position();
    image.putLong(0).putLong(0).putLong(0);
    name = image.position();
    image.put("exo-guest".getBytes(US_ASCII)).put((byte) 0);
    align();
    capabilities = image.position();
    image.putInt(CAPABILITY_VERSION_3).putInt(0);
    ignore = image.position();
    image.putLong(1).putLong(0).putLong(0).putLong(0);
    int rules = image.position();
    int count = rules(BASE + allowed);
    align();
    filter = image.position();
    image.putLong(count).putLong(BASE + rules);
    headers();
  }

  /** The file. */
  byte[] bytes() {
    return image.array();
  }

  /** Whether an address is in the pages that are not the guest's. */
  static boolean contains(long va) {
    return va >= USER_TOP && va < BASE + PAGE;
  }

  private void code(int... bytes) {
    for (int b : bytes) {
      image.put((byte) b);
    }
  }

  private void align() {
    image.position(image.position() + 7 & -8);
  }

  /**
   * Only the loop on the board may map and unmap. The host serves calls of its vsyscall page inside
   * the page fault, before tracing: those become a signal. All else ends the child.
   */
  private int rules(long allowed) {
    int from = image.position();
    int kill = 10;
    rule(0x20, 0, 0, 4);
    rule(0x15, 0, kill - 2, AUDIT_ARCH_X86_64);
    rule(0x20, 0, 0, 12);
    rule(0x15, 12 - 4, 0, VSYSCALL_HIGH);
    rule(0x15, 0, kill - 5, (int) (allowed >>> 32));
    rule(0x20, 0, 0, 8);
    rule(0x15, 0, kill - 7, (int) allowed);
    rule(0x20, 0, 0, 0);
    rule(0x15, 11 - 9, 0, Linux.SYS_MMAP);
    rule(0x15, 11 - 10, 0, Linux.SYS_MUNMAP);
    rule(0x06, 0, 0, RET_KILL_PROCESS);
    rule(0x06, 0, 0, RET_ALLOW);
    rule(0x06, 0, 0, RET_TRAP);
    return (image.position() - from) / 8;
  }

  /** One {@code struct sock_filter}. */
  private void rule(int code, int ifTrue, int ifFalse, int value) {
    image.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(value);
  }

  /** An executable of one segment: the page itself, to read and execute. */
  private void headers() {
    image.position(0);
    code(0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    image.putShort((short) 2).putShort((short) 62).putInt(1);
    image.putLong(LOADED + HEADERS).putLong(64).putLong(0);
    image.putInt(0).putShort((short) 64).putShort((short) 56).putShort((short) 1);
    image.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    image.putInt(1).putInt(5).putLong(0).putLong(LOADED).putLong(LOADED);
    image.putLong(PAGE).putLong(PAGE).putLong(PAGE);
  }
}
