/**
 * The virtual file system: names, files and descriptors, whatever file system stands behind them.
 *
 * <p>As in Linux, a name is a {@link exo.kernel.vfs.Dentry} (cached, perhaps of something that does
 * not exist), a thing is an {@link exo.kernel.vfs.Inode}, a place in the tree of mounts is a {@link
 * exo.kernel.vfs.Path} (mount and dentry), and an open file description is an {@link
 * exo.kernel.vfs.OpenFile} that descriptors of an {@link exo.kernel.vfs.FdTable} share. {@link
 * exo.kernel.vfs.PathWalk} turns text into places; the verbs of the system calls stand in one class
 * a group ({@link exo.kernel.vfs.Opens}, {@link exo.kernel.vfs.Directories}, {@link
 * exo.kernel.vfs.Links}, {@link exo.kernel.vfs.Renames}, {@link exo.kernel.vfs.Attributes}...),
 * each checking in the order in which Linux checks, so that a call with two mistakes gets Linux's
 * errno.
 *
 * <p>Unlike Linux there is one kernel lock and a garbage collector: nothing here synchronises, and
 * a dentry or inode that nobody reaches needs no count. Counts exist where something else hangs on
 * them: {@link exo.kernel.vfs.Inode#retain} (frames of an unlinked file live until its last user
 * goes), {@link exo.kernel.vfs.Path#retain} (a mount in use is busy, a dentry in use stays cached).
 *
 * <p>Nothing here waits. An operation that would answers -EAGAIN, and the system call layer parks
 * the task on the file's wait queue and asks again.
 *
 * <p>File names are byte strings, carried as Latin-1 strings, one char a byte. Times are
 * nanoseconds since 1970. Start reading at {@link exo.kernel.vfs.PathWalk} and {@link
 * exo.kernel.vfs.OpenFile}.
 */
@NullMarked
package exo.kernel.vfs;

import org.jspecify.annotations.NullMarked;
