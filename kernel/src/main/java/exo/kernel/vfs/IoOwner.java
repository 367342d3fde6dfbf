package exo.kernel.vfs;

/**
 * Whom an open file description sends SIGIO and SIGURG, and which signal instead: fcntl(2),
 * "Managing signals".
 *
 * @param kind F_OWNER_TID, F_OWNER_PID or F_OWNER_PGRP
 * @param id of that kind; 0 is nobody
 * @param uid real user who set it
 * @param signal instead of SIGIO; 0 is SIGIO itself
 */
public record IoOwner(int kind, int id, int uid, int euid, int signal) {
  public static final IoOwner NOBODY = new IoOwner(0, 0, 0, 0, 0);

  public IoOwner withSignal(int newSignal) {
    return new IoOwner(kind, id, uid, euid, newSignal);
  }
}
