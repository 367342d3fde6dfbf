/**
 * The system calls: the table, the dispatcher that looks a number up in it, and one class a family
 * with a static method a call.
 *
 * <p>{@link exo.kernel.syscall.SyscallTable} is where to start reading: it is one page, and from a
 * line of it to what does the work it is two steps, the handler named there and the subsystem that
 * the handler calls. A handler decodes arguments, looks up what they name, calls, and encodes the
 * answer. How arguments are described is in {@link exo.kernel.syscall.ArgKind}; calls that are many
 * behind one number are in {@link exo.kernel.syscall.Variants}.
 */
@NullMarked
package exo.kernel.syscall;

import org.jspecify.annotations.NullMarked;
