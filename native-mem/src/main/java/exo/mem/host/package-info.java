/**
 * What we ask of the host: memory, files, the terminal. The only libc bindings outside the CPU
 * engines.
 *
 * <p>Two layers. Below, package-private, {@link exo.mem.host.Syscall} and the classes of calls with
 * their C names and Linux numbers, which answer {@code -errno} as the host's kernel does. Above,
 * the public classes: they check their arguments, own what they open, and throw {@link
 * exo.mem.host.HostException}. No method handle leaves the package, and no address but the base of
 * a {@link exo.mem.host.HostMemory}, which an engine needs to map guest RAM. Start with {@link
 * exo.mem.host.HostDirectory}.
 *
 * <p>File names are byte strings, as in Linux. They travel as Strings of which each char is one
 * byte (ISO-8859-1), so that a name which is no valid UTF-8 survives.
 */
@NullMarked
package exo.mem.host;

import org.jspecify.annotations.NullMarked;
