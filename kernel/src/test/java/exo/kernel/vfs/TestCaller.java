package exo.kernel.vfs;

import exo.kernel.uaccess.UserMemory;

/** A process without a task: what it is and has can be set. */
public final class TestCaller implements Caller {
  private final FsContext fs;
  private final FdTable files;
  private final UserMemory memory;

  public Credentials credentials = Credentials.root();
  public long fileSizeLimit = UNLIMITED;

  /** How often SIGXFSZ was due. */
  public int fileSizeExceeded;

  public TestCaller(FsContext fs, FdTable files, UserMemory memory) {
    this.fs = fs;
    this.files = files;
    this.memory = memory;
  }

  @Override
  public Credentials credentials() {
    return credentials;
  }

  @Override
  public FsContext fs() {
    return fs;
  }

  @Override
  public FdTable files() {
    return files;
  }

  @Override
  public UserMemory memory() {
    return memory;
  }

  @Override
  public int processId() {
    return 42;
  }

  @Override
  public int threadId() {
    return 43;
  }

  @Override
  public long fileSizeLimit() {
    return fileSizeLimit;
  }

  @Override
  public void fileSizeExceeded() {
    fileSizeExceeded++;
  }
}
