/** Machines with a console, from power-on to power-off, without the command. */
@NullMarked
package exo.kernel.boot;

import org.jspecify.annotations.NullMarked;
