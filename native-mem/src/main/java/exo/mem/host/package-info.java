/**
 * What we ask of the host: memory, files, the terminal. The only native calls outside the CPU
 * engines.
 *
 * <p>Two layers. Below, {@link exo.mem.host.Syscall} and the package-private classes of calls with
 * their C names and Linux numbers, which answer {@code -errno} as the host's kernel does. Above,
 * the classes that check their arguments, own what they open, and throw {@link
 * exo.mem.host.HostException}. Start with {@link exo.mem.host.HostDirectory}.
 *
 * <p>The engines make calls of their own by {@link exo.mem.host.Syscall}, {@link
 * exo.mem.host.Linkage} and {@link exo.mem.host.MachineCode}. The kernel uses none of the three.
 *
 * <p>File names are byte strings, as in Linux. They travel as Strings of which each char is one
 * byte (ISO-8859-1), so that a name which is no valid UTF-8 survives.
 */
@NullMarked
package exo.mem.host;

import org.jspecify.annotations.NullMarked;
