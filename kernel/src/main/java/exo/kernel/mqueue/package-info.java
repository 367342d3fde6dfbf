/**
 * POSIX message queues: names in a file system of their own, messages in the order of their
 * priorities. Source: mq_overview(7).
 *
 * <p>Start reading at {@link exo.kernel.mqueue.QueueFile}.
 */
@NullMarked
package exo.kernel.mqueue;

import org.jspecify.annotations.NullMarked;
