package exo.cpu.kvm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import exo.cpu.Capabilities;
import exo.cpu.Cpu;
import exo.cpu.CpuOptions;
import exo.cpu.CpuState;
import exo.cpu.Exit;
import exo.cpu.ExitInfo;
import exo.cpu.Invalidation;
import exo.cpu.kvm.sys.Kvm;
import exo.cpu.kvm.sys.Libc;
import exo.cpu.x86.DescriptorTables;
import exo.cpu.x86.PageFaultCode;
import exo.cpu.x86.Rflags;
import exo.cpu.x86.Vector;
import exo.mem.paging.Pte;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A virtual CPU of KVM. It enters the guest in ring 3, at the registers it is given, and is back at
 * the first trap: the registers of ring 3 are then those KVM shares, but for what the trap pushed
 * on ring 0's stack.
 */
final class KvmCpu implements Cpu {
  // Widths of the OUT that the stubs of the descriptor tables make.
  private static final int VECTOR_WIDTH = 1;
  private static final int SYSCALL_WIDTH = 4;

  // What the processor pushes at a trap, in words from the top of the stack.
  private static final int RSP = 2;
  private static final int RFLAGS = 3;
  private static final int CS = 4;
  private static final int RIP = 5;
  private static final int ERROR_CODE = 6;

  private final VirtualMachine machine;
  private final StaleTables stale;
  private final CpuParts parts;
  private final DescriptorTables descriptors;
  private final int index;
  private final MemorySegment run;
  private final Registers registers;
  private final FpuRegisters fpu;
  private final Kick kick;
  private final Instructions instructions;
  private final ExitInfo info = new ExitInfo();

  /** Whose FPU registers are in the virtual CPU. Guarded by fpu. */
  private @Nullable CpuState resident;

  /** Whose other registers were there last; null when nothing of them may be kept. */
  private @Nullable CpuState last;

  /** Up to where this CPU knows changes of page tables. */
  private volatile long generation = -1;

  private volatile boolean inGuest;

  KvmCpu(VirtualMachine machine, CpuOptions options, CpuParts parts) {
    this.machine = machine;
    this.stale = machine.stale();
    this.parts = parts;
    this.descriptors = options.descriptors();
    this.index = options.index();
    this.run = parts.run();
    this.registers = parts.registers();
    this.fpu = parts.fpu();
    this.kick = new Kick(run);
    this.instructions = new Instructions(machine.ram(), machine.tables());
    stale.add(this);
  }

  /**
   * Opens a CPU of a machine for the calling thread.
   *
   * @param closed told when the CPU has been closed
   */
  static KvmCpu open(VirtualMachine machine, CpuOptions options, Runnable closed)
      throws KernelHalf.OutOfFrames {
    return new KvmCpu(machine, options, CpuParts.create(machine, options, closed));
  }

  @Override
  public Exit run(CpuState state, long root) {
    kick.enter();
    Exit exit = kick.consume() ? Exit.INTERRUPTED : guest(state, root);
    kick.leave();
    return exit;
  }

  private Exit guest(CpuState state, long root) {
    if (!isCanonical(state.rip())) {
      // The processor would refuse to enter.
      return info.exception(Vector.GENERAL_PROTECTION, 0);
    }
    makeResident(state);
    while (true) {
      if (generation != stale.generation()) {
        generation = stale.settle(this);
        // The signal of a kick may have been spent there.
        if (kick.consume()) {
          return Exit.INTERRUPTED;
        }
      }
      registers.load(state, root, last != state);
      last = state;
      inGuest = true;
      if (generation != stale.generation()) {
        inGuest = false;
        continue;
      }
      int error = enter();
      inGuest = false;
      if (error == -Libc.EINTR) {
        registers.store(state);
        if (kick.consume()) {
          return Exit.INTERRUPTED;
        }
      } else if (error < 0) {
        return failed("KVM_RUN failed with errno " + -error);
      } else {
        registers.store(state);
        return exit(state, root);
      }
    }
  }

  /** Answers -EINTR only where the guest can be left. */
  private int enter() {
    while (true) {
      int error = Libc.ioctl(parts.cpu(), Kvm.KVM_RUN, 0);
      if (error != -Libc.EINTR && error != -Libc.EAGAIN) {
        return error;
      }
      if (error == -Libc.EINTR && registers.isInterruptible()) {
        return error;
      }
      // On its way into ring 0, where it leaves by itself.
      kick.rearm();
    }
  }

  private Exit exit(CpuState state, long root) {
    int reason = run.get(JAVA_INT, Kvm.RUN_EXIT_REASON);
    if (reason != Kvm.KVM_EXIT_IO) {
      return unexpected(reason);
    }
    int port = run.get(JAVA_SHORT, Kvm.RUN_IO_PORT) & 0xffff;
    return switch (run.get(JAVA_BYTE, Kvm.RUN_IO_SIZE)) {
      case SYSCALL_WIDTH -> systemCall(state);
      case VECTOR_WIDTH -> trap(port, state, root);
      default -> failed("an OUT to port " + port + " that no stub makes");
    };
  }

  /** SYSCALL has put RIP and RFLAGS into RCX and R11, and left RSP. */
  private static Exit systemCall(CpuState state) {
    state.rip(state.rcx());
    state.rflags(state.r11());
    return Exit.SYSCALL;
  }

  private Exit trap(int vector, CpuState state, long root) {
    long rip = pushed(RIP);
    long flags = pushed(RFLAGS);
    if ((pushed(CS) & 3) != 3) {
      return failed("vector " + vector + " in ring 0 at " + Long.toHexString(rip));
    }
    state.rsp(pushed(RSP));
    if (vector == Vector.PAGE_FAULT
        && rip == descriptors.systemCallEntry()
        && (flags & Rflags.IF) == 0) {
      // Where KVM runs its guests without a ring 0, SYSCALL stays in ring 3, which may not execute
      // the entry. A jump of the guest's to it has interrupts on.
      return systemCall(state);
    }
    state.rip(rip);
    // Set by faults for the handler's return; nothing that a program has made.
    state.rflags(flags & ~Rflags.RF);
    int error = Vector.hasErrorCode(vector) ? (int) pushed(ERROR_CODE) : 0;
    if (vector == Vector.PAGE_FAULT) {
      return info.pageFault(registers.faultAddress(), pageFaultCode(error, root));
    }
    if (vector == Vector.INVALID_OPCODE) {
      return instructions.undefined(state, root, info);
    }
    if (vector == Vector.DEBUG && (flags & Rflags.TF) == 0 && machine.stopsAtIcebp()) {
      // Debug registers are off, so it was the instruction icebp.
      state.rip(rip + 1);
    }
    return info.exception(vector, error);
  }

  private long pushed(int word) {
    return descriptors.pushed(index, word);
  }

  /**
   * No entry of our tables has a reserved bit set: where one is reported, KVM keeps the address for
   * itself, and the tables tell what there is.
   */
  private int pageFaultCode(int error, long root) {
    if ((error & PageFaultCode.RESERVED) == 0) {
      return error;
    }
    int access = error & ~(PageFaultCode.RESERVED | PageFaultCode.PRESENT);
    boolean present = Pte.present(machine.tables().leaf(root, registers.faultAddress()));
    return present ? access | PageFaultCode.PRESENT : access;
  }

  private Exit unexpected(int reason) {
    String what =
        switch (reason) {
          case Kvm.KVM_EXIT_MMIO ->
              "an access outside of memory, at physical address "
                  + Long.toHexString(run.get(JAVA_LONG, Kvm.RUN_MMIO_PHYS_ADDR));
          case Kvm.KVM_EXIT_SHUTDOWN -> "a triple fault";
          case Kvm.KVM_EXIT_FAIL_ENTRY ->
              "the processor refuses to enter the guest, reason "
                  + Long.toHexString(run.get(JAVA_LONG, Kvm.RUN_ERROR));
          case Kvm.KVM_EXIT_INTERNAL_ERROR ->
              "KVM cannot emulate an instruction, error " + run.get(JAVA_INT, Kvm.RUN_ERROR);
          default -> "exit reason " + reason;
        };
    String where = " at " + Long.toHexString(registers.rip());
    finishAccess();
    return failed(what + where);
  }

  /**
   * KVM would finish an instruction that left the machine at the next entry, with new registers.
   */
  private void finishAccess() {
    run.set(JAVA_LONG, Kvm.RUN_DIRTY_REGS, 0);
    run.set(JAVA_BYTE, Kvm.RUN_IMMEDIATE_EXIT, (byte) 1);
    Libc.ioctl(parts.cpu(), Kvm.KVM_RUN, 0);
    // A kick of this moment is still in its flag.
    kick.rearm();
  }

  private Exit failed(String why) {
    last = null;
    return info.failed("KVM: " + why);
  }

  private static boolean isCanonical(long va) {
    return (va << 16) >> 16 == va;
  }

  // ---- for StaleTables

  KernelHalf.TouchList list() {
    return parts.list();
  }

  boolean isInGuest() {
    return inGuest;
  }

  long generation() {
    return generation;
  }

  void nudge() {
    kick.nudge();
  }

  /** Lets ring 0 touch the first page tables of the list; the guest's CR3 is loaded after it. */
  void touch(int count) {
    last = null;
    registers.loadTouch(parts.list().va(), count);
    int error;
    do {
      kick.rearm();
      error = Libc.ioctl(parts.cpu(), Kvm.KVM_RUN, 0);
    } while (error == -Libc.EINTR || error == -Libc.EAGAIN);
    if (error < 0
        || run.get(JAVA_INT, Kvm.RUN_EXIT_REASON) != Kvm.KVM_EXIT_IO
        || run.get(JAVA_BYTE, Kvm.RUN_IO_SIZE) != KernelHalf.TOUCHED_WIDTH) {
      throw new IllegalStateException(
          "page tables could not be touched: KVM_RUN "
              + error
              + ", exit reason "
              + run.get(JAVA_INT, Kvm.RUN_EXIT_REASON)
              + ", port "
              + (run.get(JAVA_SHORT, Kvm.RUN_IO_PORT) & 0xffff)
              + ", address "
              + Long.toHexString(registers.faultAddress()));
    }
  }

  // ---- FPU registers

  private void makeResident(CpuState state) {
    if (isResident(state)) {
      return;
    }
    for (KvmCpu other : stale.cpus()) {
      if (other != this) {
        other.giveUp(state);
      }
    }
    synchronized (fpu) {
      if (resident != null) {
        fpu.store(resident);
      }
      fpu.load(state);
      resident = state;
    }
  }

  private boolean isResident(CpuState state) {
    synchronized (fpu) {
      return resident == state;
    }
  }

  /** The task has moved to another CPU. */
  private void giveUp(CpuState state) {
    synchronized (fpu) {
      if (resident == state) {
        fpu.store(state);
        resident = null;
      }
    }
  }

  @Override
  public void discardState(CpuState state) {
    synchronized (fpu) {
      if (resident == state) {
        resident = null;
      }
    }
    if (last == state) {
      last = null;
    }
  }

  @Override
  public void saveState(CpuState state) {
    synchronized (fpu) {
      if (resident == state) {
        fpu.store(state);
      }
    }
  }

  @Override
  public void stateChanged(CpuState state) {
    // Not stored first: what the kernel wrote is the newer.
    synchronized (fpu) {
      if (resident == state) {
        resident = null;
      }
    }
  }

  // ---- the rest

  @Override
  public ExitInfo info() {
    return info;
  }

  @Override
  public void kick() {
    kick.kick();
  }

  @Override
  public void invalidate(long root, long va, long length, Invalidation kind) {
    switch (kind) {
      case RIGHTS_REVOKED -> stale.revoked(root, va, length, false);
      case ADDRESS_SPACE_GONE -> stale.gone(root);
      case CODE_CHANGED -> {
        // The processor notices, at the latest when it enters the guest.
      }
    }
  }

  @Override
  public void codeChanged(long frame, long count) {
    // As above.
  }

  @Override
  public Capabilities capabilities() {
    return parts.capabilities();
  }

  @Override
  public void close() {
    if (kick.close()) {
      synchronized (fpu) {
        if (resident != null) {
          fpu.store(resident);
          resident = null;
        }
      }
      stale.remove(this);
      parts.close();
    }
  }
}
