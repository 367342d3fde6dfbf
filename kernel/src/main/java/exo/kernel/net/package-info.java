/**
 * Sockets: what all address families share.
 *
 * <p>As in Linux a socket is two things: the open file that descriptors share ({@link
 * exo.kernel.net.SocketFile}) and the end of a connection behind it ({@link
 * exo.kernel.net.Socket}), which may live before the file (a connection not yet accepted). Families
 * extend the latter. Data lies in pages of guest memory ({@link exo.kernel.net.ByteQueue}, with
 * borders in {@link exo.kernel.net.PacketQueue}), so a guest that fills its sockets spends its own
 * memory.
 *
 * <p>There is no wire. A connection is two queues, and sending puts the bytes where the other end
 * reads them; what a protocol would say in packets (an end, a reset, a refusal) is a method called
 * on the peer. What Linux's rules let a program see is kept: states, errors and their order, room
 * and readiness, options. The host's network cannot be reached from here, and no class of these
 * packages could.
 *
 * <p>Nothing here waits: an operation that would answers -EAGAIN, and the system call waits on
 * {@link exo.kernel.net.Socket#readable} or {@link exo.kernel.net.Socket#writable} and asks again.
 * Everything is owned by the kernel lock. Families: {@code unix}, {@code inet}, {@code netlink};
 * {@code stack} puts them together for one machine.
 */
@NullMarked
package exo.kernel.net;

import org.jspecify.annotations.NullMarked;
