/** Futexes: waiting on a word of memory, futex(2). */
@NullMarked
package exo.kernel.futex;

import org.jspecify.annotations.NullMarked;
