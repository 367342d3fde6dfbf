package exo.kernel.ipc;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.abi.Stat;
import exo.kernel.futex.FutexTable;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.DirectoryVisitor;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;
import exo.mem.ring.BufferPool;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All channels of a machine, as files of {@code /dev/ipc}: open(2) with O_CREAT makes one, its mode
 * says who may, unlink(2) takes the name away, and the channel ends when nobody has it open or
 * mapped any more. One a machine. Owned by the kernel lock.
 */
public final class IpcFs extends Superblock {
  /** "exoi". */
  private static final long MAGIC = 0x65786f69;

  private final FutexTable futexes;
  private final TreeMap<String, ChannelInode> channels = new TreeMap<>();
  private long lastInode = 1;
  private long frames;

  /** Without channels. */
  public IpcFs(Vfs vfs, FutexTable futexes) {
    super(vfs, new Type(), MAGIC);
    this.futexes = futexes;
    root(new Root());
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
    for (Map.Entry<String, ChannelInode> e : channels.entrySet()) {
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
    channels.values().forEach(ChannelInode::end);
    channels.clear();
  }

  /** The one directory. */
  private final class Root extends Inode {
    Root() {
      super(IpcFs.this, 1, new NewInode(Stat.S_IFDIR | 01777, 0, 0, 0, null));
      setLinks(2);
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public @Nullable Inode lookup(String name) {
      return channels.get(name);
    }

    @Override
    public boolean isCurrent(String name, Inode child) {
      return channels.get(name) == child;
    }

    @Override
    public Inode create(String name, NewInode node) throws Errno {
      if ((node.mode() & Stat.S_IFMT) != Stat.S_IFREG) {
        throw Errno.EPERM;
      }
      ChannelInode made = new ChannelInode(IpcFs.this, ++lastInode, node);
      channels.put(name, made);
      modified();
      return made;
    }

    @Override
    public void unlink(String name, Inode child) {
      channels.remove(name);
      modified();
      ((ChannelInode) child).unlinked();
    }

    @Override
    public OpenFile open(Path path, int flags, Caller who) {
      return new Listing(path, flags);
    }
  }

  private final class Listing extends OpenFile {
    private static final int FIRST = 2;

    Listing(Path path, int flags) {
      super(path, flags);
    }

    @Override
    protected long readAt(IoBuffer to, long off) throws Errno {
      throw Errno.EISDIR;
    }

    @Override
    protected long iterate(long from, DirectoryVisitor visitor) {
      long at = iterateDots(from, visitor);
      // Inode numbers only grow, so they serve as positions that never move.
      if (at < FIRST) {
        return at;
      }
      for (Map.Entry<String, ChannelInode> e :
          channels.entrySet().stream()
              .sorted((a, b) -> Long.compare(a.getValue().number(), b.getValue().number()))
              .toList()) {
        long number = e.getValue().number();
        if (number < at) {
          continue;
        }
        if (!visitor.entry(e.getKey(), number, Fs.DT_REG, number + 1)) {
          break;
        }
        at = number + 1;
      }
      return at;
    }
  }
}
