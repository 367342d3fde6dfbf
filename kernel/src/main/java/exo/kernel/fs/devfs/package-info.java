/**
 * {@code /dev}: as Linux's devtmpfs a tmpfs that starts with nodes in it, and the memory devices of
 * mem(4), null(4), full(4) and random(4) behind some of them.
 *
 * <p>What stands behind a node is registered by number with {@link exo.kernel.vfs.DeviceRegistry};
 * terminals register themselves there.
 */
@NullMarked
package exo.kernel.fs.devfs;

import org.jspecify.annotations.NullMarked;
