/**
 * Running programs and telling what came of it: {@link exo.fuzz.run.GuestRunner} on Exo, {@link
 * exo.fuzz.run.NativeRunner} on the machine itself, {@link exo.fuzz.run.Comparison} of both.
 *
 * <p>Both sides run the same executor, a static program without a libc, which gives each program a
 * process, a folder and memory of its own. Natively it does so in namespaces, without privileges.
 */
@NullMarked
package exo.fuzz.run;

import org.jspecify.annotations.NullMarked;
