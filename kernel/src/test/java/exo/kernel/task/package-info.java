/** Parts of tasks that need no machine. */
@NullMarked
package exo.kernel.task;

import org.jspecify.annotations.NullMarked;
