/**
 * Turning a file into a running program: ELF, scripts, the initial stack. Start with {@link
 * exo.kernel.exec.Exec}. Source: execve(2), elf(5), the psABI for x86-64, chapter 3.4.
 */
@NullMarked
package exo.kernel.exec;

import org.jspecify.annotations.NullMarked;
