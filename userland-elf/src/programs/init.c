/*
 * init [-c SCRIPT]: process 1. Starts the shell on the console, buries orphans, and turns the
 * machine off when the shell has ended. With a script it ends with the script's status instead.
 */
#include "exo_file.h"
#include "exo_process.h"
#include "exo_terminal.h"

#include <linux/reboot.h>

static char *const environment[] = {"PATH=/bin:/usr/bin", "HOME=/root", "TERM=linux", "PS1=exo:\\w$ ",
                                    NULL};

static _Noreturn void become_shell(char **arguments) {
  sys_setsid();
  sys_ioctl(0, TIOCSCTTY, NULL);
  sys_chdir("/");
  char *argv[4] = {"sh", NULL, NULL, NULL};
  for (int i = 0; i < 2 && arguments[i]; i++) argv[i + 1] = arguments[i];
  long error = sys_execve("/bin/sh", argv, environment);
  dprintf(2, "init: /bin/sh: %s\n", error_text(error));
  exit(127);
}

static void name_machine(void) {
  char name[65];
  Lines lines = {.fd = (int)sys_open("/etc/hostname", O_RDONLY, 0)};
  if (lines.fd < 0) return;
  if (read_line(&lines, name, sizeof name)) sys(__NR_sethostname, name, strlen(name));
  sys_close(lines.fd);
}

/* The status of the child, while all others are buried as they end. */
static int wait_for(int child) {
  for (;;) {
    int status;
    long pid = sys_wait4(-1, &status, 0);
    if (pid == child) return shell_status(status);
  }
}

int main(int argc, char **argv) {
  name_machine();
  long shell = sys_fork();
  if (shell == 0) become_shell(argv + 1);
  if (shell < 0) {
    dprintf(2, "init: fork: %s\n", error_text(shell));
    return 1;
  }
  int status = wait_for((int)shell);
  sys_kill(-1, SIGTERM);
  sys(__NR_sync);
  if (argc > 1) return status;
  sys(__NR_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_POWER_OFF, 0);
  return status;
}
