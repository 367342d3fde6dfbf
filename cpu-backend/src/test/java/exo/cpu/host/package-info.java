/** Tests of the host process engine beside those that every engine has to pass. */
package exo.cpu.host;
