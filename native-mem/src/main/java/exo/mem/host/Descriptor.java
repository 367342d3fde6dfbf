package exo.mem.host;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host file descriptor that is closed once, and only after the last call that uses it: the host
 * gives the number to the next file that anybody opens, and a late call would reach that one.
 */
final class Descriptor implements AutoCloseable {
  private static final int CLOSED = Integer.MIN_VALUE;

  private final int fd;
  // Calls under way, plus CLOSED once close was called.
  private final AtomicInteger users = new AtomicInteger();

  /** A host call that answers {@code -errno} when it fails. */
  interface Call {
    long on(int fd) throws HostException;
  }

  /** Something to do with an open descriptor. */
  interface Use<T> {
    T on(int fd) throws HostException;
  }

  Descriptor(long fd) {
    this.fd = (int) fd;
  }

  long call(String call, String subject, Call what) throws HostException {
    return HostException.check(use(what::on), call, subject);
  }

  <T> T use(Use<T> what) throws HostException {
    int open = acquire();
    try {
      return what.on(open);
    } finally {
      release();
    }
  }

  /** The number, to be used until {@link #release}; IllegalStateException after a close. */
  int acquire() {
    int now;
    do {
      now = users.get();
      if (now < 0) {
        throw new IllegalStateException("a host file was used after it was closed");
      }
    } while (!users.compareAndSet(now, now + 1));
    return fd;
  }

  void release() {
    if (users.decrementAndGet() == CLOSED) {
      DescriptorCalls.close(fd);
    }
  }

  /** A second close does nothing. */
  @Override
  public void close() {
    if (users.getAndUpdate(n -> n < 0 ? n : n + CLOSED) == 0) {
      DescriptorCalls.close(fd);
    }
  }
}
