package exo.cli.control;

import exo.kernel.MachineSnapshot;

/**
 * What is seen of a machine from another process.
 *
 * @param program what it was started to run
 */
public record Look(String program, MachineSnapshot snapshot) {}
