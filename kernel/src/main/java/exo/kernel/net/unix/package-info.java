/**
 * Sockets of one machine, AF_UNIX: unix(7).
 *
 * <p>Start reading at {@link exo.kernel.net.unix.UnixSocket}: connections, room and ends. {@link
 * exo.kernel.net.unix.UnixStream} and {@link exo.kernel.net.unix.UnixMessages} move the bytes. What
 * is sent is put into the queue of the receiver and counted against the room of the sender.
 *
 * <p>Files sent with SCM_RIGHTS lie in queues with a reference each. Sockets that nobody can reach
 * but through each other's queues are found when a socket is closed, as Linux finds them: {@link
 * exo.kernel.net.unix.InFlight}.
 */
@NullMarked
package exo.kernel.net.unix;

import org.jspecify.annotations.NullMarked;
