package exo.kernel.vfs;

import org.jspecify.annotations.Nullable;

/**
 * What a new inode starts with: umask, set-group-id directories and permissions are already dealt
 * with.
 *
 * @param mode kind and permissions, as in stat(2)
 * @param rdev device number of a device node, else 0
 * @param target text of a symbolic link, else null
 */
public record NewInode(int mode, int uid, int gid, long rdev, @Nullable String target) {}
