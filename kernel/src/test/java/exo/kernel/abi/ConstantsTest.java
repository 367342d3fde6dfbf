package exo.kernel.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The C compiler of a Linux machine agrees with every constant that its headers know. */
class ConstantsTest {
  /** Each set of headers is asked in turn for what those before it did not know. */
  record Topic(Class<?> constants, List<String> headerSets) {
    static Topic of(Class<?> constants, String... headerSets) {
      return new Topic(constants, List.of(headerSets));
    }

    @Override
    public String toString() {
      return constants.getSimpleName();
    }
  }

  static Stream<Topic> topics() {
    return Stream.of(
        Topic.of(Auxv.class, "linux/auxvec.h", "elf.h"),
        Topic.of(Capability.class, "linux/capability.h linux/securebits.h"),
        Topic.of(Fcntl.class, "linux/fcntl.h linux/openat2.h linux/close_range.h"),
        Topic.of(
            Fs.class,
            "linux/fs.h linux/falloc.h linux/fadvise.h linux/xattr.h linux/limits.h",
            "fcntl.h unistd.h dirent.h"),
        Topic.of(Futex.class, "linux/futex.h linux/membarrier.h linux/rseq.h"),
        Topic.of(GetRandom.class, "linux/random.h"),
        Topic.of(
            Inet.class,
            "linux/in.h linux/in6.h linux/tcp.h linux/udp.h",
            "netinet/in.h netinet/tcp.h"),
        Topic.of(IoUring.class, "linux/io_uring.h"),
        Topic.of(
            Ioctl.class,
            "linux/types.h asm/ioctls.h asm/termbits.h asm/termios.h linux/fs.h linux/sockios.h"
                + " linux/kd.h linux/vt.h linux/random.h",
            "sys/epoll.h"),
        Topic.of(Ipc.class, "linux/shm.h linux/sem.h linux/msg.h"),
        Topic.of(Keys.class, "linux/keyctl.h"),
        Topic.of(Mman.class, "linux/mman.h linux/memfd.h linux/mempolicy.h"),
        Topic.of(Mount.class, "linux/mount.h", "sys/mount.h"),
        Topic.of(Personality.class, "sys/personality.h"),
        Topic.of(
            Poll.class,
            "asm/poll.h linux/eventpoll.h linux/inotify.h",
            "sys/eventfd.h sys/signalfd.h"),
        Topic.of(Prctl.class, "linux/prctl.h asm/prctl.h"),
        Topic.of(Ptrace.class, "linux/ptrace.h"),
        Topic.of(Reboot.class, "linux/reboot.h"),
        Topic.of(Resource.class, "linux/resource.h linux/ioprio.h"),
        Topic.of(Sched.class, "linux/sched.h linux/wait.h linux/pidfd.h linux/kcmp.h", "sched.h"),
        Topic.of(Seccomp.class, "linux/seccomp.h"),
        Topic.of(Signals.class, "linux/signal.h", "asm/siginfo.h", "signal.h"),
        Topic.of(Socket.class, "sys/socket.h asm/socket.h linux/netlink.h"),
        Topic.of(Stat.class, "linux/stat.h", "sys/stat.h"),
        Topic.of(Statfs.class, "linux/magic.h", "sys/statvfs.h"),
        Topic.of(Termio.class, "linux/types.h asm/termbits.h asm/termios.h linux/tty.h"),
        Topic.of(Time.class, "linux/time.h linux/timerfd.h linux/timex.h"),
        Topic.of(Userfault.class, "linux/userfaultfd.h linux/fanotify.h"));
  }

  @TempDir Path folder;

  @BeforeAll
  static void needsACompiler() {
    CCompiler.assumePresent();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void areWhatTheHeadersSay(Topic topic, TestReporter reporter)
      throws IOException, InterruptedException, IllegalAccessException {
    Map<String, Field> constants = new LinkedHashMap<>();
    for (Field f : topic.constants().getFields()) {
      assertTrue(Modifier.isStatic(f.getModifiers()) && Modifier.isFinal(f.getModifiers()));
      constants.put(f.getName(), f);
    }
    Set<String> unknown = new LinkedHashSet<>(constants.keySet());
    for (String headers : topic.headerSets()) {
      Map<String, Long> values = new CCompiler(folder).values(headers, unknown);
      for (Map.Entry<String, Long> e : values.entrySet()) {
        check(constants.get(e.getKey()), e.getValue());
      }
      unknown.removeAll(values.keySet());
    }
    if (!unknown.isEmpty()) {
      reporter.publishEntry(topic + ": not in this machine's headers", unknown.toString());
    }
    // Headers older than ours lack some; a wrong header in the list above lacks most.
    assertTrue(unknown.size() * 3 <= constants.size(), () -> "too many unknown: " + unknown);
  }

  private static void check(Field constant, long inC) throws IllegalAccessException {
    if (constant.getType() == int.class) {
      assertEquals((int) inC, constant.getInt(null), constant.getName());
      assertTrue(inC == (int) inC || inC >>> 32 == 0, () -> constant.getName() + " is no int");
    } else {
      assertEquals(inC, constant.getLong(null), constant.getName());
    }
  }
}
