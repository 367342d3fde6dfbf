package exo.kernel;

import exo.kernel.abi.Fcntl;
import exo.kernel.abi.Stat;
import exo.kernel.fs.stream.InputPump;
import exo.kernel.fs.stream.OutputPump;
import exo.kernel.fs.stream.StreamFile;
import exo.kernel.fs.stream.StreamSuperblock;
import exo.kernel.task.KernelServices;
import exo.kernel.vfs.OpenFile;

/** The standard streams of programs started from outside, as open files of the guest. */
final class HostStreams {
  private final KernelServices services;
  private final OutputPump output;
  private final HostTerminals terminals;
  private final StreamSuperblock superblock;

  HostStreams(KernelServices services, HostTerminals terminals, OutputPump output) {
    this.terminals = terminals;
    this.services = services;
    this.output = output;
    this.superblock = new StreamSuperblock(services.mounts().vfs());
  }

  HostTerminals terminals() {
    return terminals;
  }

  /** Where all output goes. */
  OutputPump output() {
    return output;
  }

  /** Standard input; the caller has the one reference. */
  OpenFile open(GuestInput input) {
    return StreamFile.reading(
        superblock.newPipe(Stat.S_IFIFO | 0600),
        Fcntl.O_RDONLY,
        new InputPump(input::read, services.lock()));
  }

  /** Standard output or error; the caller has the one reference. */
  OpenFile open(GuestOutput target) {
    return StreamFile.writing(
        superblock.newPipe(Stat.S_IFIFO | 0600),
        Fcntl.O_WRONLY,
        output,
        output.open(target::write));
  }

  /** Waits until all output so far has been written. */
  void drain() throws InterruptedException {
    output.drain();
  }

  void close() {
    services.lock().lock();
    try {
      output.close();
    } finally {
      services.lock().unlock();
    }
  }
}
