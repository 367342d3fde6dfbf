package exo.kernel.fs.overlayfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import exo.kernel.fs.hostfs.HostFixture;
import exo.kernel.vfs.Directories;
import exo.kernel.vfs.VfsFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trees deeper than a Java stack: a guest makes them with mkdir(2) and chdir(2), level by level.
 */
class DeepTreeTest {
  private static final int DEPTH = 15_000;

  @TempDir Path folder;

  private static void descend(VfsFixture vfs) throws Errno {
    for (int i = 0; i < DEPTH; i++) {
      vfs.mkdir("d");
      Directories.chdir(vfs.who, "d");
    }
    vfs.write("file", "deep");
    assertEquals("deep", vfs.read("file"));
  }

  @Test
  void ofATmpfsEndWithIt() throws Exception {
    try (VfsFixture vfs = new VfsFixture(256L << 20)) {
      descend(vfs);
    }
  }

  @Test
  void ofAnOverlayEndWithIt() throws Exception {
    try (OverlayFixture o = new OverlayFixture(folder)) {
      Directories.chdir(o.vfs.who, "/mnt");
      descend(o.vfs);
    }
  }

  @Test
  void ofAHostFolderEndWithIt() throws Exception {
    try (HostFixture host = new HostFixture(folder, 256L << 20)) {
      host.mount(true);
      Directories.chdir(host.vfs.who, "/mnt");
      descend(host.vfs);
    } finally {
      HostFixture.shell(folder, "rm -rf d");
    }
  }
}
