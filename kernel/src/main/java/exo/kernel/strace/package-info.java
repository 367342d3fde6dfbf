/**
 * System calls as strace(1) writes them.
 *
 * <p>{@link exo.kernel.strace.StraceCall} is one call: what is known when it begins, and the rest
 * when it ends, because what the kernel writes to the guest can be read only then. {@link
 * exo.kernel.strace.StraceLog} makes lines of the calls of several threads. How an argument is
 * printed follows from what {@link exo.kernel.syscall.SyscallTable} says of it; the few calls that
 * strace prints in a way of their own are named in {@code OwnForms}. The reference is strace 6.1: a
 * test runs it over some hundred calls and compares the lines.
 */
@NullMarked
package exo.kernel.strace;

import org.jspecify.annotations.NullMarked;
