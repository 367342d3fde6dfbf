package exo.kernel.vfs;

/** The figures of statfs(2); filled by {@link Superblock#statfs}. Blocks are of blockSize bytes. */
public final class FileSystemStatus {
  public long magic;
  public long blockSize;
  public long fragmentSize;
  public long blocks;
  public long freeBlocks;
  public long availableBlocks;
  public long files;
  public long freeFiles;

  /** The file system id, two 32-bit words in one. */
  public long id;

  public long nameLength;

  /** ST_* flags of the mount it was asked through. */
  public long flags;
}
