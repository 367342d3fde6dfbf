package exo.kernel.abi;

/** Flags and magic numbers of statfs(2). Source: linux/statfs.h, linux/magic.h. */
public final class Statfs {
  // Mount flags in f_flags; the kernel's own, which glibc passes on.
  public static final int ST_RDONLY = 0x1;
  public static final int ST_NOSUID = 0x2;
  public static final int ST_NODEV = 0x4;
  public static final int ST_NOEXEC = 0x8;
  public static final int ST_SYNCHRONOUS = 0x10;
  public static final int ST_MANDLOCK = 0x40;
  public static final int ST_NOATIME = 0x400;
  public static final int ST_NODIRATIME = 0x800;
  public static final int ST_RELATIME = 0x1000;
  public static final int ST_VALID = 0x20;
  public static final int ST_NOSYMFOLLOW = 0x2000;

  // File system types in f_type.
  public static final long TMPFS_MAGIC = 0x1021994L;
  public static final long RAMFS_MAGIC = 0x858458f6L;
  public static final long PROC_SUPER_MAGIC = 0x9fa0L;
  public static final long SYSFS_MAGIC = 0x62656572L;
  public static final long DEVPTS_SUPER_MAGIC = 0x1cd1L;
  public static final long PIPEFS_MAGIC = 0x50495045L;
  public static final long SOCKFS_MAGIC = 0x534f434bL;
  public static final long ANON_INODE_FS_MAGIC = 0x9041934L;
  public static final long OVERLAYFS_SUPER_MAGIC = 0x794c7630L;
  public static final long EXT4_SUPER_MAGIC = 0xef53L;
  public static final long XFS_SUPER_MAGIC = 0x58465342L;
  public static final long BTRFS_SUPER_MAGIC = 0x9123683eL;
  public static final long NSFS_MAGIC = 0x6e736673L;
  public static final long CGROUP2_SUPER_MAGIC = 0x63677270L;
  public static final long DEBUGFS_MAGIC = 0x64626720L;
  public static final long HUGETLBFS_MAGIC = 0x958458f6L;
  public static final long SECURITYFS_MAGIC = 0x73636673L;
  public static final long TRACEFS_MAGIC = 0x74726163L;
  public static final long BPF_FS_MAGIC = 0xcafe4a11L;
  public static final long V9FS_MAGIC = 0x1021997L;
  public static final long FUSE_SUPER_MAGIC = 0x65735546L;
  public static final long NFS_SUPER_MAGIC = 0x6969L;
  public static final long MQUEUE_MAGIC = 0x19800202L;
  public static final long PID_FS_MAGIC = 0x50494446L;

  private Statfs() {}
}
