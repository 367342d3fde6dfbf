/**
 * A file system in memory over one that is only read: {@code --rootfs}. What the guest changes is
 * kept in memory, the lower layer is never written to.
 *
 * <p>Linux's overlay keeps both layers as file systems of their own, marks removed names by device
 * nodes and replaced directories by attributes, and builds inodes on top. Here the upper layer is
 * plain data: an {@link exo.kernel.fs.overlayfs.OverlayDirectory} has a table of the names that
 * differ from the lower directory, with the inode that is there now or with none where a name was
 * removed (a whiteout); a directory that was made here has no lower one, so it is opaque. Frames
 * and limits are a tmpfs's: contents, attributes and inodes that are new live in unnamed files of
 * it.
 *
 * <p>What the guest sees is as with Linux's overlay with {@code index=on} and {@code xino=on}: an
 * inode keeps its number when it is copied up, all its names go on being the same file, and all of
 * the tree is one device. Renaming a directory that the lower layer has answers EXDEV. A file is
 * copied up whole when it is first opened for writing or truncated; changes of attributes, names
 * and links copy nothing. A mapping made before the copy keeps showing the lower file.
 *
 * <p>A lower file is known by its inode number, so nobody should change the lower layer meanwhile.
 * Start reading at {@link exo.kernel.fs.overlayfs.OverlayInode}.
 */
@NullMarked
package exo.kernel.fs.overlayfs;

import org.jspecify.annotations.NullMarked;
