/**
 * Tar archives as the contents of a file system: the initramfs, or a root file system in one file.
 *
 * <p>Linux unpacks a cpio archive into the tmpfs that is its first root; so do we with tar, which
 * everybody has. {@link exo.kernel.fs.tarfs.TarReader} understands what GNU tar writes in its
 * formats v7, ustar, gnu and pax; {@link exo.kernel.fs.tarfs.TarUnpacker} makes the files.
 *
 * <p>An archive may come from anywhere. Every field is checked before it is used, nothing is sized
 * by what a field claims, names lead to places below the root of the file system and to no others,
 * and whatever is wrong ends in a {@link exo.kernel.fs.tarfs.TarException} that says where and
 * what. Start reading at {@link exo.kernel.fs.tarfs.TarReader#next}.
 */
@NullMarked
package exo.kernel.fs.tarfs;

import org.jspecify.annotations.NullMarked;
