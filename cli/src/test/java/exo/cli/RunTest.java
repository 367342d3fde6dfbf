package exo.cli;

import static exo.cli.ExoCommand.exo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code exo run} runs, and where. */
class RunTest {
  @TempDir Path folder;

  @Test
  void helloSaysHello() throws Exception {
    exo("run", "hello").run().isQuietly(0, "Hello from userspace!\n");
  }

  @Test
  void theStatusIsThePrograms() throws Exception {
    exo("run", "answer").run().isQuietly(42, "");
  }

  @Test
  void aDeadlySignalIs128AndItsNumber() throws Exception {
    exo("run", "nullderef").run().isQuietly(139, "");
  }

  @Test
  void aStaticProgramOfTheHostRunsByItsPath() throws Exception {
    Files.copy(ExoCommand.GUESTS.resolve("answer"), folder.resolve("a.out"));
    exo("run", "./a.out").in(folder).run().isQuietly(42, "");
    exo("run", folder.resolve("a.out").toString()).run().isQuietly(42, "");
  }

  @Test
  void aProgramOfTheHostMayBeASymbolicLink() throws Exception {
    Files.copy(ExoCommand.GUESTS.resolve("answer"), folder.resolve("a.out"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("a.out"));
    exo("run", "./link").in(folder).run().isQuietly(42, "");
  }

  @Test
  void theHostsFilesAreNotThereUnlessAskedFor() throws Exception {
    exo("run", "--rootfs", folder.toString(), "/bin/sh").run().complains(127, "/bin/sh");
  }

  @Test
  void theHostsRootCanBeTheGuests() throws Exception {
    exo("run", "--rootfs", "/", "--", "/bin/echo", "-n", "it works").run().isQuietly(0, "it works");
  }

  @Test
  void theProgramIsLookedForInThePath() throws Exception {
    exo("run", "--rootfs", "/", "basename", "/a/b").run().isQuietly(0, "b\n");
    exo(
            "run",
            "--rootfs",
            "/",
            "--env",
            "PATH=/sbin::/bin",
            "--cwd",
            "/usr/bin",
            "basename",
            "/a/c")
        .run()
        .isQuietly(0, "c\n");
  }

  @Test
  void theRootFolderStaysAsItIs() throws Exception {
    exo("run", "--rootfs", "/", "--cwd", folder.toString(), "touch", "f").run().isQuietly(0, "");
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void theWorkingFolderIsTheRootOrWhatIsSaid() throws Exception {
    exo("run", "--rootfs", "/", "pwd").run().isQuietly(0, "/\n");
    exo("run", "--rootfs", "/", "--cwd", "/usr/bin", "pwd").run().isQuietly(0, "/usr/bin\n");
  }

  @Test
  void theEnvironmentIsNotInherited() throws Exception {
    exo("run", "--rootfs", "/", "env")
        .env("EXO_TEST", "seen")
        .run()
        .isQuietly(0, "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n");
  }

  @Test
  void variablesAreGivenOrPassedOn() throws Exception {
    exo("run", "--rootfs", "/", "--env", "A=1 2", "--env", "EXO_TEST", "--env", "NOT_THERE", "env")
        .env("EXO_TEST", "passed on")
        .run()
        .isQuietly(
            0,
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n"
                + "A=1 2\nEXO_TEST=passed on\n");
  }

  @Test
  void argumentsArriveInAnyLocale() throws Exception {
    for (String locale : new String[] {"C", "C.UTF-8"}) {
      ExoCommand.shell(
              "exec \"$EXO\" run --rootfs / --env LC_ALL -- sh -c 'echo \"$LC_ALL\" \"$1\"' - 'ä €'")
          .env("LC_ALL", locale)
          .run()
          .isQuietly(0, locale + " ä €\n");
    }
  }

  @Test
  void theUserIsRootOrWhatIsSaid() throws Exception {
    exo("run", "--rootfs", "/", "id", "-u").run().isQuietly(0, "0\n");
    exo("run", "--rootfs", "/", "--user", "1234:99", "id", "-g").run().isQuietly(0, "99\n");
  }

  @Test
  void theMachineHasAName() throws Exception {
    exo("run", "--rootfs", "/", "uname", "-n").run().isQuietly(0, "exo\n");
    exo("run", "--rootfs", "/", "--hostname", "deep", "uname", "-n").run().isQuietly(0, "deep\n");
  }

  @Test
  void mountsAreReadOnlyIfNotSaid() throws Exception {
    Files.writeString(folder.resolve("f"), "from the host\n");
    String mount = folder + ":/mnt";
    exo("run", "--rootfs", "/", "--mount", mount, "cat", "/mnt/f")
        .run()
        .isQuietly(0, "from the host\n");
    var refused = exo("run", "--rootfs", "/", "--mount", mount, "touch", "/mnt/g").run();
    assertTrue(refused.err().contains("Read-only file system"), refused.err());
    assertFalse(Files.exists(folder.resolve("g")));
  }

  @Test
  void aWritableMountWritesToTheHost() throws Exception {
    exo("run", "--rootfs", "/", "--mount", folder + ":/mnt:rw", "cp", "/etc/passwd", "/mnt/copy")
        .run()
        .isQuietly(0, "");
    assertEquals(-1, Files.mismatch(Path.of("/etc/passwd"), folder.resolve("copy")));
  }

  @Test
  void aSeedAndAVirtualClockMakeRunsRepeatable() throws Exception {
    String[] words = {
      "run",
      "--rootfs",
      "/",
      "--seed",
      "7",
      "--clock",
      "virtual",
      "python3",
      "-c",
      "import os, time; print(time.time_ns(), os.urandom(8), id(os))"
    };
    var first = exo(words).run();
    var second = exo(words).run();
    assertEquals(first.out(), second.out());
    assertTrue(first.out().startsWith("17356896"), first.out());
  }

  @Test
  void memoryIsWhatIsSaid() throws Exception {
    var small = exo("run", "--rootfs", "/", "--memory", "64M", "head", "-n", "1", "/proc/meminfo");
    String line = small.run().out();
    long kibibytes = Long.parseLong(line.replaceAll("[^0-9]", ""));
    assertTrue(kibibytes > 32 << 10 && kibibytes <= 64 << 10, line);
  }
}
