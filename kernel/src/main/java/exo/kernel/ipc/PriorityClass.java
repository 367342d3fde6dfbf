package exo.kernel.ipc;

/** How urgent a message is, the most urgent first. Its ordinal is the priority in the slot. */
public enum PriorityClass {
  REAL_TIME,
  HIGH,
  NORMAL,
  LOW,
  BULK
}
