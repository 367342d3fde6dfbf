package exo.kernel.sysvipc;

import java.util.Locale;

/** The files of {@code /proc/sysvipc}. Source: proc(5). */
public final class IpcText {
  private IpcText() {}

  /** {@code /proc/sysvipc/shm}. */
  public static void segments(StringBuilder out, SysvIpc ipc) {
    out.append("       key      shmid perms                  size  cpid  lpid nattch   uid   gid");
    out.append("  cuid  cgid      atime      dtime      ctime                   rss");
    out.append("                  swap\n");
    for (SharedSegment s : ipc.segments().all()) {
      out.append(
          String.format(
              Locale.ROOT,
              "%10d %10d  %4o %21d %5d %5d  %5d %5d %5d %5d %5d %10d %10d %10d %21d %21d\n",
              s.key(),
              s.id(),
              s.mode(),
              s.size(),
              s.creatorPid(),
              s.lastPid(),
              s.attached(),
              s.uid(),
              s.gid(),
              s.creatorUid(),
              s.creatorGid(),
              s.attachTime(),
              s.detachTime(),
              s.changeTime(),
              s.pageCount() << 12,
              0));
    }
  }

  /** {@code /proc/sysvipc/sem}. */
  public static void sets(StringBuilder out, SysvIpc ipc) {
    out.append("       key      semid perms      nsems   uid   gid  cuid  cgid      otime");
    out.append("      ctime\n");
    for (SemaphoreSet s : ipc.sets().all()) {
      out.append(
          String.format(
              Locale.ROOT,
              "%10d %10d  %4o %10d %5d %5d %5d %5d %10d %10d\n",
              s.key(),
              s.id(),
              s.mode(),
              s.count(),
              s.uid(),
              s.gid(),
              s.creatorUid(),
              s.creatorGid(),
              s.operationTime(),
              s.changeTime()));
    }
  }

  /** {@code /proc/sysvipc/msg}. */
  public static void queues(StringBuilder out, SysvIpc ipc) {
    out.append("       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid");
    out.append("  cgid      stime      rtime      ctime\n");
    for (MessageQueue q : ipc.queues().all()) {
      out.append(
          String.format(
              Locale.ROOT,
              "%10d %10d  %4o  %10d %10d %5d %5d %5d %5d %5d %5d %10d %10d %10d\n",
              q.key(),
              q.id(),
              q.mode(),
              q.bytes(),
              q.count(),
              q.lastSender(),
              q.lastReceiver(),
              q.uid(),
              q.gid(),
              q.creatorUid(),
              q.creatorGid(),
              q.sendTime(),
              q.receiveTime(),
              q.changeTime()));
    }
  }
}
