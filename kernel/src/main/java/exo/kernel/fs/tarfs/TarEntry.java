package exo.kernel.fs.tarfs;

import java.util.Map;

/**
 * A file in an archive. Names are byte strings, as the archive has them: absolute, with "..", or
 * with a slash at the end perhaps.
 *
 * @param at where in the archive its header stands
 * @param mode kind and permissions, as in stat(2); of a hard link the permissions only
 * @param size bytes of contents that follow; 0 for all but regular files
 * @param mtime nanoseconds since 1970
 * @param link what a symbolic link holds, or the name of the file that a hard link is one more name
 *     of; else empty
 * @param device number of a device node, as stat(2) shows it; else 0
 * @param xattrs extended attributes by name
 */
record TarEntry(
    long at,
    String name,
    int mode,
    int uid,
    int gid,
    long size,
    long mtime,
    String link,
    long device,
    Map<String, byte[]> xattrs) {
  /** Whether it is one more name of an earlier entry. */
  boolean isHardLink() {
    return mode >> 12 == 0;
  }
}
