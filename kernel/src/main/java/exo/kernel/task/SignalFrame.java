package exo.kernel.task;

import exo.cpu.Cpu;
import exo.cpu.CpuState;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Signals;
import exo.kernel.signal.SignalActions;
import exo.kernel.signal.SignalInfo;
import exo.kernel.uaccess.UserMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The frame a signal handler runs on, exactly as Linux lays it for x86-64: return address,
 * ucontext, siginfo, and above them the XSAVE area. Source: arch/x86 uapi sigcontext.h and
 * ucontext.h, psABI 3.2.2 (the 128 bytes of red zone).
 *
 * <pre>
 *   +0    address of the restorer
 *   +8    ucontext: flags, link, stack (24), sigcontext (256), signal mask (8)
 *   +312  siginfo (128)
 *   ...   XSAVE area, 64-byte aligned, followed by its end mark
 * </pre>
 */
public final class SignalFrame {
  private static final int RED_ZONE = 128;
  private static final int UC = 8;
  private static final int UC_STACK = UC + 16;
  private static final int MC = UC + 40;
  private static final int UC_MASK = MC + 256;
  private static final int INFO = UC_MASK + 8;
  private static final int SIZE = INFO + 128;

  private static final int MC_EFLAGS = MC + 17 * 8;
  private static final int MC_SELECTORS = MC + 18 * 8;
  private static final int MC_ERR = MC + 19 * 8;
  private static final int MC_FPSTATE = MC + 23 * 8;

  private static final long UC_FLAGS = 1 | 2 | 4;
  private static final long SELECTORS = 0x33L | 0x2bL << 48;
  private static final int XSTATE_MAGIC1 = 0x46505853;
  private static final int XSTATE_MAGIC2 = 0x46505845;
  private static final int SW_RESERVED = 464;
  private static final long X87_AND_SSE = 3;
  private static final long AVX = 4;
  private static final long AVX512 = 0xe0;
  private static final long WITH_AVX = 832;

  /** Where AMD's layout ends, the denser one (CPUID leaf 13). */
  private static final long WITH_AVX512 = 2432;

  /** Flags a program may set: AC, OF, DF, TF, SF, ZF, AF, PF, CF, RF. */
  private static final long USER_FLAGS = 0x50dd5;

  private static final long FIXED_FLAGS = 0x202;

  /** Order of the general registers in a sigcontext, by hardware number. */
  private static final int[] ORDER = {8, 9, 10, 11, 12, 13, 14, 15, 7, 6, 5, 3, 2, 0, 1, 4};

  private SignalFrame() {}

  /** Most bytes of stack a frame takes, the red zone and alignment included. */
  public static int largest(int xsaveSize) {
    return RED_ZONE + xsaveSize + 4 + 64 + SIZE + 16 + 8;
  }

  /**
   * Lays the frame and points the registers at the handler.
   *
   * @param oldMask the mask that sigreturn puts back
   * @return false when the stack cannot be written
   */
  static boolean push(Task task, SignalInfo info, long oldMask) {
    CpuState s = task.state();
    for (Cpu cpu : task.kernel().cpus().all()) {
      cpu.saveState(s);
    }
    if (task.extras().rseq != 0) {
      try {
        RestartableSequence.abort(task);
      } catch (Errno broken) {
        return false;
      }
    }
    SignalActions actions = task.actions();
    int signal = info.number();
    MemorySegment xsave = s.xsave();
    long sp = stackFor(task, actions.flags(signal));
    long fp = (sp - xsave.byteSize() - 4) & -64L;
    long frame = ((fp - SIZE) & -16L) - 8;
    try {
      UserMemory m = task.memory();
      writeXsave(m, fp, xsave);
      m.putLong(frame, actions.restorer(signal));
      m.putLong(frame + UC, UC_FLAGS);
      m.putLong(frame + UC + 8, 0);
      writeStack(task, m, frame + UC_STACK);
      for (int i = 0; i < 16; i++) {
        m.putLong(frame + MC + i * 8L, s.gpr(ORDER[i]));
      }
      m.putLong(frame + MC + 16 * 8, s.rip());
      m.putLong(frame + MC_EFLAGS, s.rflags());
      m.putLong(frame + MC_SELECTORS, SELECTORS);
      SignalState signals = task.signals();
      m.putLong(frame + MC_ERR, signals.faultError());
      m.putLong(frame + MC_ERR + 8, signals.faultVector());
      m.putLong(frame + MC_ERR + 16, oldMask);
      m.putLong(frame + MC_ERR + 24, signals.faultAddress());
      m.putLong(frame + MC_FPSTATE, fp);
      m.zero(frame + MC_FPSTATE + 8, 64);
      m.putLong(frame + UC_MASK, oldMask);
      SigInfoWriter.write(m, frame + INFO, info);
    } catch (Errno fault) {
      return false;
    }
    AltStack alt = task.signals().altStack();
    if ((alt.flags() & Signals.SS_AUTODISARM) != 0) {
      alt.disable();
    }
    s.rdi(signal);
    s.rsi(frame + INFO);
    s.rdx(frame + UC);
    s.rax(0);
    s.rip(actions.handler(signal));
    s.rsp(frame);
    // A handler starts with the direction, trap and resume flags clear.
    s.rflags(s.rflags() & ~0x10500L);
    return true;
  }

  private static long stackFor(Task task, long flags) {
    AltStack alt = task.signals().altStack();
    long sp = task.state().rsp();
    if ((flags & SignalActions.SA_ONSTACK) != 0 && alt.isSet() && !alt.contains(sp)) {
      return alt.top();
    }
    return sp - RED_ZONE;
  }

  private static void writeStack(Task task, UserMemory m, long at) throws Errno {
    AltStack alt = task.signals().altStack();
    boolean on = alt.contains(task.state().rsp());
    m.putLong(at, alt.base());
    m.putLong(at + 8, (on ? Signals.SS_ONSTACK : alt.flags()) & 0xffff_ffffL);
    m.putLong(at + 16, alt.size());
  }

  private static void writeXsave(UserMemory m, long fp, MemorySegment xsave) throws Errno {
    long size = xsave.byteSize();
    if (m.copyOut(fp, xsave, 0, size) != size) {
      throw Errno.EFAULT;
    }
    m.putInt(fp + SW_RESERVED, XSTATE_MAGIC1);
    m.putInt(fp + SW_RESERVED + 4, (int) size + 4);
    m.putLong(fp + SW_RESERVED + 8, xsave.get(ValueLayout.JAVA_LONG, 512) | 3);
    m.putInt(fp + SW_RESERVED + 16, (int) size);
    m.putInt(fp + size, XSTATE_MAGIC2);
  }

  /**
   * Linux {@code rt_sigreturn(2)}: takes the registers from the frame at the stack pointer. What a
   * program may not set (selectors, system flags, reserved FPU bits) is not taken.
   *
   * @throws Errno EFAULT when the frame cannot be read or its FPU area is not one; the caller sends
   *     SIGSEGV
   */
  public static void restore(Task task) throws Errno {
    CpuState s = task.state();
    UserMemory m = task.memory();
    long frame = s.rsp() - 8;
    long mask = m.getLong(frame + UC_MASK);
    long flags = m.getLong(frame + MC_EFLAGS);
    long rip = m.getLong(frame + MC + 16 * 8);
    long fp = m.getLong(frame + MC_FPSTATE);
    byte[] registers = m.read(frame + MC, 16 * 8);
    long stack = m.getLong(frame + UC_STACK);
    int stackFlags = m.getInt(frame + UC_STACK + 8);
    long stackSize = m.getLong(frame + UC_STACK + 16);
    for (Cpu cpu : task.kernel().cpus().all()) {
      cpu.saveState(s);
    }
    if (fp != 0) {
      readXsave(m, fp, s.xsave());
    } else {
      resetFpu(s.xsave());
    }
    for (Cpu cpu : task.kernel().cpus().all()) {
      cpu.stateChanged(s);
    }
    MemorySegment r = MemorySegment.ofArray(registers);
    for (int i = 0; i < 16; i++) {
      s.gpr(ORDER[i], r.get(ValueLayout.JAVA_LONG_UNALIGNED, i * 8L));
    }
    s.rip(rip);
    s.rflags((flags & USER_FLAGS) | FIXED_FLAGS);
    task.signals().mask(mask);
    task.signals().altStack().restore(stack, stackFlags, stackSize);
  }

  private static void resetFpu(MemorySegment xsave) {
    xsave.fill((byte) 0);
    xsave.set(ValueLayout.JAVA_SHORT, CpuState.XSAVE_FCW, (short) 0x37f);
    xsave.set(ValueLayout.JAVA_INT, CpuState.XSAVE_MXCSR, 0x1f80);
    xsave.set(ValueLayout.JAVA_LONG, CpuState.XSAVE_XSTATE_BV, 3);
  }

  /** The XSAVE components that an area of this size can hold: x87 and SSE, AVX, AVX-512. */
  private static long components(long size) {
    return X87_AND_SSE | (size >= WITH_AVX ? AVX : 0) | (size >= WITH_AVX512 ? AVX512 : 0);
  }

  private static void readXsave(UserMemory m, long fp, MemorySegment xsave) throws Errno {
    boolean extended = m.getInt(fp + SW_RESERVED) == XSTATE_MAGIC1;
    int size = extended ? m.getInt(fp + SW_RESERVED + 16) : 512;
    if (size < 512 || size > xsave.byteSize()) {
      size = 512;
    }
    byte[] image = m.read(fp, size);
    MemorySegment in = MemorySegment.ofArray(image);
    int mxcsr = in.get(ValueLayout.JAVA_INT_UNALIGNED, CpuState.XSAVE_MXCSR);
    if ((mxcsr & ~0xffff) != 0) {
      throw Errno.EFAULT;
    }
    long supported = components(xsave.byteSize());
    long held = size >= 576 ? in.get(ValueLayout.JAVA_LONG_UNALIGNED, 512) & supported : 3;
    MemorySegment.copy(in, 0, xsave, 0, 512);
    if (size > 576) {
      MemorySegment.copy(in, 576, xsave, 576, size - 576);
    }
    xsave.asSlice(512, 64).fill((byte) 0);
    xsave.set(ValueLayout.JAVA_LONG, 512, held);
  }
}
