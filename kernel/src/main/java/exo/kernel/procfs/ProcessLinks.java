package exo.kernel.procfs;

import exo.kernel.abi.Errno;
import exo.kernel.task.Task;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.PathText;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code exe}, {@code cwd} and {@code root} of a process. */
final class ProcessLinks {
  private ProcessLinks() {}

  static ProcLink make(ProcessDirectory process, Task task, String name) {
    Supplier<@Nullable Path> place =
        switch (name) {
          case "exe" -> () -> task.isAlive() ? task.group().image().file() : null;
          case "cwd" -> () -> task.isAlive() ? task.fs().current() : null;
          default -> () -> task.isAlive() ? task.fs().root() : null;
        };
    return new ProcLink(
        process.proc,
        process.number() + 4 + name.charAt(0),
        0777,
        process.uid(),
        process.gid(),
        who -> {
          Path p = place.get();
          if (p == null) {
            throw Errno.ENOENT;
          }
          return PathText.of(p, who.fs().root());
        },
        place);
  }
}
