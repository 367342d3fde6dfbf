/** The {@code exo} command: options in, an exit status out; all the work is the kernel's. */
@NullMarked
package exo.cli;

import org.jspecify.annotations.NullMarked;
