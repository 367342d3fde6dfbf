package exo.kernel.fs.hostfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.abi.KernelBug;
import exo.kernel.fs.overlayfs.LowerFile;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.mem.host.HostDirectory;
import exo.mem.host.HostException;
import exo.mem.host.HostFile;
import exo.mem.host.HostStat;
import org.jspecify.annotations.Nullable;

/** A regular file of the host. */
final class HostRegularInode extends HostInode implements LowerFile {
  // Made when it is first opened: most files are only looked at.
  private @Nullable HostPages pages;
  private @Nullable HostFile handle;
  private boolean handleWrites;

  /** Whether the host let us open it for reading once. */
  private boolean mayRead;

  /** Whether the guest wrote since the host was last asked: then times and size differ by that. */
  private boolean wrote;

  private @Nullable Errno writeBackError;

  // Open files of the guest, and those of them that write.
  private int opens;
  private int writers;

  HostRegularInode(HostSuperblock fs, HostStat stat) {
    super(fs, stat);
  }

  // Its handle.

  /** The open file, good until another one is asked for. */
  private HostFile file(boolean forWriting) throws Errno {
    if (forWriting) {
      fs().requireWritable();
    }
    HostFile open = handle;
    if (open != null && (handleWrites || !forWriting)) {
      fs().handles().touch(this);
      return open;
    }
    HostDirectoryInode folder = folder();
    folder.held++;
    held++;
    try {
      HostDirectory directory = folder.directory();
      fs().handles().reserve();
      HostFile fresh =
          forWriting ? directory.openFileForWriting(name()) : directory.openFile(name());
      if (!identity().is(fresh.stat())) {
        fresh.close();
        throw Errno.ESTALE;
      }
      fs().handles().close(this);
      opened(fresh, forWriting);
      return fresh;
    } catch (HostException e) {
      throw HostErrors.errno(e);
    } finally {
      held--;
      folder.held--;
    }
  }

  private void opened(HostFile file, boolean writes) {
    handle = file;
    handleWrites = writes;
    mayRead = true;
    fs().handles().opened(this);
  }

  /** Takes over the handle that it was made with; false if it is not of this file. */
  boolean adopt(HostFile file) throws HostException, Errno {
    if (!identity().is(file.stat())) {
      return false;
    }
    held++;
    try {
      fs().handles().reserve();
    } finally {
      held--;
    }
    fs().handles().close(this);
    opened(file, true);
    return true;
  }

  /** It is the root: whatever becomes of its name, it stays open. */
  void keepOpen(boolean writable) throws Errno {
    file(writable);
    held++;
  }

  @Override
  boolean hasHandle() {
    return handle != null;
  }

  @Override
  void closeHandle() {
    HostFile open = handle;
    if (open == null) {
      throw new KernelBug("a host file is closed twice");
    }
    open.close();
    handle = null;
  }

  @Override
  boolean mayCloseHandle() {
    return writers == 0 && !hasDirty() && super.mayCloseHandle();
  }

  @Override
  @Nullable HostStat look() throws Errno {
    HostFile open = handle;
    if (open == null) {
      return super.look();
    }
    try {
      return open.stat();
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
  }

  /** Who has it open, or mapped, keeps it though its last name goes. */
  @Override
  void nameGoes() throws Errno {
    if (opens > 0 || isMapped()) {
      file(writers > 0 || hasDirty());
    }
  }

  @Override
  void nameWent() throws Errno {
    if (handle == null) {
      super.nameWent();
    } else {
      ask();
    }
  }

  // Contents.

  /** The host may have changed it: pages that are not what it has now are forgotten. */
  @Override
  void apply(HostStat stat) {
    boolean changed = stat.modifiedNanos() != mtime() || stat.size() != size();
    boolean shorter = stat.size() < size();
    super.apply(stat);
    if (changed && !wrote) {
      invalidate();
    }
    if (shorter) {
      cut(stat.size());
    }
    wrote = false;
  }

  /** Reads into RAM; fewer bytes at the end of the file, 0 beyond. */
  long receive(long off, long pa, long len) throws Errno {
    try {
      return file(false).read(off, fs().cache().ram().segment(), pa, len);
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
  }

  /** Writes from RAM. */
  long send(long off, long pa, long len) throws Errno {
    try {
      return file(true).write(off, fs().cache().ram().segment(), pa, len);
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
  }

  /** Reading found its end before that of the attributes. */
  void endsAt(long off) {
    size(off);
    cut(off);
  }

  /** The host got bytes up to there. */
  void wroteUpTo(long end) {
    if (end > size()) {
      size(end);
    }
    wrote = true;
    modified();
  }

  @Override
  public HostPages pages() {
    HostPages p = pages;
    if (p == null) {
      p = new HostPages(fs().cache(), this);
      pages = p;
    }
    return p;
  }

  private boolean isMapped() {
    return pages != null && pages.isMapped();
  }

  private boolean hasDirty() {
    return pages != null && pages.hasDirty();
  }

  private void cut(long size) {
    if (pages != null) {
      pages.cut(size);
    }
  }

  private void invalidate() {
    if (pages != null) {
      pages.invalidate();
    }
  }

  @Override
  public OpenFile open(Path path, int flags, Caller who) throws Errno {
    boolean writes = (flags & Fcntl.O_ACCMODE) != Fcntl.O_RDONLY || (flags & Fcntl.O_TRUNC) != 0;
    openable(writes);
    return new HostRegularFile(path, flags, this);
  }

  private void openable(boolean forWriting) throws Errno {
    if (forWriting || !mayRead) {
      file(forWriting);
    }
    HostStat stat = look();
    if (stat == null) {
      throw Errno.ESTALE;
    }
    apply(stat);
  }

  @Override
  public void prepareToRead() throws Errno {
    openable(false);
  }

  @Override
  public long read(IoBuffer to, long off) throws Errno {
    if (off >= size() && fs().isFresh()) {
      // Perhaps somebody on the host appends to it.
      ask();
    }
    return PageReading.read(pages(), to, off);
  }

  long write(IoBuffer from, long off) throws Errno {
    return PageWriting.write(pages(), from, off);
  }

  @Override
  public void truncate(long length) throws Errno {
    try {
      file(true).truncate(length);
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
    boolean shorter = length < size();
    size(length);
    wrote = true;
    if (shorter) {
      cut(length);
    }
    ask();
  }

  void allocate(int mode, long off, long len) throws Errno {
    writeBack();
    try {
      file(true).allocate(mode, off, len);
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
    if ((mode & ~Fs.FALLOC_FL_KEEP_SIZE) != 0) {
      invalidate();
    }
    wrote = true;
    ask();
  }

  /** For a mapping; answers 0 or -errno. */
  long punchHole(long off, long len) {
    try {
      allocate(Fs.FALLOC_FL_PUNCH_HOLE | Fs.FALLOC_FL_KEEP_SIZE, off, len);
      return 0;
    } catch (Errno e) {
      return e.negated();
    }
  }

  @Override
  public long nextData(long off) throws Errno {
    writeBack();
    try {
      long found = file(false).nextData(off);
      if (found == HostFile.NO_DATA) {
        throw Errno.ENXIO;
      }
      return found;
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
  }

  @Override
  public long nextHole(long off) throws Errno {
    writeBack();
    try {
      long found = file(false).nextHole(off);
      return found == HostFile.NO_DATA ? size() : found;
    } catch (HostException e) {
      throw HostErrors.errno(e);
    }
  }

  // Writing back.

  /** Takes what mappings changed to the host. */
  void writeBack() throws Errno {
    if (pages != null) {
      Errno.check(PageWriting.writeBack(pages, 0, Long.MAX_VALUE));
    }
  }

  /** fsync(2): also tells of what failed since the last time. */
  void sync() throws Errno {
    writeBack();
    tellWriteBackError();
    HostFile open = handle;
    if (open != null && handleWrites) {
      try {
        open.sync();
      } catch (HostException e) {
        throw HostErrors.errno(e);
      }
    }
  }

  /** Something could not be written when nobody waited for it. */
  void writeBackError(long result) {
    if (result < 0 && writeBackError == null) {
      writeBackError = Errno.of((int) -result);
    }
  }

  void tellWriteBackError() throws Errno {
    Errno e = writeBackError;
    if (e != null) {
      writeBackError = null;
      throw e;
    }
  }

  void opened(boolean writes) {
    opens++;
    writers += writes ? 1 : 0;
  }

  void closed(boolean writes) {
    opens--;
    writers -= writes ? 1 : 0;
  }

  @Override
  void dropContents() {
    if (pages != null) {
      pages.close();
    }
  }
}
