package exo.cpu.unicorn.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import exo.mem.host.Linkage;
import exo.mem.host.MachineCode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Keeps guest code that the library's translator cannot bear from ending this process.
 *
 * <p>Two ways were found. The translator has room for 512 temporary values in a block, does not
 * look whether they suffice, and forgets to give some back: 450 {@code pshufd} or x87 instructions
 * without a branch make it write past its array. And it calls {@code abort} over some nonsense,
 * such as {@code lock bt eax, eax}. The library has a setting for neither, but it makes these calls
 * through its table of imported functions, where we put a few instructions of our own before them:
 * one caps the length of a block, the other stops the engine and goes back to its main loop, as the
 * library itself does when a fetch faults in the middle of a translation.
 *
 * <p>A third call is left out. After each access to memory translated code asks the library whether
 * it is to stop, for the sake of hooks. An engine that another thread stops there goes on with the
 * same instruction, and {@code inc [mem]} has counted twice. Without the question it stops between
 * blocks, and accesses to memory cost half.
 *
 * <p>The first two find the engine through a record that the thread is bound to. It is done once in
 * a process, and for Linux on x86-64; elsewhere a hostile guest can end the process, and the engine
 * says so.
 */
public final class Containment {
  /**
   * The longest block. Nine leaked values an instruction still fit; four is the most that was
   * found.
   */
  public static final int BLOCK_INSTRUCTIONS = 48;

  /** In a bound record: an int, the cap for the next blocks. */
  public static final int LIMIT = 8;

  /** An int: set to {@link #REFUSED} when the translator gave up. */
  public static final int KIND = 0;

  /** An int: not 0 while the engine runs, so that there is a main loop to go back to. */
  public static final int RUNNING = 12;

  /** The {@code uc_engine} pointer. */
  public static final int ENGINE = 16;

  /** The library's inner CPU pointer, which the first translation fills in. */
  public static final int CPU = 24;

  /** The kind that tells of a translation given up. */
  public static final int REFUSED = 6;

  private static final String TRANSLATE = "gen_intermediate_code_x86_64";
  private static final String ASK_FOR_STOP = "check_exit_request_x86_64";

  private static final int TRANSLATE_AT = 0;
  private static final int ABORT_AT = 128;
  private static final int SILENCE_AT = 320;
  private static final int NOTHING_AT = 336;

  /** A holder, so that the library is changed when first asked for. */
  private static final class Once {
    static final int KEY = MachineCode.supported() ? threadKey() : -1;
    static final boolean ACTIVE = KEY >= 0 && install(KEY);
    static final MethodHandle SET = Linkage.function(Linkage.libc("pthread_setspecific"));
  }

  /**
   * What the thread is bound to: asking the C library at each run would cost a tenth of a system
   * call.
   */
  private static final ThreadLocal<@Nullable Object> BOUND = new ThreadLocal<>();

  private Containment() {}

  /** Whether it is in force, from now on. */
  public static boolean active() {
    return Once.ACTIVE;
  }

  /**
   * Names the record of the engine that this thread is about to run.
   *
   * @param owner always the same for this record
   * @param record laid out as the constants here say; alive until {@link #unbind}
   */
  public static void bind(Object owner, MemorySegment record) {
    if (BOUND.get() != owner) {
      BOUND.set(owner);
      rebind(record);
    }
  }

  /** Unbinds this thread: from an engine that is closed, or before one is opened. */
  public static void unbind() {
    BOUND.remove();
    rebind(MemorySegment.NULL);
  }

  private static void rebind(MemorySegment record) {
    if (Once.ACTIVE) {
      try {
        long _ =
            (long) Once.SET.invokeExact((long) Once.KEY, record.address(), 0L, 0L, 0L, 0L, 0L, 0L);
      } catch (Throwable t) {
        throw Linkage.unexpected(t);
      }
    }
  }

  private static boolean install(int key) {
    SymbolLookup library = Unicorn.symbols();
    MemorySegment translate = library.find(TRANSLATE).orElse(null);
    MemorySegment askForStop = library.find(ASK_FOR_STOP).orElse(null);
    MemorySegment mainLoop = library.find("cpu_loop_exit_x86_64").orElse(null);
    if (translate == null || mainLoop == null || askForStop == null) {
      return false;
    }
    MachineCode code = MachineCode.of(stubs(key, translate, mainLoop));
    if (code == null) {
      return false;
    }
    ImportTable calls = ImportTable.of(translate);
    // Not every build makes these two calls. What is printed before an abort would end up on the
    // user's terminal.
    redirect(calls, "__assert_fail", code.at(ABORT_AT));
    redirect(calls, "__fprintf_chk", code.at(SILENCE_AT));
    return calls.redirect(ASK_FOR_STOP, askForStop, code.at(NOTHING_AT))
        && calls.redirect(TRANSLATE, translate, code.at(TRANSLATE_AT))
        && redirect(calls, "abort", code.at(ABORT_AT));
  }

  private static boolean redirect(ImportTable calls, String libc, MemorySegment to) {
    return calls.redirect(libc, Linkage.libc(libc), to);
  }

  private static int threadKey() {
    MethodHandle create = Linkage.function(Linkage.libc("pthread_key_create"));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(JAVA_INT);
      long error = (long) create.invokeExact(key.address(), 0L, 0L, 0L, 0L, 0L, 0L, 0L);
      return (int) error == 0 ? key.get(JAVA_INT, 0) : -1;
    } catch (Throwable t) {
      throw Linkage.unexpected(t);
    }
  }

  /** System V calling convention, x86-64: on entry RSP is 8 off a multiple of 16. */
  private static byte[] stubs(int key, MemorySegment translate, MemorySegment mainLoop) {
    Emitter code = new Emitter();
    // gen_intermediate_code(cpu: rdi, tb: rsi, max_insns: edx)
    code.hex("f30f1efa 57 56 52"); // endbr64; push rdi; push rsi; push rdx
    code.record(key);
    code.hex("5a 5e 5f"); // pop rdx; pop rsi; pop rdi
    code.hex("b9").int32(BLOCK_INSTRUCTIONS); // mov ecx, BLOCK_INSTRUCTIONS
    code.hex("4885c0"); // test rax, rax
    int unbound = code.jz();
    code.hex("488978").int8(CPU); // mov [rax + CPU], rdi
    code.hex("8b48").int8(LIMIT); // mov ecx, [rax + LIMIT]
    code.target(unbound);
    code.hex("39ca 0f4fd1"); // cmp edx, ecx; cmovg edx, ecx
    code.jump(translate);

    // abort() and __assert_fail(...), which do not return
    code.position(ABORT_AT);
    code.hex("f30f1efa 4883ec08"); // endbr64; sub rsp, 8
    code.record(key);
    code.hex("4885c0"); // test rax, rax
    int stranger = code.jz();
    code.hex("8378").int8(RUNNING).int8(0); // cmp dword [rax + RUNNING], 0
    int idle = code.jz();
    code.hex("c740").int8(KIND).int32(REFUSED); // mov dword [rax + KIND], REFUSED
    code.hex("488b78").int8(CPU).hex("48893c24"); // mov rdi, [rax + CPU]; mov [rsp], rdi
    code.hex("488b78").int8(ENGINE); // mov rdi, [rax + ENGINE]
    code.call(Unicorn.uc_emu_stop());
    code.hex("488b3c24"); // mov rdi, [rsp]
    code.call(mainLoop); // does not return
    code.target(stranger);
    code.target(idle);
    code.call(Linkage.libc("abort"));

    // fprintf(...)
    code.position(SILENCE_AT);
    code.hex("f30f1efa 31c0 c3"); // endbr64; xor eax, eax; ret

    // check_exit_request(context), which writes the question into the translation
    code.position(NOTHING_AT);
    code.hex("f30f1efa c3"); // endbr64; ret
    return code.bytes();
  }

  /** Bytes of machine code, in hexadecimal with what varies in between. */
  private static final class Emitter {
    private final ByteBuffer out = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);

    Emitter hex(String bytes) {
      out.put(HexFormat.of().parseHex(bytes.replace(" ", "")));
      return this;
    }

    Emitter int8(int value) {
      out.put((byte) value);
      return this;
    }

    Emitter int32(int value) {
      out.putInt(value);
      return this;
    }

    void position(int at) {
      out.position(at);
    }

    /** A jump forward; answers what {@link #target} needs. */
    int jz() {
      hex("74 00");
      return out.position();
    }

    /** Lets a jump end here. */
    void target(int jump) {
      out.put(jump - 1, (byte) (out.position() - jump));
    }

    /** RAX: the record that this thread is bound to. */
    void record(int key) {
      hex("bf").int32(key); // mov edi, key
      call(Linkage.libc("pthread_getspecific"));
    }

    void call(MemorySegment function) {
      hex("48b8").out.putLong(function.address()); // mov rax, function
      hex("ffd0"); // call rax
    }

    void jump(MemorySegment function) {
      hex("48b8").out.putLong(function.address()); // mov rax, function
      hex("ffe0"); // jmp rax
    }

    byte[] bytes() {
      return out.array();
    }
  }
}
