package exo.cli;

import java.util.List;

/**
 * What programs need of Java at their start, run once for each engine while the JVM takes notes for
 * its image of loaded classes. {@code script/build.sh} calls it; whoever types {@code ./exo}
 * cannot.
 */
final class Training {
  private static final String SCRIPT =
      "ls -l / /proc/self >/dev/null; echo one | cat; : <<x\nhere\nx\n"
          + "python3 -c 'import subprocess, threading; print(6 * 7)'";

  private Training() {}

  static int run() throws InterruptedException {
    for (String engine : List.of("unicorn", "host", "kvm")) {
      // An engine that this machine does not have fails at once, and nobody will start with it.
      attempt("run", "--cpu", engine, "hello");
      attempt("run", "--cpu", engine, "--rootfs", "/", "--", "/bin/sh", "-c", SCRIPT);
    }
    return 0;
  }

  private static void attempt(String... words) throws InterruptedException {
    try {
      System.out.println(String.join(" ", words) + ": " + Main.run(List.of(words)));
    } catch (Failure e) {
      System.out.println(e.line());
    }
  }
}
