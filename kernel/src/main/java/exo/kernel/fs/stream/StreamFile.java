package exo.kernel.fs.stream;

import exo.kernel.abi.Errno;
import exo.kernel.abi.Ioctl;
import exo.kernel.abi.Poll;
import exo.kernel.fs.stream.OutputPump.Channel;
import exo.kernel.sched.WaitQueue;
import exo.kernel.uaccess.IoBuffer;
import exo.kernel.vfs.Caller;
import exo.kernel.vfs.OpenFile;
import exo.kernel.vfs.Path;
import org.jspecify.annotations.Nullable;

/** Standard input or output of the host, seen as the end of a pipe. */
public final class StreamFile extends OpenFile {
  private final @Nullable InputPump input;
  private final @Nullable OutputPump output;
  private final @Nullable Channel channel;

  private StreamFile(
      Path path,
      int flags,
      @Nullable InputPump input,
      @Nullable OutputPump output,
      @Nullable Channel channel) {
    super(path, flags);
    this.input = input;
    this.output = output;
    this.channel = channel;
  }

  public static StreamFile reading(Path path, int flags, InputPump pump) {
    return new StreamFile(path, flags, pump, null, null);
  }

  public static StreamFile writing(Path path, int flags, OutputPump pump, Channel channel) {
    return new StreamFile(path, flags, null, pump, channel);
  }

  @Override
  public boolean isSeekable() {
    return false;
  }

  @Override
  public boolean writesAll() {
    return true;
  }

  @Override
  protected long readAt(IoBuffer to, long off) throws Errno {
    InputPump pump = input;
    if (pump == null) {
      throw Errno.EBADF;
    }
    long done = pump.read(to);
    return done < 0 ? done : to.result(done);
  }

  @Override
  protected long writeAt(IoBuffer from, long off) throws Errno {
    OutputPump pump = output;
    Channel to = channel;
    if (pump == null || to == null) {
      throw Errno.EBADF;
    }
    long done = pump.write(to, from);
    return done < 0 ? done : from.result(done);
  }

  @Override
  public int poll() {
    InputPump in = input;
    if (in != null) {
      return in.isReadable() ? Poll.EPOLLIN | Poll.EPOLLRDNORM : 0;
    }
    OutputPump out = output;
    boolean broken = channel != null && channel.isBroken();
    int events = out != null && out.isWritable() ? Poll.EPOLLOUT | Poll.EPOLLWRNORM : 0;
    return broken ? events | Poll.EPOLLERR : events;
  }

  @Override
  public boolean canWait() {
    return true;
  }

  @Override
  public WaitQueue readable() {
    return input != null ? input.readable() : never;
  }

  @Override
  public WaitQueue writable() {
    return output != null ? output.writable() : never;
  }

  private final WaitQueue never = new WaitQueue();

  @Override
  public long ioctl(Caller who, int command, long argument) throws Errno {
    if (command == Ioctl.FIONREAD && input != null) {
      who.memory().putInt(argument, input.available());
      return 0;
    }
    return super.ioctl(who, command, argument);
  }

  @Override
  public String describe(@Nullable Path root) {
    return "pipe:[" + inode().number() + "]";
  }

  @Override
  protected void closed() {
    if (input != null) {
      input.close();
    }
  }
}
