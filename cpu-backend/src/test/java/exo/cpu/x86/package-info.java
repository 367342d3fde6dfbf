/** Tests of the processor's tables against bytes worked out by hand from the manuals. */
package exo.cpu.x86;
