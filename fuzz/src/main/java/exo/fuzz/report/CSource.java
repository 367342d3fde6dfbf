package exo.fuzz.report;

import exo.fuzz.program.Arg;
import exo.fuzz.program.Call;
import exo.fuzz.program.Piece;
import exo.fuzz.program.Pointer;
import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramText;
import exo.fuzz.program.Value;
import exo.fuzz.run.NeverNative;
import java.util.List;

/**
 * A finding as a C program: gcc compiles it, and on Linux it prints what Linux does beside what Exo
 * did. It works in a new folder below /tmp and needs no privileges.
 */
final class CSource {
  /** As the executor's NAP. */
  private static final int NAP_MICROS = 400;

  private final StringBuilder out = new StringBuilder();
  private final Program program;
  private int children;

  private CSource(Program program) {
    this.program = program;
  }

  static String of(Finding f) {
    String forbidden = NeverNative.in(f.program());
    if (forbidden != null) {
      return "/* "
          + forbidden
          + " is never run on the machine itself, so there is no C program. */\n";
    }
    return new CSource(f.program()).write(f);
  }

  private String write(Finding f) {
    out.append("/*\n * ").append(comment(f.title())).append("\n *\n");
    ProgramText.print(f.program())
        .lines()
        .forEach(l -> out.append(" *   ").append(comment(l)).append('\n'));
    out.append(" *\n * Compile with: gcc -O1 -o reproducer FILE.c\n */\n");
    out.append(
        """
        #define _GNU_SOURCE
        #include <errno.h>
        #include <fcntl.h>
        #include <signal.h>
        #include <stdint.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/mman.h>
        #include <sys/stat.h>
        #include <sys/syscall.h>
        #include <sys/wait.h>
        #include <unistd.h>

        static void on_signal(int signal) { (void)signal; }
        static void restorer(void);
        __asm__("restorer: movl $15, %eax; syscall");

        static void put(uint64_t at, uint64_t number, int size) { memcpy((void *)at, &number, size); }

        static void files(void) {
          char folder[] = "/tmp/exo-reproducer-XXXXXX";
          if (!mkdtemp(folder) || chdir(folder)) exit(2);
          umask(022);
          int fd = open("file0", O_RDWR | O_CREAT, 0644);
          for (int i = 0; i < 500; i++)
            if (write(fd, "0123 678\\n", 9) != 9) exit(2);
          close(fd);
          mkdir("dir0", 0755);
          close(open("dir0/file1", O_RDWR | O_CREAT, 0600));
          if (symlink("file0", "link0") || symlink("loop0", "loop0")) exit(2);
          mkfifo("fifo0", 0644);
          close(open("secret0", O_RDWR | O_CREAT, 0));
        }

        """);
    out.append("int main(void) {\n");
    out.append("  long r[").append(Math.max(1, program.calls().size())).append("][5];\n");
    out.append("  memset(r, 0xff, sizeof r);\n  files();\n");
    line("mmap((void *)0x%x, 0x%x, 3, 0x32, -1, 0);", Pointer.DATA, Pointer.DATA_SIZE);
    line("mmap((void *)0x%x, 0x%x, 3, 0x32, -1, 0);", Pointer.SPARE, Pointer.SPARE_SIZE / 2);
    line("close(3), close(4);");
    calls(0, program.calls().size());
    out.append("  printf(\"%s\\n\", ")
        .append(
            FindingFiles.quoted(
                f.sides().machine()
                    + " was: "
                    + f.exo().lines().findFirst().orElse("")
                    + (f.oracle().isEmpty()
                        ? ""
                        : ", " + f.sides().oracle() + " was: " + f.oracle())))
        .append(");\n");
    return out.append("  return 0;\n}\n").toString();
  }

  private static String comment(String s) {
    return s.replace("*/", "* /").replace("\n", " ");
  }

  private void line(String format, Object... args) {
    out.append("  ").append(String.format(format, args)).append('\n');
  }

  private void calls(int from, int to) {
    for (int i = from; i < to; i++) {
      Call call = program.calls().get(i);
      if (program.nap(i) > 0) {
        line("usleep(%d);", program.nap(i) * NAP_MICROS);
      }
      if (call.isSplit()) {
        int taken = (int) Math.min(to - i - 1, Math.max(0, call.raw()[0]));
        int child = children++;
        line("pid_t child%d = fork(); /* %s */", child, call.name());
        line("r[%d][0] = child%d;", i, child);
        line("if (child%d == 0) {", child);
        calls(i + 1, i + 1 + taken);
        line("_exit(0);");
        line("}");
        i += taken;
      } else {
        one(i, call);
      }
    }
  }

  private void one(int i, Call call) {
    for (Arg arg : call.args()) {
      if (arg instanceof Pointer p) {
        pieces(p);
      }
    }
    StringBuilder args = new StringBuilder();
    for (Arg arg : call.args()) {
      args.append(", ").append(arg instanceof Value v ? value(v) : hex(((Pointer) arg).va()));
    }
    int number = call.entry() == null ? 0 : call.entry().number();
    line("errno = 0;");
    line("r[%d][0] = syscall(%d%s);", i, number, args);
    line(
        "printf(\"%%-3d %s = %%ld %%s\\n\", %d, r[%d][0], r[%d][0] == -1 ? strerror(errno) : \"\");",
        call.name(), i, i, i);
    int part = 1;
    for (Arg arg : call.args()) {
      if (arg instanceof Pointer p) {
        List<Integer> parts = p.parts();
        for (int offset : parts) {
          line("r[%d][%d] = *(int32_t *)%s;", i, part++, hex(p.va() + offset));
        }
      }
    }
  }

  private void pieces(Pointer p) {
    long va = p.va();
    for (Piece piece : p.in()) {
      switch (piece) {
        case Piece.Field f -> line("put(%s, %s, %d);", hex(va), value(f.value()), f.size());
        case Piece.Bytes b -> {
          StringBuilder text = new StringBuilder();
          for (byte x : b.bytes()) {
            text.append(String.format("\\%03o", x & 0xff));
          }
          line("memcpy((void *)%s, \"%s\", %d);", hex(va), text, b.size());
        }
      }
      va += piece.size();
    }
  }

  private static String value(Value v) {
    return switch (v) {
      case Value.Constant c -> hex(c.number());
      case Value.Result r ->
          String.format(
              "(r[%d][%d] != -1 ? r[%d][%d] : (long)%s)",
              r.call(), r.part() + 1, r.call(), r.part() + 1, hex(r.number()));
      case Value.Known k ->
          switch (k.what()) {
            case HANDLER -> "(long)on_signal";
            case RESTORER -> "(long)restorer";
            case PID -> "(long)getpid()";
            case TID -> "syscall(SYS_gettid)";
          };
    };
  }

  private static String hex(long number) {
    return "0x" + Long.toHexString(number) + "l";
  }
}
