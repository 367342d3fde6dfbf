/**
 * A CPU without a processor, for tests of what stands above: it performs a script. It keeps to the
 * interface as badly as an engine may: a translation once made is used until it is invalidated, and
 * the FPU area of a state is rubbish until it is saved.
 */
package exo.cpu.fake;
