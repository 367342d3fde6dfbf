/**
 * Machines: what a program that embeds Exo uses. {@link exo.kernel.Machine} is the door; {@code
 * Kernel} wires one machine's parts together.
 */
@NullMarked
package exo.kernel;

import org.jspecify.annotations.NullMarked;
