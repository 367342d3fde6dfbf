/**
 * Who runs next, and who waits for what. Knows entities and queues, not tasks.
 *
 * <p>Linux has scheduling classes asked in order (deadline, real time, fair) and a queue for each
 * CPU. Here one {@link exo.kernel.sched.RunQueue} serves all CPUs, with the same classes in order,
 * and beside it each CPU has one for those bound to it. The fair class is three queues chosen by
 * the predicted CPU burst of a task, each sharing by weighted virtual time.
 *
 * <p>Start with {@link exo.kernel.sched.Scheduler}, {@link exo.kernel.sched.FairQueues} and {@link
 * exo.kernel.sched.WaitQueue}.
 */
@NullMarked
package exo.kernel.sched;

import org.jspecify.annotations.NullMarked;
