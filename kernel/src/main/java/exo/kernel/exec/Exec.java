package exo.kernel.exec;

import exo.cpu.Cpu;
import exo.cpu.CpuState;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import exo.kernel.task.ExecImage;
import exo.kernel.task.Exit;
import exo.kernel.task.Task;
import exo.kernel.vfs.Credentials;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.Mount;
import java.util.ArrayList;
import java.util.List;

/**
 * Linux {@code execve(2)}: gives a task another program. Everything that can fail is done before
 * the old program is touched.
 */
public final class Exec {
  /** How many scripts may be interpreted by scripts. */
  private static final int MAX_SCRIPTS = 5;

  /**
   * Longest total of arguments and environment: a quarter of the stack limit, and 6 MiB at most.
   */
  public static final long MAX_STRINGS = 6L << 20;

  /** Longest single argument, its NUL included, as MAX_ARG_STRLEN. */
  public static final int MAX_STRING = 131_072;

  /** Arguments or environment, Latin-1, read when the file has been opened. */
  @FunctionalInterface
  public interface Strings {
    List<String> get() throws Errno;
  }

  private Exec() {}

  /**
   * Replaces the program of a task; its registers are those of the new program afterwards.
   *
   * @param dirfd where a relative path starts, or AT_FDCWD
   * @param name the path as the caller gave it, Latin-1
   * @param flags AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW
   * @throws Errno as execve(2) lists them; the old program goes on
   */
  public static void exec(
      Task task, int dirfd, String name, int flags, Strings args, Strings environment)
      throws Errno {
    String called = name(dirfd, name);
    String script = called;
    ProgramFile file = ProgramFile.open(task, dirfd, name, flags);
    try {
      List<String> given = args.get();
      List<String> argv = given.isEmpty() ? List.of("") : given;
      List<String> envp = environment.get();
      checkSize(task, argv, envp);
      for (int depth = 0; ; depth++) {
        byte[] head = file.read(0, Script.LINE);
        if (!Script.hasMagic(head)) {
          break;
        }
        if (depth == MAX_SCRIPTS) {
          throw Errno.ELOOP;
        }
        Script line = Script.parse(head);
        if (line == null) {
          throw Errno.ENOEXEC;
        }
        argv = scriptArguments(line, script, argv);
        script = line.interpreter();
        ProgramFile interpreter = ProgramFile.open(task, Fcntl.AT_FDCWD, script, 0);
        file.close();
        file = interpreter;
      }
      // A script keeps its own name: AT_EXECFN and the name of the process are not its
      // interpreter's.
      start(task, file, called, argv, envp);
    } finally {
      file.close();
    }
  }

  /** What AT_EXECFN and a script's interpreter see for a file named through a descriptor. */
  private static String name(int dirfd, String name) {
    if (dirfd == Fcntl.AT_FDCWD || name.startsWith("/")) {
      return name;
    }
    return "/dev/fd/" + dirfd + (name.isEmpty() ? "" : "/" + name);
  }

  private static List<String> scriptArguments(Script script, String name, List<String> argv) {
    List<String> out = new ArrayList<>();
    out.add(script.interpreter());
    if (script.argument() != null) {
      out.add(script.argument());
    }
    out.add(name);
    out.addAll(argv.subList(1, argv.size()));
    return out;
  }

  private static void checkSize(Task task, List<String> args, List<String> environment)
      throws Errno {
    long total = 0;
    for (List<String> list : List.of(args, environment)) {
      for (String s : list) {
        if (s.length() >= MAX_STRING) {
          throw Errno.E2BIG;
        }
        total += s.length() + 1 + 8;
      }
    }
    long limit = Math.max(Math.min(task.group().limits().stack() / 4, MAX_STRINGS), 1 << 17);
    if (total > limit) {
      throw Errno.E2BIG;
    }
  }

  private static void start(
      Task task, ProgramFile file, String name, List<String> args, List<String> environment)
      throws Errno {
    ElfImage image = ElfImage.parse(file::read);
    Credentials old = task.credentials();
    Credentials now = credentials(task, file);
    boolean secure = now.euid() != old.uid() || now.egid() != old.gid();
    ElfLoader loader = new ElfLoader(task, now, secure);
    Loaded loaded;
    String interpreter = image.interpreter();
    if (interpreter == null) {
      loaded =
          loader.load(new ElfLoader.Binary(image, file.mapping()), null, name, args, environment);
    } else {
      try (ProgramFile second = ProgramFile.open(task, Fcntl.AT_FDCWD, interpreter, 0)) {
        loaded =
            loader.load(
                new ElfLoader.Binary(image, file.mapping()),
                new ElfLoader.Binary(interpreterImage(second), second.mapping()),
                name,
                args,
                environment);
      }
    }
    replace(task, file, name, args, now, loaded);
  }

  private static ElfImage interpreterImage(ProgramFile file) throws Errno {
    try {
      return ElfImage.parse(file::read);
    } catch (Errno e) {
      if (e == Errno.ENOEXEC) {
        throw Errno.ELIBBAD;
      }
      throw e;
    }
  }

  /** Set-user-id and set-group-id of the file, unless the mount or the task forbids them. */
  private static Credentials credentials(Task task, ProgramFile file) {
    Credentials c = task.credentials();
    Inode inode = file.inode();
    int euid = c.euid();
    int egid = c.egid();
    if (!file.path().mount().has(Mount.NO_SUID) && !task.extras().noNewPrivileges) {
      int mode = inode.mode();
      if ((mode & Stat.S_ISUID) != 0) {
        euid = inode.uid();
      }
      if ((mode & (Stat.S_ISGID | Stat.S_IXGRP)) == (Stat.S_ISGID | Stat.S_IXGRP)) {
        egid = inode.gid();
      }
    }
    return c.ofProgram(euid, egid);
  }

  /** The point of no return. */
  private static void replace(
      Task task,
      ProgramFile file,
      String name,
      List<String> args,
      Credentials credentials,
      Loaded loaded)
      throws Errno {
    ExecImage image = new ExecImage(file.path(), args, loaded.auxv());
    boolean denied = false;
    try {
      file.inode().denyWrites();
      denied = true;
    } finally {
      if (!denied) {
        loaded.space().release();
      }
    }
    Exit.leaveMemory(task);
    Exit.otherThreads(task);
    task.space().release();
    task.space(loaded.space());
    task.ownFiles();
    task.files().closeOnExec();
    task.ownActions();
    task.actions().resetForExec();
    task.extras().clearForExec();
    task.signals().altStack().disable();
    task.group().timers().deleteAll();
    task.credentials(credentials);
    task.name(name.substring(name.lastIndexOf('/') + 1));
    task.group().image(image);
    task.group().dumpable(credentials.euid() == credentials.uid());
    CpuState s = task.state();
    for (Cpu cpu : task.kernel().cpus().all()) {
      cpu.discardState(s);
    }
    s.reset();
    s.rip(loaded.entry());
    s.rsp(loaded.stackPointer());
  }
}
