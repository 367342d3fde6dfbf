/**
 * Who runs next, and who waits for what. Knows entities and queues, not tasks.
 *
 * <p>Start with {@link exo.kernel.sched.RunQueue} and {@link exo.kernel.sched.WaitQueue}.
 */
@NullMarked
package exo.kernel.sched;

import org.jspecify.annotations.NullMarked;
