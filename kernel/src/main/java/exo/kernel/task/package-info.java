/**
 * Tasks and what is done to them. A task is data: its registers, address space, files and signals;
 * no guest thread owns a host thread. Start with {@link exo.kernel.task.TaskRunner}, the loop every
 * virtual CPU runs, then {@link exo.kernel.task.Task}.
 *
 * <h2>How a system call waits</h2>
 *
 * <p>Linux parks the kernel stack of the thread; here there is none to park. A handler that cannot
 * go on puts the task on wait queues and returns {@link exo.kernel.task.Task#BLOCKED}. When the
 * task is woken the same handler runs again from its beginning, finds what it kept in the task, and
 * tries again, until it has a result, a signal interrupts it or its deadline has passed.
 */
@NullMarked
package exo.kernel.task;

import org.jspecify.annotations.NullMarked;
