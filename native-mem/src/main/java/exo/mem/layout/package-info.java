/**
 * Guest structures as bytes: little-endian, unaligned, in segments and in arrays.
 *
 * <p>A structure is a class of offsets with static accessors; {@link exo.mem.layout.LittleEndian}
 * is what they are made of.
 */
@NullMarked
package exo.mem.layout;

import org.jspecify.annotations.NullMarked;
