/**
 * Channels over the rings of {@code exo.mem.ring}: waiting, priorities, credits, one to many, one
 * of many, calls with replies, and large messages without a copy.
 *
 * <p>Linux has pipes, sockets and message queues, each a copy in and a copy out by two system
 * calls. Here sender and receiver share the ring, and the kernel is asked only when one of them
 * must wait: then both meet at a futex word in the ring's header ({@link exo.kernel.ipc.Waiting}).
 *
 * <p>Start reading at {@link exo.kernel.ipc.Lane}, one ring with waiting and counters, of which the
 * other channels are made. They need no lock of the kernel; what is behind {@code /dev/ipc} is
 * {@link exo.kernel.ipc.ChannelInode}.
 */
@NullMarked
package exo.kernel.ipc;

import org.jspecify.annotations.NullMarked;
