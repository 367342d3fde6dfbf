/** Tests of what every engine shares. */
package exo.cpu;
