package exo.kernel;

/** What the console shows first. */
final class Splash {
  static final String TEXT =
      """
      \033[2J\033[H
      \033[1;36m   ███████╗██╗  ██╗ ██████╗
      \033[1;36m   ██╔════╝╚██╗██╔╝██╔═══██╗   \033[1;37mExo\033[0;37m, a kernel that lives in a Java process
      \033[1;34m   █████╗   ╚███╔╝ ██║   ██║   \033[0;37mLinux system calls and real page tables
      \033[1;34m   ██╔══╝   ██╔██╗ ██║   ██║
      \033[1;35m   ███████╗██╔╝ ██╗╚██████╔╝   \033[0;32mType help for the shell's commands
      \033[1;35m   ╚══════╝╚═╝  ╚═╝ ╚═════╝
      \033[0m
      """
          .replace("\n", "\r\n");

  private Splash() {}
}
