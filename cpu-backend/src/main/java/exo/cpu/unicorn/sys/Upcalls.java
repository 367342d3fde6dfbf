package exo.cpu.unicorn.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
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
    return stub("onSyscall", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
  }

  public MemorySegment sysenter() {
    return stub("onSysenter", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
  }

  public MemorySegment interrupt() {
    return stub("onInterrupt", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, ADDRESS));
  }

  public MemorySegment in() {
    return stub("onIn", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
  }

  public MemorySegment out() {
    return stub("onOut", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  }

  public MemorySegment fill() {
    return stub(
        "onFill",
        FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS));
  }

  private MemorySegment stub(String name, FunctionDescriptor signature) {
    try {
      MethodHandle target =
          MethodHandles.lookup()
              .findVirtual(Upcalls.class, name, signature.toMethodType())
              .bindTo(this);
      return Linker.nativeLinker().upcallStub(target, signature, arena);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  private void onSyscall(MemorySegment uc, MemorySegment userData) {
    try {
      callbacks.syscall();
    } catch (Throwable t) {
      callbacks.failed(t);
    }
  }

  private void onSysenter(MemorySegment uc, MemorySegment userData) {
    try {
      callbacks.sysenter();
    } catch (Throwable t) {
      callbacks.failed(t);
    }
  }

  private void onInterrupt(MemorySegment uc, int vector, MemorySegment userData) {
    try {
      callbacks.interrupt(vector);
    } catch (Throwable t) {
      callbacks.failed(t);
    }
  }

  private int onIn(MemorySegment uc, int port, int size, MemorySegment userData) {
    try {
      return callbacks.in(port, size);
    } catch (Throwable t) {
      callbacks.failed(t);
      return 0;
    }
  }

  private void onOut(MemorySegment uc, int port, int size, int value, MemorySegment userData) {
    try {
      callbacks.out(port, size);
    } catch (Throwable t) {
      callbacks.failed(t);
    }
  }

  private boolean onFill(
      MemorySegment uc, long va, int type, MemorySegment result, MemorySegment userData) {
    try {
      long answer = callbacks.fill(va, type);
      if (answer == -1) {
        return false;
      }
      // The library's own entry, valid during this call.
      MemorySegment entry = result.reinterpret(ENTRY_SIZE);
      entry.set(JAVA_LONG, 0, answer & -4096);
      entry.set(JAVA_INT, PERMS, (int) answer & Unicorn.UC_PROT_ALL);
      return true;
    } catch (Throwable t) {
      callbacks.failed(t);
      return false;
    }
  }
}
