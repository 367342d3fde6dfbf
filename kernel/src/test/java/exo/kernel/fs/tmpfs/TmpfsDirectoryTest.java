package exo.kernel.fs.tmpfs;

import static exo.kernel.vfs.VfsFixture.assertErrno;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Fs;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.VfsFixture;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TmpfsDirectoryTest {
  private final VfsFixture fs = new VfsFixture();
  private OpenFile directory;

  @BeforeEach
  void makeADirectory() throws Errno {
    fs.mkdir("/d");
    directory = fs.open("/d", Fcntl.O_RDONLY);
  }

  @AfterEach
  void close() {
    directory.release();
    fs.close();
  }

  private void make(int count) throws Errno {
    for (int i = 0; i < count; i++) {
      fs.write("/d/" + i, "");
    }
  }

  @Test
  void entriesComeInTheOrderOfMaking() throws Errno {
    make(5);
    assertEquals(List.of(".", "..", "0", "1", "2", "3", "4"), VfsFixture.list(directory, 100));
    assertEquals(List.of(), VfsFixture.list(directory, 100));
  }

  @Test
  void entriesTellInodesAndKinds() throws Errno {
    fs.mkdir("/d/sub");
    fs.symlink("x", "/d/link");
    List<String> seen = new ArrayList<>();
    directory.readDirectory((name, inode, type, next) -> seen.add(name + " " + inode + " " + type));
    assertEquals(
        List.of(
            ". " + fs.stat("/d").inode + " " + Fs.DT_DIR,
            ".. " + fs.stat("/").inode + " " + Fs.DT_DIR,
            "sub " + fs.stat("/d/sub").inode + " " + Fs.DT_DIR,
            "link " + fs.lstat("/d/link").inode + " " + Fs.DT_LNK),
        seen);
  }

  @Test
  void readingInPiecesGivesEachOnce() throws Errno {
    make(100);
    for (int room = 1; room < 7; room++) {
      directory.seek(0, Fs.SEEK_SET);
      List<String> all = new ArrayList<>();
      List<String> piece = VfsFixture.list(directory, room);
      while (!piece.isEmpty()) {
        all.addAll(piece);
        piece = VfsFixture.list(directory, room);
      }
      assertEquals(102, all.size());
      assertEquals(102, new HashSet<>(all).size());
    }
  }

  @Test
  void entryThatDoesNotFitStaysForTheNextCall() throws Errno {
    make(3);
    assertEquals(List.of(), VfsFixture.list(directory, 0));
    assertEquals(List.of("."), VfsFixture.list(directory, 1));
    assertEquals(List.of("..", "0"), VfsFixture.list(directory, 2));
    assertEquals(List.of("1", "2"), VfsFixture.list(directory, 9));
  }

  @Test
  void positionsStayValidWhateverComesAndGoes() throws Errno {
    make(10);
    VfsFixture.list(directory, 7);
    long at = directory.position();
    for (int i = 0; i < 8; i++) {
      fs.unlink("/d/" + i);
    }
    make(8);
    assertEquals(List.of("8", "9"), VfsFixture.list(directory, 100));
    directory.seek(at, Fs.SEEK_SET);
    assertEquals("8", VfsFixture.list(directory, 1).getFirst());
  }

  @Test
  void removingWhatWasReadReachesTheEnd() throws Errno {
    make(1000);
    Set<String> seen = new TreeSet<>();
    List<String> piece = VfsFixture.list(directory, 10);
    while (!piece.isEmpty()) {
      for (String name : piece) {
        if (!name.startsWith(".")) {
          assertTrue(seen.add(name));
          fs.unlink("/d/" + name);
        }
      }
      piece = VfsFixture.list(directory, 10);
    }
    assertEquals(1000, seen.size());
    fs.rmdir("/d");
  }

  @Test
  void renamingWhileReadingEnds() throws Errno {
    make(20);
    int steps = 0;
    List<String> piece = VfsFixture.list(directory, 1);
    while (!piece.isEmpty()) {
      String name = piece.getFirst();
      if (!name.startsWith(".")) {
        fs.rename("/d/" + name, "/d/x" + name);
      }
      steps++;
      piece = VfsFixture.list(directory, 1);
    }
    assertEquals(22, steps);
  }

  @Test
  void rewindingShowsWhatCameSince() throws Errno {
    make(1);
    VfsFixture.list(directory, 100);
    fs.write("/d/later", "");
    directory.seek(0, Fs.SEEK_SET);
    assertEquals(List.of(".", "..", "0", "later"), VfsFixture.list(directory, 100));
  }

  @Test
  void seekingTakesPositionsOnly() {
    assertErrno(Errno.EINVAL, () -> directory.seek(0, Fs.SEEK_END));
    assertErrno(Errno.EINVAL, () -> directory.seek(-1, Fs.SEEK_SET));
  }

  @Test
  void sizeGrowsWithTheEntriesAsInLinux() throws Errno {
    assertEquals(40, fs.stat("/d").size);
    make(5);
    assertEquals(140, fs.stat("/d").size);
    assertEquals(0, fs.stat("/d").blocks);
  }
}
