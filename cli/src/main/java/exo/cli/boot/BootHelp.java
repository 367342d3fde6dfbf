package exo.cli.boot;

/** What {@code exo boot --help} says. */
final class BootHelp {
  static final String TEXT =
      """
      Usage: exo boot [OPTIONS] [-- SCRIPT]

      Starts a computer: memory, interrupts, keyboard, serial line and screen come up with a boot
      log, the initramfs is unpacked, /bin/init runs in ring 3 and gives a shell. What is typed
      here are its keys; what its serial line puts out is shown. exit turns it off.

      With SCRIPT the shell runs that instead, without the boot log, and its status is ours.

        --initrd FILE           a tar file, which becomes the root of the files (Exo's own)
        --init PATH             the first program (/bin/init)
        --cmdline STRING        the kernel's command line: quiet, hz=N, init=PATH; what the kernel
                                does not know goes to the first program
        --vga                   show the screen, 80 by 25 characters, in place of the serial line
        --screenshot FILE       at the end, save the screen as a PNG picture
        --serial FILE           what comes in on the serial line, /dev/ttyS0: a file or a pipe
        --memory SIZE           RAM, such as 64M or 1G (512M)
        --smp N                 virtual CPUs (1); on unicorn they take turns
        --cpu NAME              CPU engine: unicorn, kvm, host or auto (unicorn)
        --seed N                seed of all chance in the machine
        --clock host|virtual    time of the host, or one that moves only with the guest (host)
        --timeout TIME          turn it off after a time, such as 10s
        --strace[=FILE]         show system calls and signals
        --control               let exo top of this user look at the machine while it runs
        --verbose               say what Exo does; with SCRIPT the boot log is shown
        --help                  this

      Exit status: 0 when the machine was turned off; with SCRIPT its status, 128 + N when signal
      N ended it; 2 wrong options; 125 Exo failed; 126 the first program cannot be executed; 127
      it was not found; 137 after --timeout.

      Examples:
        exo boot
        exo boot --vga
        exo boot -- 'ls /bin | wc -l; cat /etc/hostname'
        exo boot --screenshot screen.png --verbose -- uptime
        exo boot --cmdline 'hz=250' --memory 64M
      """;

  private BootHelp() {}
}
