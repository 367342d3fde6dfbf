/**
 * Making programs up and keeping those that showed something new. {@link exo.fuzz.engine.Fuzzer} is
 * the loop; {@link exo.fuzz.engine.Generator} and {@link exo.fuzz.engine.Mutator} make programs
 * from the table's descriptions, {@link exo.fuzz.engine.Feedback} says what is new, {@link
 * exo.fuzz.engine.Minimiser} makes findings small.
 */
@NullMarked
package exo.fuzz.engine;

import org.jspecify.annotations.NullMarked;
