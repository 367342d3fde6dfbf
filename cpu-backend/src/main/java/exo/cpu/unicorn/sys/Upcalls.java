package exo.cpu.unicorn.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import exo.mem.host.Linkage;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * Function pointers that lead to {@link Callbacks}. They live as long as the arena, which must
 * outlive the engine. An exception that left an upcall would end the JVM: all are caught here.
 */
@SuppressWarnings("unused") // Called from native code, with the parameters that C gives.
public final class Upcalls {
  /** Offset of the rights in a {@code uc_tlb_entry}, whose first member is the physical address. */
  private static final long PERMS = 8;

  private static final long ENTRY_SIZE = 16;

  private final Arena arena;
  private final Callbacks callbacks;

  public Upcalls(Arena arena, Callbacks callbacks) {
    this.arena = arena;
    this.callbacks = callbacks;
  }

  public MemorySegment syscall() {
    return stub("onSyscall");
  }

  public MemorySegment sysenter() {
    return stub("onSysenter");
  }

  public MemorySegment interrupt() {
    return stub("onInterrupt");
  }

  public MemorySegment in() {
    return stub("onIn");
  }

  public MemorySegment out() {
    return stub("onOut");
  }

  public MemorySegment fill() {
    return stub("onFill");
  }

  private MemorySegment stub(String name) {
    try {
      MethodHandle target =
          MethodHandles.lookup()
              .findVirtual(Upcalls.class, name, Linkage.callback().toMethodType())
              .bindTo(this);
      return Linker.nativeLinker().upcallStub(target, Linkage.callback(), arena);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  /** (uc, user data). */
  private long onSyscall(long uc, long userData, long x, long y, long z) {
    try {
      callbacks.syscall();
    } catch (Throwable t) {
      callbacks.failed(t);
    }
    return 0;
  }

  /** (uc, user data). */
  private long onSysenter(long uc, long userData, long x, long y, long z) {
    try {
      callbacks.sysenter();
    } catch (Throwable t) {
      callbacks.failed(t);
    }
    return 0;
  }

  /** (uc, vector, user data). */
  private long onInterrupt(long uc, long vector, long userData, long x, long y) {
    try {
      callbacks.interrupt((int) vector);
    } catch (Throwable t) {
      callbacks.failed(t);
    }
    return 0;
  }

  /** (uc, port, size, user data). */
  private long onIn(long uc, long port, long size, long userData, long x) {
    try {
      return callbacks.in((int) port, (int) size);
    } catch (Throwable t) {
      callbacks.failed(t);
      return 0;
    }
  }

  /** (uc, port, size, value, user data). */
  private long onOut(long uc, long port, long size, long value, long userData) {
    try {
      callbacks.out((int) port, (int) size);
    } catch (Throwable t) {
      callbacks.failed(t);
    }
    return 0;
  }

  /** (uc, address, type, entry, user data); answers whether the entry was filled in. */
  private long onFill(long uc, long va, long type, long entry, long userData) {
    try {
      long answer = callbacks.fill(va, (int) type);
      if (answer == -1) {
        return 0;
      }
      // The library's own entry, valid during this call.
      MemorySegment result = MemorySegment.ofAddress(entry).reinterpret(ENTRY_SIZE);
      result.set(JAVA_LONG, 0, answer & -4096);
      result.set(JAVA_INT, PERMS, (int) answer & Unicorn.UC_PROT_ALL);
      return 1;
    } catch (Throwable t) {
      callbacks.failed(t);
      return 0;
    }
  }
}
