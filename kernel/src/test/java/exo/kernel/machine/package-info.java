/** The Java API, used as a program that embeds Exo would use it. */
@NullMarked
package exo.kernel.machine;

import org.jspecify.annotations.NullMarked;
