package exo.cpu;

/**
 * Details of the last exit of one {@link Cpu}. Written by the engine, read by the kernel, both on
 * the CPU's thread.
 */
public final class ExitInfo {
  private int vector;
  private int errorCode;
  private long address;
  private String reason = "";

  /** Vector of an exception, 14 for a page fault. */
  public int vector() {
    return vector;
  }

  /**
   * Error code as the processor pushes it; 0 for vectors that have none. Bits: {@link
   * exo.cpu.x86.PageFaultCode}.
   */
  public int errorCode() {
    return errorCode;
  }

  /** The virtual address that faulted (CR2); meaningful after a page fault only. */
  public long address() {
    return address;
  }

  /** Why the engine gave up; empty unless the exit was {@link Exit#FAILED}. */
  public String reason() {
    return reason;
  }

  /** For engines: records a page fault. */
  public Exit pageFault(long va, int code) {
    vector = 14;
    errorCode = code;
    address = va;
    reason = "";
    return Exit.PAGE_FAULT;
  }

  /** For engines: records an exception other than a page fault. */
  public Exit exception(int number, int code) {
    vector = number;
    errorCode = code;
    address = 0;
    reason = "";
    return Exit.EXCEPTION;
  }

  /** For engines: records that the engine cannot go on. */
  public Exit failed(String why) {
    vector = 0;
    errorCode = 0;
    address = 0;
    reason = why;
    return Exit.FAILED;
  }
}
