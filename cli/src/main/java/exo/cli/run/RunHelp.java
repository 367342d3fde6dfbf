package exo.cli.run;

/** What {@code exo run --help} says. */
final class RunHelp {
  static final String TEXT =
      """
      Usage: exo run [OPTIONS] [--] PROGRAM [ARGS...]

      Runs a Linux program. Standard input, output and error are the program's; Exo itself is
      silent unless something is wrong.

      PROGRAM is a path of the guest if there is a / in it, and else is looked for in the
      guest's PATH. Without --rootfs the guest has a few programs of Exo's own, such as hello;
      a static program of the host can then be named by its path (./a.out).

      Files:
        --rootfs DIR            the guest's root: a folder of the host, which stays as it is;
                                what the guest writes is kept in memory. --rootfs / is this machine
        --mount HOST:GUEST[:ro|:rw]
                                show a folder or file of the host in the guest, read-only if
                                not said; may be given several times
        --cwd DIR               working folder in the guest (/)

      Process:
        --env NAME=VALUE        set a variable; NAME alone passes on the host's value; may be
                                given several times. The host's environment is not inherited;
                                PATH has the usual value, and TERM is passed on with a terminal
        --user UID[:GID]        run as this user (0:0); without GID the group has the same number
        --hostname NAME         what the machine is called (exo)

      Machine:
        --memory SIZE           guest RAM, such as 64M or 1G (512M)
        --smp N                 virtual CPUs (1); on unicorn they take turns
        --cpu NAME              CPU engine: unicorn, kvm, host, or auto, which measures and
                                takes the fastest here (unicorn)
        --seed N                seed of all chance in the machine: addresses, random bytes
        --clock host|virtual    time of the host, or a time that moves only with the guest
                                and makes runs repeatable (host)

      Limits:
        --timeout TIME          kill it all after a time, such as 10s, 500ms or 2m
        --cpu-time TIME         kill it all after so much CPU time
        --max-processes N       processes and threads alive at once (32768)
        --max-files N           open files of a process (1024)
        --max-output SIZE       bytes of standard output and error together

      Reports:
        --strace[=FILE]         show system calls and signals, as strace does
        --missing               at the end, list system calls that were asked for and not there
        --json[=FILE]           at the end, a record of how it ended and what it used, one line
        --control               let exo top of this user look at the machine while it runs
        --verbose               say what Exo does
        --help                  this

      Reports go to standard error, or to a FILE of the host. Times are numbers with ms, s, m or
      h; sizes with K, M or G, which are powers of 1024.

      Exit status: the program's own; 128 + N when signal N ended it (137 also after --timeout
      and --cpu-time, with a line that says so); 2 wrong options; 125 Exo failed; 126 the
      program cannot be executed; 127 not found.

      Examples:
        exo run hello
        exo run ./a.out 1 2 3
        exo run --rootfs / -- /usr/bin/python3 -c 'print(6*7)'
        exo run --rootfs / --strace ls -l /etc
        exo run --rootfs / --mount "$PWD:/src" --cwd /src -- wc -l README.md
        exo run --rootfs ./debian --env LANG=C.UTF-8 --user 1000 --memory 1G --timeout 10s perl x.pl
      """;

  private RunHelp() {}
}
