/**
 * How one process of the host sees into machines that others run. A machine that was started with
 * {@code --control} listens on a UNIX domain socket named after its process ({@link
 * exo.cli.control.ControlSocket}), in a folder that its user alone may enter ({@link
 * exo.cli.control.ControlFolder}). Who connects is written one {@link exo.cli.control.Look} and
 * nothing is read from him: there is nothing to ask for but to look. Programs in the machine cannot
 * connect, even where the folder is shown to them: their connect(2) finds sockets of their own
 * machine only.
 */
@NullMarked
package exo.cli.control;

import org.jspecify.annotations.NullMarked;
