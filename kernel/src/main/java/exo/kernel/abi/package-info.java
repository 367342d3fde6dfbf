/** Linux numbers, flags, errors and struct layouts; no logic. Everything else may import it. */
@NullMarked
package exo.kernel.abi;

import org.jspecify.annotations.NullMarked;
