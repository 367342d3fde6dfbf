/**
 * The sockets of one machine put together: {@link exo.kernel.net.stack.NetworkStack} has its
 * address families and makes sockets of each.
 */
@NullMarked
package exo.kernel.net.stack;

import org.jspecify.annotations.NullMarked;
