package exo.kernel;

/**
 * How a machine with a first process ended.
 *
 * @param kind what was asked for
 * @param init how process 1 ended
 */
public record PowerOff(Kind kind, ProcessResult init) {
  /** What ended the machine. */
  public enum Kind {
    /** reboot(2) with LINUX_REBOOT_CMD_POWER_OFF or _HALT. */
    OFF,
    /** reboot(2) with LINUX_REBOOT_CMD_RESTART. */
    RESTART,
    /** The first process ended by itself, and with it all others. */
    INIT_ENDED
  }
}
