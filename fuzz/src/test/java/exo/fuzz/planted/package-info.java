/**
 * Does the fuzzer find what it is there for? Twenty mistakes that kernels have really had, each put
 * into a copy of one class of the kernel by {@link exo.fuzz.planted.Patch}, while the kernel itself
 * has no switches. {@link exo.fuzz.planted.PlantedBugsTest} gives each copy to a JVM of its own
 * with {@code --patch-module}, lets the fuzzer loose on it and prints how long it took. What the
 * kernel without the mistake shows too does not count.
 *
 * <p>{@link exo.fuzz.planted.PlantedLeakTest} and {@link exo.fuzz.planted.PlantedRacesTest} have
 * mistakes that need more than a program: memory that ends, or another order of threads.
 */
@NullMarked
package exo.fuzz.planted;

import org.jspecify.annotations.NullMarked;
