/**
 * Which engines tests run on: {@link exo.cpu.engines.Engines} lists them once for every module, and
 * {@link exo.cpu.engines.OnEveryEngine} runs a test class on each.
 */
package exo.cpu.engines;
