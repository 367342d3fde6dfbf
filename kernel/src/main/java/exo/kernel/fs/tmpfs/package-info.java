/**
 * Files in guest memory: tmpfs(5), and the files without a name of memfd_create(2).
 *
 * <p>Linux keeps the directory tree of tmpfs in its dentry cache, which then must never forget.
 * Here directories are tables of their own ({@link exo.kernel.fs.tmpfs.DirectoryEntries}), so that
 * the cache may forget names, and a position in a directory stays valid whatever comes and goes.
 * The contents of files are guest frames: they count against guest RAM, a read copies straight from
 * them, and a mapping maps them.
 */
@NullMarked
package exo.kernel.fs.tmpfs;

import org.jspecify.annotations.NullMarked;
