package exo.kernel.fs.anon;

import exo.kernel.abi.Errno;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.FileSystemType;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import exo.kernel.vfs.Superblock;
import org.jspecify.annotations.Nullable;

/**
 * A file system being made or changed: what fsopen(2) and fspick(2) answer, fsconfig(2) fills and
 * fsmount(2) mounts. Owned by the kernel lock.
 */
public final class FileSystemContext extends OpenFile {
  private final FileSystemType type;
  private final @Nullable Path picked;
  private final StringBuilder options = new StringBuilder();
  private String source = "";
  private boolean readOnly;
  private @Nullable Superblock made;

  FileSystemContext(Path path, int flags, FileSystemType type, @Nullable Path picked) {
    super(path, flags);
    this.type = type;
    this.picked = picked;
    if (picked != null) {
      picked.retain();
    }
  }

  public FileSystemType type() {
    return type;
  }

  /** The mount that fspick(2) chose; null after fsopen(2). */
  public @Nullable Path picked() {
    return picked;
  }

  /** One more option, as mount(8) has them: a word, or a word and a value. */
  public void option(String option) {
    if (!options.isEmpty()) {
      options.append(',');
    }
    options.append(option);
  }

  public String options() {
    return options.toString();
  }

  public String source() {
    return source;
  }

  /** Sets it once. */
  public void source(String text) throws Errno {
    if (!source.isEmpty()) {
      throw Errno.EINVAL;
    }
    source = text;
  }

  public boolean isReadOnly() {
    return readOnly;
  }

  public void readOnly(boolean value) {
    readOnly = value;
  }

  /** What FSCONFIG_CMD_CREATE made and fsmount(2) has not yet taken. */
  public @Nullable Superblock made() {
    return made;
  }

  public void made(@Nullable Superblock superblock) {
    made = superblock;
  }

  /** There are never messages to read. */
  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    throw Errno.ENODATA;
  }

  @Override
  protected void closed() {
    if (picked != null) {
      picked.release();
    }
  }
}
