/** Tests of the Unicorn engine: small guests in machine code. */
package exo.cpu.unicorn;
