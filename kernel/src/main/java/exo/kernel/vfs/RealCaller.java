package exo.kernel.vfs;

import exo.kernel.uaccess.UserMemory;

/** A caller with the credentials that access(2) checks with. */
record RealCaller(Caller who, Credentials credentials) implements Caller {
  /** The caller itself where that makes no difference, as for most. */
  static Caller of(Caller who) {
    Credentials real = who.credentials().forAccess();
    return real == who.credentials() ? who : new RealCaller(who, real);
  }

  @Override
  public FsContext fs() {
    return who.fs();
  }

  @Override
  public FdTable files() {
    return who.files();
  }

  @Override
  public UserMemory memory() {
    return who.memory();
  }

  @Override
  public int processId() {
    return who.processId();
  }

  @Override
  public int threadId() {
    return who.threadId();
  }

  @Override
  public long fileSizeLimit() {
    return who.fileSizeLimit();
  }

  @Override
  public void fileSizeExceeded() {
    who.fileSizeExceeded();
  }
}
