/**
 * What we ask of the host: memory, files, the terminal. The only libc bindings outside the CPU
 * engines.
 *
 * <p>Two layers. {@link exo.mem.host.Libc} and {@link exo.mem.host.FileCalls} hold the C functions
 * under their C names and answer {@code -errno} as the Linux system calls themselves do. The public
 * classes above them are safe: they check their arguments, own what they open, and throw {@link
 * exo.mem.host.HostException}. No address and no method handle leaves the package, but for the base
 * of a {@link exo.mem.host.HostMemory}, which an engine needs to map guest RAM.
 *
 * <p>File names are byte strings, as in Linux. They travel as Strings of which each char is one
 * byte (ISO-8859-1), so that a name which is no valid UTF-8 survives.
 */
@NullMarked
package exo.mem.host;

import org.jspecify.annotations.NullMarked;
