package exo.kernel.vfs;

import static exo.kernel.vfs.VfsFixture.CWD;
import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Poll;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotifyTest {
  private final VfsFixture fs = new VfsFixture();
  private final List<String> heard = new ArrayList<>();

  @AfterEach
  void close() {
    fs.close();
  }

  private void watch(String path) throws Errno {
    fs.path(path)
        .inode()
        .watch(
            (inode, event, cookie, name) ->
                heard.add(Integer.toHexString(event) + (name == null ? "" : " " + name)));
  }

  private static String event(int event, String name) {
    return Integer.toHexString(event) + " " + name;
  }

  private static String event(int event) {
    return Integer.toHexString(event);
  }

  @Test
  void directoryHearsOfItsEntries() throws Errno {
    fs.mkdir("/d");
    watch("/d");
    fs.write("/d/f", "x");
    assertEquals(
        List.of(
            event(Poll.IN_CREATE, "f"),
            event(Poll.IN_OPEN, "f"),
            event(Poll.IN_MODIFY, "f"),
            event(Poll.IN_CLOSE_WRITE, "f")),
        heard);
    heard.clear();
    fs.mkdir("/d/e");
    fs.rename("/d/f", "/d/g");
    Attributes.chmod(fs.who, CWD, "/d/g", 0600, 0);
    fs.unlink("/d/g");
    fs.rmdir("/d/e");
    assertEquals(
        List.of(
            event(Poll.IN_CREATE | Poll.IN_ISDIR, "e"),
            event(Poll.IN_MOVED_FROM, "f"),
            event(Poll.IN_MOVED_TO, "g"),
            event(Poll.IN_ATTRIB, "g"),
            event(Poll.IN_DELETE, "g"),
            event(Poll.IN_DELETE | Poll.IN_ISDIR, "e")),
        heard);
  }

  @Test
  void fileHearsOfItself() throws Errno {
    fs.write("/f", "x");
    watch("/f");
    fs.open("/f", Fcntl.O_RDONLY).release();
    fs.link("/f", "/g");
    fs.rename("/f", "/h");
    fs.unlink("/g");
    fs.unlink("/h");
    assertEquals(
        List.of(
            event(Poll.IN_OPEN),
            event(Poll.IN_CLOSE_NOWRITE),
            event(Poll.IN_ATTRIB),
            event(Poll.IN_MOVE_SELF),
            event(Poll.IN_ATTRIB),
            event(Poll.IN_ATTRIB),
            event(Poll.IN_DELETE_SELF)),
        heard);
  }

  @Test
  void readingIsHeard() throws Errno {
    fs.mkdir("/d");
    fs.write("/d/f", "x");
    watch("/d");
    fs.read("/d/f");
    fs.list("/d");
    assertEquals(
        List.of(
            event(Poll.IN_OPEN, "f"),
            event(Poll.IN_ACCESS, "f"),
            event(Poll.IN_CLOSE_NOWRITE, "f"),
            event(Poll.IN_OPEN | Poll.IN_ISDIR),
            event(Poll.IN_ACCESS | Poll.IN_ISDIR),
            event(Poll.IN_CLOSE_NOWRITE | Poll.IN_ISDIR)),
        heard);
  }

  @Test
  void watcherThatLeftHearsNothing() throws Errno {
    fs.write("/f", "x");
    InodeWatcher watcher = (inode, event, cookie, name) -> heard.add("x");
    Inode inode = fs.path("/f").inode();
    inode.watch(watcher);
    inode.unwatch(watcher);
    fs.write("/f", "y");
    assertEquals(List.of(), heard);
  }
}
