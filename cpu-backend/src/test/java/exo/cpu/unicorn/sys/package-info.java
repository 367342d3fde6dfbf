/** Tests of the bindings to libunicorn. */
package exo.cpu.unicorn.sys;
