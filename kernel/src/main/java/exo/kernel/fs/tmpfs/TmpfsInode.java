package exo.kernel.fs.tmpfs;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Fs;
import exo.kernel.vfs.Inode;
import exo.kernel.vfs.NewInode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all inodes of a tmpfs share: links, extended attributes, and their end when neither a name
 * nor a user is left. Device nodes, FIFOs and sockets are nothing more.
 */
class TmpfsInode extends Inode {
  final TmpfsSuperblock tmpfs;
  private @Nullable Map<String, byte[]> xattrs;
  private int attributeFlags;
  private boolean gone;

  /** The caller has reserved it. */
  TmpfsInode(TmpfsSuperblock tmpfs, NewInode node) {
    super(tmpfs, tmpfs.nextInode(), node);
    this.tmpfs = tmpfs;
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public int attributeFlags() throws Errno {
    return isSpecial() ? super.attributeFlags() : attributeFlags;
  }

  /** Those that would keep everybody from changing the file are not built. */
  @Override
  public void attributeFlags(int flags) throws Errno {
    if (isSpecial()) {
      super.attributeFlags(flags);
    }
    if ((flags & ~(Fs.FS_NODUMP_FL | Fs.FS_NOATIME_FL)) != 0) {
      throw Errno.EOPNOTSUPP;
    }
    attributeFlags = flags;
    changed();
  }

  /** A file of O_TMPFILE or memfd_create(2): it has no name yet, perhaps never. */
  final void setUnnamed() {
    setLinks(0);
  }

  /** One name more or less. */
  final void addLinks(int count) {
    setLinks(links() + count);
    changed();
  }

  /** A name was removed; if it was the last and nobody uses the inode, that is its end. */
  final void unlinked(int names) {
    addLinks(-names);
    endIfUnused();
  }

  @Override
  protected final void unused() {
    endIfUnused();
  }

  private void endIfUnused() {
    if (links() == 0 && !isUsed() && !gone) {
      gone = true;
      freeContents();
      freeXattrs();
      tmpfs.unreserveInode();
    }
  }

  /** The file system goes: whatever the links and users, nothing is kept. */
  void shutdown() {
    if (!gone) {
      gone = true;
      freeContents();
      freeXattrs();
    }
  }

  /** Gives back what the inode holds besides itself. */
  void freeContents() {}

  private void freeXattrs() {
    Map<String, byte[]> map = xattrs;
    if (map != null) {
      map.forEach((name, value) -> tmpfs.unreserveSpace(space(name, value)));
      xattrs = null;
    }
  }

  private static long space(String name, byte[] value) {
    return 64L + name.length() + value.length;
  }

  @Override
  public byte[] getXattr(String name) throws Errno {
    byte[] value = xattrs == null ? null : xattrs.get(name);
    if (value == null) {
      throw Errno.ENODATA;
    }
    return value;
  }

  @Override
  public void setXattr(String name, byte[] value, int flags) throws Errno {
    Map<String, byte[]> map = xattrs;
    if (map == null) {
      map = new LinkedHashMap<>();
    }
    byte[] old = map.get(name);
    if (old != null && (flags & Fs.XATTR_CREATE) != 0) {
      throw Errno.EEXIST;
    }
    if (old == null && (flags & Fs.XATTR_REPLACE) != 0) {
      throw Errno.ENODATA;
    }
    tmpfs.reserveSpace(space(name, value));
    if (old != null) {
      tmpfs.unreserveSpace(space(name, old));
    }
    map.put(name, value.clone());
    xattrs = map;
    changed();
  }

  @Override
  public void removeXattr(String name) throws Errno {
    byte[] old = xattrs == null ? null : xattrs.remove(name);
    if (old == null) {
      throw Errno.ENODATA;
    }
    tmpfs.unreserveSpace(space(name, old));
    changed();
  }

  @Override
  public List<String> listXattrs() {
    return xattrs == null ? List.of() : new ArrayList<>(xattrs.keySet());
  }
}
