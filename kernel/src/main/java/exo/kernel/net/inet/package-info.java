/**
 * Internet sockets as far as loopback goes: ip(7), ipv6(7), tcp(7), udp(7).
 *
 * <p>The machine has one interface, lo, with 127.0.0.1/8 and ::1; what is elsewhere is unreachable,
 * as in a Linux network namespace where only lo is up. A TCP connection is two {@link
 * exo.kernel.net.inet.TcpSocket}s that know each other, each with the queue of bytes that the other
 * filled and it has not read; segments, windows and acknowledgements do not exist, their visible
 * effects do. {@link exo.kernel.net.inet.Ports} says who has which port, and for how long after the
 * end.
 *
 * <p>Addresses are 128 bits wide, those of IPv4 as IPv6 maps them, so one form of every rule serves
 * both. Start reading at {@link exo.kernel.net.inet.InetFamily}; for TCP, at the state machine,
 * {@link exo.kernel.net.inet.TcpConnection}.
 */
@NullMarked
package exo.kernel.net.inet;

import org.jspecify.annotations.NullMarked;
