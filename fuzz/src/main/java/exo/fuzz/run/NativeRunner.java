package exo.fuzz.run;

import exo.fuzz.program.Program;
import exo.fuzz.program.ProgramWords;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The host's Linux as oracle: the executor in a container of its own, see its {@code
 * executor_container.h}. A container that does not answer in time is ended and made anew. Not for
 * two threads.
 */
public final class NativeRunner implements Oracle {
  private static final long DEADLINE_SECONDS = 20;
  private static final int MOST = 1 << 20;

  private final Path executor;
  private @Nullable Process process;

  /** The container could not be made, or did not last; the message is a line for people. */
  public static final class Unavailable extends Exception {
    Unavailable(String why) {
      super(why);
    }
  }

  /**
   * Makes the container.
   *
   * @throws Unavailable when this machine refuses namespaces
   */
  public NativeRunner(Path executor) throws Unavailable {
    this.executor = executor;
    start();
  }

  private Process start() throws Unavailable {
    try {
      ProcessBuilder builder = new ProcessBuilder(executor.toString(), "contained");
      builder.environment().clear();
      Process p = builder.start();
      process = p;
      byte[] ready = p.getInputStream().readNBytes(6);
      if (ready.length == 6) {
        return p;
      }
      byte[] why = p.getErrorStream().readAllBytes();
      close();
      throw new Unavailable(
          "no container for the native side: " + new String(why, StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new Unavailable("no container for the native side: " + e.getMessage());
    }
  }

  /**
   * Runs a program on the host's Linux.
   *
   * @throws IllegalArgumentException when it has calls that are never run there
   */
  public Trace run(Program program) throws Unavailable {
    String forbidden = NeverNative.in(program);
    if (forbidden != null) {
      throw new IllegalArgumentException(forbidden + " is never run on the machine itself");
    }
    Process p = process != null ? process : start();
    Thread watch = watch(p);
    try {
      byte[] words = ProgramWords.of(program);
      OutputStream out = p.getOutputStream();
      ByteBuffer message = ByteBuffer.allocate(4 + words.length).order(ByteOrder.LITTLE_ENDIAN);
      out.write(message.putInt(words.length).put(words).array());
      out.flush();
      return Trace.of(read(p.getInputStream()));
    } catch (IOException e) {
      close();
      throw new Unavailable("the container ended: " + e.getMessage());
    } finally {
      watch.interrupt();
    }
  }

  @Override
  public Sides sides() {
    return Sides.LINUX;
  }

  @Override
  public boolean takes(Program program) {
    return NeverNative.in(program) == null;
  }

  @Override
  public Execution ask(Program program) throws Unavailable {
    return new Execution(program, run(program), null, 0);
  }

  /** The same: each program has namespaces of its own. */
  @Override
  public Execution askFresh(Program program) throws Unavailable {
    return ask(program);
  }

  private static byte[] read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int length = Integer.reverseBytes(data.readInt());
    if (length < 0 || length > MOST) {
      throw new IOException("a trace of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    data.readFully(bytes);
    return bytes;
  }

  private static Thread watch(Process p) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(DEADLINE_SECONDS);
                p.destroyForcibly();
              } catch (InterruptedException done) {
                // The answer came in time.
              }
            });
  }

  /** Ends the container and all in it. */
  @Override
  public void close() {
    Process p = process;
    process = null;
    if (p != null) {
      p.destroyForcibly();
    }
  }
}
