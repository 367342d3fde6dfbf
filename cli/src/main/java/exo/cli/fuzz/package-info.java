/** {@code exo fuzz}: the command line of the fuzzer. */
@NullMarked
package exo.cli.fuzz;

import org.jspecify.annotations.NullMarked;
