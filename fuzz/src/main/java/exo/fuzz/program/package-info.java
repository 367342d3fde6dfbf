/**
 * Programs of system calls: what they are, how they read, and the words the executor takes.
 *
 * <p>Start at {@link exo.fuzz.program.Program}; {@link exo.fuzz.program.ProgramText} is the form
 * people read and {@link exo.fuzz.program.ProgramWords} the one the guest reads.
 */
@NullMarked
package exo.fuzz.program;

import org.jspecify.annotations.NullMarked;
