package exo.kernel.net.unix;

import exo.kernel.net.Packet;
import exo.kernel.net.PacketQueue;
import exo.kernel.net.SocketFile;
import exo.kernel.vfs.OpenFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that were sent and not yet received. Sockets among them may hold each other: a pair whose
 * ends lie in each other's queues is beyond everybody's reach, yet has references. {@link #collect}
 * finds such sockets and empties their queues.
 */
final class InFlight {
  private final Map<UnixSocket, Integer> counts = new IdentityHashMap<>();
  private final ArrayDeque<OpenFile> toRelease = new ArrayDeque<>();
  private boolean releasing;
  private boolean collecting;

  // Since the last collection, some socket lost its last reference but those of messages: only then
  // can there be anything to collect.
  private boolean suspicion;

  /** The socket behind a file, if it is of this family. */
  private static @Nullable UnixSocket socket(OpenFile file) {
    return file instanceof SocketFile s && s.socket() instanceof UnixSocket u ? u : null;
  }

  /** Files were put into a queue. */
  void sent(OpenFile[] files) {
    for (OpenFile file : files) {
      UnixSocket s = socket(file);
      if (s != null) {
        counts.merge(s, 1, Integer::sum);
      }
    }
  }

  /** Files were taken out of a queue. */
  void received(OpenFile[] files) {
    for (OpenFile file : files) {
      UnixSocket s = socket(file);
      if (s != null) {
        counts.computeIfPresent(s, (key, n) -> n == 1 ? null : n - 1);
      }
    }
  }

  /** Ends the references of files that were taken out; one inside the other, however deep. */
  void release(OpenFile[] files) {
    toRelease.addAll(List.of(files));
    if (releasing) {
      return;
    }
    releasing = true;
    try {
      OpenFile file;
      while ((file = toRelease.poll()) != null) {
        file.release();
        UnixSocket s = socket(file);
        suspicion |= s != null && isHeldByQueuesAlone(s, 0);
      }
    } finally {
      releasing = false;
    }
  }

  /**
   * A descriptor of a socket is about to go.
   *
   * @param leaving references that the caller ends at once
   */
  void closing(UnixSocket s, int leaving) {
    if (isHeldByQueuesAlone(s, leaving)) {
      suspicion = true;
      collect(s, leaving);
    }
  }

  /** Whether all references to a socket's file are those of messages. */
  private boolean isHeldByQueuesAlone(UnixSocket s, int leaving) {
    Integer n = counts.get(s);
    SocketFile file = s.file();
    return n != null && file != null && file.references() - leaving == n;
  }

  /** Looks for sockets that are held by nothing but queues nobody can read, and empties those. */
  void collect() {
    collect(null, 0);
  }

  private void collect(@Nullable UnixSocket closing, int leaving) {
    if (collecting || !suspicion) {
      return;
    }
    collecting = true;
    suspicion = false;
    try {
      for (UnixSocket s : unreachable(closing, leaving)) {
        s.purge();
      }
    } finally {
      collecting = false;
    }
  }

  private List<UnixSocket> unreachable(@Nullable UnixSocket closing, int leaving) {
    // Those that only queues hold, perhaps queues that somebody can read.
    Map<UnixSocket, Integer> outside = new IdentityHashMap<>();
    counts.forEach(
        (s, n) -> {
          if (isHeldByQueuesAlone(s, s == closing ? leaving : 0)) {
            outside.put(s, n);
          }
        });
    List<UnixSocket> held = new ArrayList<>();
    for (UnixSocket s : outside.keySet()) {
      sentTo(s, held);
    }
    for (UnixSocket s : held) {
      outside.computeIfPresent(s, (key, n) -> n - 1);
    }
    // Those held by a queue of none of them can be reached, and whatever lies in their queues.
    Set<UnixSocket> reached = new HashSet<>();
    ArrayDeque<UnixSocket> todo = new ArrayDeque<>();
    outside.forEach(
        (s, n) -> {
          if (n > 0) {
            todo.add(s);
          }
        });
    UnixSocket next;
    while ((next = todo.poll()) != null) {
      if (reached.add(next)) {
        List<UnixSocket> inside = new ArrayList<>();
        sentTo(next, inside);
        todo.addAll(inside);
      }
    }
    List<UnixSocket> lost = new ArrayList<>();
    for (UnixSocket s : outside.keySet()) {
      if (!reached.contains(s)) {
        lost.add(s);
      }
    }
    return lost;
  }

  /** The sockets in the queue of another, those of its connections not yet accepted included. */
  private static void sentTo(UnixSocket s, List<UnixSocket> out) {
    for (Packet p = s.queue().first(); p != null; p = PacketQueue.next(p)) {
      for (OpenFile file : p.files) {
        UnixSocket inside = socket(file);
        if (inside != null) {
          out.add(inside);
        }
      }
    }
    for (UnixSocket waiting : s.accepting()) {
      sentTo(waiting, out);
    }
  }
}
