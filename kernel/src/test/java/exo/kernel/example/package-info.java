/**
 * What a program that embeds Exo may look like. {@code docs/api.md} quotes these files; a test
 * holds the quotes to them, and others run them.
 */
@NullMarked
package exo.kernel.example;

import org.jspecify.annotations.NullMarked;
