/**
 * Folders and files of the host in the guest's tree: the read-only lower layer of a root file
 * system, and what {@code --mount} shows.
 *
 * <p>Nothing outside the folder that was given can be reached. Every name goes to the host as one
 * component in an open folder, and is never followed when it is a link: links are read, and walked
 * by the guest's own {@link exo.kernel.vfs.PathWalk}, which knows no way up from the root. Folders
 * that were renamed or replaced on the host meanwhile are noticed when they are opened again:
 * device, inode and time of birth must be those that were seen before, else ESTALE. Device nodes,
 * FIFOs and sockets of the host can be looked at and are never opened; what the guest opens by such
 * a node is its own device of that number, its own FIFO, or ENXIO.
 *
 * <p>Two ways of seeing the host. As a layer ({@link exo.kernel.fs.hostfs.HostFs#layer}) names and
 * attributes are asked once and believed while they are cached, as nobody should change a folder
 * below a running machine; contents are compared by size and mtime at each open(2). As a mount
 * ({@link exo.kernel.fs.hostfs.HostFs#mount}) everything is asked again each time, because people
 * work on both sides.
 *
 * <p>An inode stands for a host file whatever its names: it is found again by device, inode number
 * and time of birth, so hard links share one. It remembers the last place where it was seen, and
 * opens it again when its handle was closed: {@link exo.kernel.fs.hostfs.HostHandles} keeps their
 * number small. Contents are pages in guest RAM, {@link exo.kernel.fs.hostfs.HostPages}.
 *
 * <p>Locks of flock(2) and fcntl(2) are the guest's own: programs on the host neither see nor hold
 * them up.
 *
 * <p>Start reading at {@link exo.kernel.fs.hostfs.HostInode}.
 */
@NullMarked
package exo.kernel.fs.hostfs;

import org.jspecify.annotations.NullMarked;
