package exo.kernel.task;

import exo.cpu.Cpu;
import exo.cpu.CpuState;
import java.lang.foreign.ValueLayout;

/** Which arithmetic error an FPU exception was. Source: Intel SDM vol. 1, 8.5 and 11.5. */
final class FpuFault {
  private static final int FPE_FLTDIV = 3;
  private static final int FPE_FLTOVF = 4;
  private static final int FPE_FLTUND = 5;
  private static final int FPE_FLTRES = 6;
  private static final int FPE_FLTINV = 7;
  private static final int SIMD = 19;

  private FpuFault() {}

  static int code(Task task, int vector) {
    CpuState s = task.state();
    for (Cpu cpu : task.kernel().cpus().all()) {
      cpu.saveState(s);
    }
    int flags;
    if (vector == SIMD) {
      int mxcsr = s.xsave().get(ValueLayout.JAVA_INT, CpuState.XSAVE_MXCSR);
      flags = mxcsr & ~(mxcsr >> 7) & 0x3f;
    } else {
      int control = s.xsave().get(ValueLayout.JAVA_SHORT, CpuState.XSAVE_FCW);
      int status = s.xsave().get(ValueLayout.JAVA_SHORT, CpuState.XSAVE_FCW + 2);
      flags = status & ~control & 0x3f;
    }
    if ((flags & 1) != 0) {
      return FPE_FLTINV;
    }
    if ((flags & 4) != 0) {
      return FPE_FLTDIV;
    }
    if ((flags & 8) != 0) {
      return FPE_FLTOVF;
    }
    return (flags & 0x12) != 0 ? FPE_FLTUND : FPE_FLTRES;
  }
}
