package exo.kernel.ipc;

import exo.kernel.abi.Errno;
import exo.kernel.futex.FutexTable;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.ObjectDirectory;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;
import exo.mem.ring.BufferPool;
import java.util.Map;

/**
 * All channels of a machine, as files of {@code /dev/ipc}: open(2) with O_CREAT makes one, its mode
 * says who may, unlink(2) takes the name away, and the channel ends when nobody has it open or
 * mapped any more. One a machine. Owned by the kernel lock.
 */
public final class IpcFs extends Superblock {
  /** "exoi". */
  private static final long MAGIC = 0x65786f69;

  private final FutexTable futexes;
  private final Root channels = new Root();
  private long lastInode = 1;
  private long frames;

  /** Without channels. */
  public IpcFs(Vfs vfs, FutexTable futexes) {
    super(vfs, new Type(), MAGIC);
    this.futexes = futexes;
    root(channels);
  }

  private record Type() implements FileSystemType {
    @Override
    public String name() {
      return "ipcfs";
    }

    @Override
    public Superblock mount(Vfs vfs, String source, String options, Caller who) throws Errno {
      throw Errno.EINVAL;
    }
  }

  FutexTable futexes() {
    return futexes;
  }

  ChannelMemory allocate(ChannelInode inode, ChannelFormat format) throws Errno {
    ChannelMemory memory = ChannelMemory.create(vfs().ram(), vfs().frames(), inode, format);
    frames += memory.frames();
    return memory;
  }

  void free(ChannelMemory memory) {
    frames -= memory.frames();
    memory.free();
  }

  /** Frames that channels hold. */
  public long usedFrames() {
    return frames;
  }

  /** {@code /proc/ipc}: a line for each channel that has a name. */
  public void describe(StringBuilder out) {
    out.append("name capacity messages ends buffers used\n");
    for (Map.Entry<String, ChannelInode> e : channels.files().entrySet()) {
      ChannelInode channel = e.getValue();
      out.append(e.getKey());
      try {
        var ring = channel.memory().ring();
        out.append(' ').append(ring.capacity()).append(' ').append(ring.size());
      } catch (Errno scribbled) {
        out.append(" ? ?");
      }
      BufferPool pool = channel.memory().pool();
      out.append(' ').append(channel.ends());
      out.append(' ').append(pool == null ? 0 : pool.count());
      out.append(' ').append(pool == null ? 0 : pool.used()).append('\n');
    }
  }

  @Override
  public boolean revalidates() {
    return true;
  }

  @Override
  public boolean cachesAbsence() {
    return false;
  }

  @Override
  protected void shutdown() {
    channels.files().values().forEach(ChannelInode::end);
  }

  private final class Root extends ObjectDirectory<ChannelInode> {
    Root() {
      super(IpcFs.this, 1);
    }

    @Override
    protected ChannelInode make(NewInode node) throws Errno {
      return new ChannelInode(IpcFs.this, ++lastInode, node);
    }

    @Override
    protected void removed(ChannelInode file) {
      file.unlinked();
    }
  }
}
