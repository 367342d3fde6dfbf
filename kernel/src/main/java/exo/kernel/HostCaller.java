package exo.kernel;

import exo.kernel.abi.KernelBug;
import exo.kernel.uaccess.UserMemory;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.Credentials;
import exo.kernel.vfs.FdTable;
import exo.kernel.vfs.FsContext;
import exo.kernel.vfs.MountNamespace;

/** Who asks when the embedding program looks at the guest's files: root, without descriptors. */
final class HostCaller implements Caller {
  private final FsContext fs;
  private final FdTable files = new FdTable();
  private final Credentials root = Credentials.root();

  HostCaller(MountNamespace mounts) {
    fs = new FsContext(mounts);
    fs.umask(0);
  }

  @Override
  public Credentials credentials() {
    return root;
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
    throw new KernelBug("the host has no user memory");
  }

  @Override
  public int processId() {
    return 0;
  }

  @Override
  public int threadId() {
    return 0;
  }

  @Override
  public long fileSizeLimit() {
    return UNLIMITED;
  }

  @Override
  public void fileSizeExceeded() {
    throw new KernelBug("a file limit where there is none");
  }

  /** Lets go of the directories it holds. */
  void close() {
    fs.release();
  }
}
