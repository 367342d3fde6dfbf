package exo.kernel.procfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Stat;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A link; a magic one leads to a place whatever its text says. */
final class ProcLink extends ProcInode {
  /** The text of a link for one reader. */
  interface Target {
    String read(Caller who) throws Errno;
  }

  private final Target target;
  private final @Nullable Supplier<@Nullable Path> place;

  ProcLink(ProcSuperblock proc, long number, int mode, int uid, int gid, Target target) {
    this(proc, number, mode, uid, gid, target, null);
  }

  /**
   * @param place where it leads; a null answer is ENOENT
   */
  ProcLink(
      ProcSuperblock proc,
      long number,
      int mode,
      int uid,
      int gid,
      Target target,
      @Nullable Supplier<@Nullable Path> place) {
    super(proc, number, Stat.S_IFLNK | mode, uid, gid);
    this.target = target;
    this.place = place;
  }

  @Override
  boolean isLive() {
    return place == null || place.get() != null;
  }

  @Override
  public String readLink(Caller who) throws Errno {
    return target.read(who);
  }

  @Override
  public @Nullable Path jump(Caller who) throws Errno {
    if (place == null) {
      return null;
    }
    Path p = place.get();
    if (p == null) {
      throw Errno.ENOENT;
    }
    return p;
  }
}
