/**
 * The only door to guest virtual memory: every address and length a guest hands in is checked here.
 */
@NullMarked
package exo.kernel.uaccess;

import org.jspecify.annotations.NullMarked;
