/**
 * {@code exo run}. Start at {@link exo.cli.run.RunCommand}: options ({@link RunOptions}) become a
 * machine ({@link MachineSetup}) and a program in it ({@link ProgramSearch}, {@link
 * GuestEnvironment}, {@link StandardInput}, {@link StandardOutput}); then it is waited for ({@link
 * ProcessEnd}) and reported on ({@link Reports}).
 */
@NullMarked
package exo.cli.run;

import org.jspecify.annotations.NullMarked;
