/**
 * What Exo costs: {@code ./exo bench} measures the figures the project has aims for, and the
 * kernel's primitives, and writes them to the terminal, to JSON, and to {@code docs/benchmarks.md}.
 *
 * <p>Costs of an operation come from JMH ({@code exo.bench.jmh}), in a JVM of their own with its GC
 * profiler on, so that each carries the bytes it allocates. What happens inside a guest is measured
 * by a guest program that does it N times, with N operations per invocation. Costs of whole
 * processes (starting, memory, computing) come from {@link exo.bench.Rusage}, a small program that
 * runs {@code ./exo} itself and asks the host what it used.
 *
 * <p>Start at {@link exo.bench.Bench}; {@link exo.bench.Figure} is one result.
 */
@NullMarked
package exo.bench;

import org.jspecify.annotations.NullMarked;
