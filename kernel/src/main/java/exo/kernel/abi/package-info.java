/**
 * Linux numbers, flags and errors; no logic. Everything else may import it.
 *
 * <p>One class a topic, named after the header it follows, the constants named as in the header, so
 * that a flag found in a manual page is found here by its name. {@link exo.kernel.abi.layout} has
 * the structures. A test compares every value with what a C compiler says.
 */
@NullMarked
package exo.kernel.abi;

import org.jspecify.annotations.NullMarked;
