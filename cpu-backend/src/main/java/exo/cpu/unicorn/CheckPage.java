package exo.cpu.unicorn;

import exo.mem.paging.Pte;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;

/**
 * The pages of the start-up check, in the engine's own space: one frame of code, mapped in two
 * ways, and a gap.
 */
final class CheckPage implements AutoCloseable {
  private static final int CODE = 0;
  private static final int NO_EXECUTE = 1;
  private static final int ABSENT = 2;

  private final FrameAllocator frames;
  private final OwnSpace space;
  private final long frame;

  private CheckPage(FrameAllocator frames, OwnSpace space, long frame) {
    this.frames = frames;
    this.space = space;
    this.frame = frame;
  }

  static CheckPage map(PhysicalMemory ram, FrameAllocator frames, OwnSpace space)
      throws KernelPage.OutOfFrames {
    long frame = frames.allocZeroed();
    if (frame == FrameAllocator.NONE) {
      throw new KernelPage.OutOfFrames();
    }
    CheckPage page = new CheckPage(frames, space, frame);
    CheckProgram.write(ram, frame << PhysicalMemory.FRAME_SHIFT);
    if (!space.map(CODE, frame, 0) || !space.map(NO_EXECUTE, frame, Pte.NX)) {
      page.close();
      throw new KernelPage.OutOfFrames();
    }
    return page;
  }

  /** The code: readable and executable, not writable. */
  static long code() {
    return OwnSpace.va(CODE);
  }

  /** The same, not executable. */
  static long noExecute() {
    return OwnSpace.va(NO_EXECUTE);
  }

  /** Nothing. */
  static long absent() {
    return OwnSpace.va(ABSENT);
  }

  @Override
  public void close() {
    space.unmap(CODE);
    space.unmap(NO_EXECUTE);
    frames.release(frame);
  }
}
