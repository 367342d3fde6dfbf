package exo.kernel.fs.tmpfs;

import exo.kernel.abi.Errno;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.NewInode;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.PhysicalMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** A symbolic link. A long text is kept in a page of guest memory, so that it counts as such. */
final class TmpfsSymlink extends TmpfsInode {
  /** Longest text kept in the inode, as in Linux. */
  private static final int SHORT = 127;

  private final int length;
  private String text;
  private long frame = FrameAllocator.NONE;

  /**
   * The caller has reserved the inode.
   *
   * @throws Errno ENOSPC, ENOMEM
   */
  TmpfsSymlink(TmpfsSuperblock tmpfs, NewInode node, String text) throws Errno {
    super(tmpfs, node);
    this.length = text.length();
    this.text = text;
    if (length > SHORT) {
      moveToPage();
    }
  }

  private void moveToPage() throws Errno {
    if (!tmpfs.reservePages(1)) {
      throw Errno.ENOSPC;
    }
    frame = tmpfs.vfs().frames().alloc();
    if (frame == FrameAllocator.NONE) {
      tmpfs.unreservePages(1);
      throw Errno.ENOMEM;
    }
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    MemorySegment.copy(bytes, 0, tmpfs.vfs().ram().segment(), ValueLayout.JAVA_BYTE, at(), length);
    text = "";
  }

  private long at() {
    return frame << PhysicalMemory.FRAME_SHIFT;
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  public long blocks() {
    return frame == FrameAllocator.NONE ? 0 : 8;
  }

  @Override
  public String readLink(Caller who) {
    if (frame == FrameAllocator.NONE) {
      return text;
    }
    byte[] bytes = new byte[length];
    MemorySegment.copy(tmpfs.vfs().ram().segment(), ValueLayout.JAVA_BYTE, at(), bytes, 0, length);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  void freeContents() {
    if (frame != FrameAllocator.NONE) {
      tmpfs.vfs().frames().release(frame);
      tmpfs.unreservePages(1);
      frame = FrameAllocator.NONE;
    }
  }
}
