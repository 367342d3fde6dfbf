/**
 * Structures a guest shares with the kernel, as offsets of their fields in bytes; the comment
 * beside each tells its width. Names are those of the Linux headers in capitals.
 *
 * <p>A structure in user memory is read field by field ({@code memory.getLong(va +
 * Timespec.TV_SEC)}), one being built in an array with {@link exo.mem.layout.LittleEndian}. A test
 * compares every offset and size with what a C compiler says.
 */
@NullMarked
package exo.kernel.abi.layout;

import org.jspecify.annotations.NullMarked;
