/**
 * The host calls of the process engine under their C names, with Linux's numbers and layouts. No
 * policy here. Nothing outside {@code exo.cpu.host} uses this.
 */
@NullMarked
package exo.cpu.host.sys;

import org.jspecify.annotations.NullMarked;
