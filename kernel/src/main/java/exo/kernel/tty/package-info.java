/**
 * Terminals: the line discipline, pseudoterminals, the devpts file system, and the terminal that
 * the machine itself was started on. Source: termios(3), ioctl_tty(2), pty(7), pts(4), tty(4).
 *
 * <p>Linux splits a terminal in three: the driver moves bytes, the line discipline edits, echoes
 * and turns keys into signals, and the tty layer knows sessions and foreground groups. So do we.
 * {@link exo.kernel.tty.LineDiscipline} is a plain object between a keyboard and a reader: it knows
 * bytes and {@link exo.kernel.tty.Termios}, and speaks to the rest through one small interface.
 * {@link exo.kernel.tty.Terminal} adds window size, session, foreground group and hang-up. What is
 * at the other end of the wire is a {@link exo.kernel.tty.Line}: the master side of a {@link
 * exo.kernel.tty.Pty}, or the host's own terminal.
 *
 * <p>Processes are known only as numbers: {@link exo.kernel.tty.Jobs} sends signals to groups, and
 * {@link exo.kernel.tty.TerminalCaller} tells of the process that asks. Nothing here waits: who
 * must wait is told so and asks again.
 *
 * <p>Start reading at {@link exo.kernel.tty.LineDiscipline#receive}.
 */
@NullMarked
package exo.kernel.tty;

import org.jspecify.annotations.NullMarked;
