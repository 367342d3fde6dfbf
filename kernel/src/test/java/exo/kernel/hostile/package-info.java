/** Guests that mean harm: each ends in an errno, a signal or one clear line, and leaves nothing. */
@NullMarked
package exo.kernel.hostile;

import org.jspecify.annotations.NullMarked;
