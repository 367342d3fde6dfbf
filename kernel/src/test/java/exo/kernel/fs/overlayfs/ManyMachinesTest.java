package exo.kernel.fs.overlayfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Fcntl;
import exo.kernel.fs.hostfs.HostFixture;
import exo.kernel.fs.hostfs.HostFs;
import exo.kernel.fs.hostfs.HostPageCache;
import exo.kernel.fs.tmpfs.TmpfsType;
import exo.kernel.vfs.Mount;
import exo.kernel.vfs.Mounting;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.VfsFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines come and go in one JVM, and leave no descriptor behind. */
class ManyMachinesTest {
  @TempDir Path folder;

  private long descriptors() throws IOException {
    String prefix = folder.toRealPath().toString();
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(fd -> leadsInto(fd, prefix)).count();
    }
  }

  private static boolean leadsInto(Path fd, String prefix) {
    try {
      return Files.readSymbolicLink(fd).toString().startsWith(prefix);
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  @Test
  void aThousandMachinesLeaveNoDescriptorOpen() throws Exception {
    HostFixture.shell(folder, "mkdir -p root/a/b shared; echo 1 > root/a/b/file; echo 2 > root/x");
    for (int i = 0; i < 1000; i++) {
      try (VfsFixture vfs = new VfsFixture(4L << 20)) {
        HostPageCache cache = new HostPageCache(vfs.ram, vfs.frames);
        vfs.mkdir("/mnt");
        vfs.mkdir("/shared");
        OverlaySuperblock overlay =
            new OverlaySuperblock(
                vfs.vfs,
                HostFs.layer(vfs.vfs, cache, folder.resolve("root")),
                new TmpfsType().create(vfs.vfs, 0755));
        Mounting.mount(overlay, "overlay", Mount.RELATIVE_ATIME, vfs.path("/mnt"));
        Mounting.mount(
            HostFs.mount(vfs.vfs, cache, folder.resolve("shared"), true),
            "shared",
            0,
            vfs.path("/shared"));
        assertEquals("1\n", vfs.read("/mnt/a/b/file"));
        vfs.write("/mnt/a/b/file", "changed");
        vfs.write("/shared/file", "from " + i);
        // A machine that is killed closes what its processes had open, and nothing else.
        OpenFile open = vfs.open("/shared/file", Fcntl.O_RDWR);
        vfs.who.files().add(open, false, VfsFixture.LIMIT);
        vfs.who.files().add(vfs.open("/mnt/a", Fcntl.O_RDONLY), false, VfsFixture.LIMIT);
        vfs.unlink("/shared/file");
      }
    }
    assertEquals(0, descriptors());
    assertEquals("1\n", Files.readString(folder.resolve("root/a/b/file")));
  }
}
