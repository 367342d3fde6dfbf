package exo.kernel.vfs;

import exo.kernel.abi.Fcntl;

/** What open(2) with O_PATH makes: a place, of any kind, that is not opened. */
final class PathOnlyFile extends OpenFile {
  private static final int KEPT = Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW;

  PathOnlyFile(Path path, int flags) {
    super(path, flags & KEPT);
  }

  @Override
  public boolean isPathOnly() {
    return true;
  }
}
