package exo.cpu;

/**
 * One virtual CPU. A machine has as many as it has processors; tasks share them.
 *
 * <p>All methods but {@link #kick} belong to the thread that opened the CPU. Where the engine is
 * {@link Capabilities#parallel}, {@link #invalidate}, {@link #codeChanged} and those that name a
 * state (which does not run) are for any thread.
 */
public interface Cpu extends AutoCloseable {

  /** As a length for {@link #invalidate}: the whole address space. */
  long ALL = Long.MAX_VALUE;

  /**
   * Runs ring 3 from {@code state} until something needs the kernel, then stores the registers
   * back.
   *
   * <p>The general registers, RIP, RFLAGS and the segment bases in {@code state} are current when
   * this returns. The FPU area is not: the engine keeps it until another state runs or {@link
   * #saveState} asks.
   *
   * <ul>
   *   <li>{@link Exit#SYSCALL}: RIP is past the instruction, RCX holds RIP and R11 RFLAGS, as
   *       hardware leaves them.
   *   <li>{@link Exit#PAGE_FAULT}: RIP is at the instruction, {@link #info} has the address and the
   *       error code.
   *   <li>{@link Exit#EXCEPTION}: {@link #info} has the vector and the error code. RIP is at the
   *       instruction for faults and past it for {@code int3} and {@code int 0x80} (vectors 3 and
   *       128).
   *   <li>{@link Exit#INTERRUPTED}: {@link #kick} was called. RIP is where to go on.
   *   <li>{@link Exit#FAILED}: the engine cannot go on with this state; {@link ExitInfo#reason}
   *       says why.
   * </ul>
   *
   * @param root physical address of the page table root to run on, the value of CR3
   */
  Exit run(CpuState state, long root);

  /** Details of the last exit: one object, reused, valid until the next {@link #run}. */
  ExitInfo info();

  /**
   * Makes the running or the next {@link #run} answer {@link Exit#INTERRUPTED} soon. Callable from
   * any thread.
   *
   * <p>A kick is sticky: it stays until a run has answered {@code INTERRUPTED}. A run that stops
   * for another reason first keeps it pending. Kicks do not count: several before one answer give
   * one answer.
   */
  void kick();

  /**
   * Says that what the engine may have cached of this range is out of date. Call it after the page
   * tables or the bytes were changed and before the next {@link #run}; with several CPUs, on each
   * of them.
   *
   * <p>An engine with {@link Capabilities#parallel} is told from any thread, also while this CPU is
   * in guest code: when this returns, it uses nothing of the old any more. With others the CPU is
   * outside of {@code run}.
   *
   * @param root the address space meant, as for {@link #run}
   * @param va first address, any alignment
   * @param length in bytes, or {@link #ALL} for the whole space
   */
  void invalidate(long root, long va, long length, Invalidation kind);

  /**
   * Says that these physical frames held bytes that guests may have executed, and hold or will hold
   * others now: stronger than {@link Invalidation#CODE_CHANGED}, which finds only frames that are
   * still mapped. For frames that were executable and are freed, and for page cache frames that the
   * kernel rewrites.
   *
   * @param frame number of the first
   * @param count how many
   */
  void codeChanged(long frame, long count);

  /** The task of this state is gone: forget its lazily held FPU registers. */
  void discardState(CpuState state);

  /**
   * Writes lazily held FPU registers into the state's block: before it is copied, shown to the
   * guest, or run on another CPU. Does nothing when this CPU holds none of them.
   */
  void saveState(CpuState state);

  /** The kernel edited the FPU area, after {@link #saveState}: load it anew before the next run. */
  void stateChanged(CpuState state);

  /** What this engine can do; the same for as long as it is open. */
  Capabilities capabilities();

  /** Frees the engine. States that it holds lazily are saved first. */
  @Override
  void close();
}
