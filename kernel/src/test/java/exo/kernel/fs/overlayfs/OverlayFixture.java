package exo.kernel.fs.overlayfs;

import exo.kernel.abi.Errno;
import exo.kernel.fs.hostfs.HostFs;
import exo.kernel.fs.hostfs.HostPageCache;
import exo.kernel.fs.tmpfs.TmpfsOptions;
import exo.kernel.fs.tmpfs.TmpfsSuperblock;
import exo.kernel.fs.tmpfs.TmpfsType;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.Mounting;
import exo.kernel.vfs.VfsFixture;
import java.io.IOException;
import java.nio.file.Path;

/** A machine with an overlay over a folder of the host at /mnt. */
final class OverlayFixture implements AutoCloseable {
  final VfsFixture vfs = new VfsFixture(128L << 20);
  final HostPageCache cache = new HostPageCache(vfs.ram, vfs.frames);
  final OverlaySuperblock overlay;
  final Mount mount;

  OverlayFixture(Path folder) throws IOException, Errno {
    this(folder, TmpfsOptions.defaults((128L << 20) / 4096));
  }

  OverlayFixture(Path folder, TmpfsOptions limits) throws IOException, Errno {
    TmpfsSuperblock upper = new TmpfsSuperblock(vfs.vfs, new TmpfsType(), limits);
    overlay = new OverlaySuperblock(vfs.vfs, HostFs.layer(vfs.vfs, cache, folder), upper);
    vfs.mkdir("/mnt");
    mount = Mounting.mount(overlay, "overlay", Mount.RELATIVE_ATIME, vfs.path("/mnt"));
  }

  @Override
  public void close() {
    vfs.close();
  }
}
