package exo.cpu.unicorn.sys;

/** What an engine calls, on its own thread, in the middle of {@link Unicorn#uc_emu_start}. */
public interface Callbacks {

  /** {@code uc_cb_insn_syscall_t} for SYSCALL. */
  void syscall();

  /** {@code uc_cb_insn_syscall_t} for SYSENTER. */
  void sysenter();

  /** {@code uc_cb_hookintr_t}. */
  void interrupt(int vector);

  /** {@code uc_cb_insn_in_t}: answers what the instruction reads. */
  int in(int port, int size);

  /** {@code uc_cb_insn_out_t}. */
  void out(int port, int size);

  /**
   * {@code uc_cb_tlbevent_t}: answers a physical address with the {@code uc_prot} bits in its low
   * bits, or -1 for a fault.
   *
   * @param type one of {@link Unicorn#UC_MEM_READ}, {@link Unicorn#UC_MEM_WRITE}, {@link
   *     Unicorn#UC_MEM_FETCH}
   */
  long fill(long va, int type);

  /** One of the others threw; nothing may escape into native code. */
  void failed(Throwable t);
}
