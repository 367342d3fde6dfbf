/**
 * Which branches of the kernel's Java code a program took. Off unless the JVM is started with this
 * module's jar as {@code -javaagent}, which {@code exo fuzz --coverage} does: the kernel's classes
 * then get a mark behind each branch as they are loaded, see {@link exo.fuzz.coverage.Agent}. The
 * files of the kernel and every other run stay as they are.
 */
@NullMarked
package exo.fuzz.coverage;

import org.jspecify.annotations.NullMarked;
