/** Time as the kernel sees it, and timers. */
@NullMarked
package exo.kernel.time;

import org.jspecify.annotations.NullMarked;
