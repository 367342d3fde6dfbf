/**
 * Netlink sockets, netlink(7): questions about the network, as C libraries and {@code ip} ask them.
 *
 * <p>{@link exo.kernel.net.netlink.NetlinkSocket} takes requests and keeps answers until they are
 * read; {@link exo.kernel.net.netlink.RouteAnswers} answers those of rtnetlink(7) about the one
 * interface, its addresses and routes. Nothing can be changed.
 */
@NullMarked
package exo.kernel.net.netlink;

import org.jspecify.annotations.NullMarked;
