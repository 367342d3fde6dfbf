/**
 * Bindings to libunicorn 2.x, C names kept, and the two other native things its engine needs:
 * machine code of our own and the search for the library. No policy here. Nothing outside {@code
 * exo.cpu.unicorn} uses this.
 */
@NullMarked
package exo.cpu.unicorn.sys;

import org.jspecify.annotations.NullMarked;
