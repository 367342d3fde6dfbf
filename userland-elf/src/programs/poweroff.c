/* poweroff: turns the machine off. */
#include "exo_process.h"

#include <linux/reboot.h>

int main(void) {
  sys(__NR_sync);
  long error = sys(__NR_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
                   LINUX_REBOOT_CMD_POWER_OFF, 0);
  dprintf(2, "poweroff: %s\n", error_text(error));
  return 1;
}
