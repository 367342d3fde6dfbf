/**
 * Benchmarks of single operations. They live on the class path, as JMH wants; what they measure
 * lives in modules, as in the command, with a few of the kernel's packages opened to them.
 */
@NullMarked
package exo.bench.jmh;

import org.jspecify.annotations.NullMarked;
