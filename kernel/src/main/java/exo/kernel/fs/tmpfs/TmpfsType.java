package exo.kernel.fs.tmpfs;

import exo.kernel.abi.Errno;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.Superblock;
import exo.kernel.vfs.Vfs;

/** tmpfs, as mount(2) knows it. Each mount is a file system of its own. */
public final class TmpfsType implements FileSystemType {
  @Override
  public String name() {
    return "tmpfs";
  }

  @Override
  public Superblock mount(Vfs vfs, String source, String options, Caller who) throws Errno {
    long frames = vfs.ram().frames();
    return new TmpfsSuperblock(
        vfs, this, TmpfsOptions.parse(options, TmpfsOptions.defaults(frames), frames));
  }

  /** A file system with the default limits, for the kernel's own use. */
  public TmpfsSuperblock create(Vfs vfs, int rootMode) {
    TmpfsOptions options = TmpfsOptions.defaults(vfs.ram().frames()).withMode(rootMode);
    return new TmpfsSuperblock(vfs, this, options);
  }
}
