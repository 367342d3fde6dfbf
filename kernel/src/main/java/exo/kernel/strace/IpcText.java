package exo.kernel.strace;

import static exo.mem.layout.LittleEndian.getInt;
import static exo.mem.layout.LittleEndian.getLong;

import exo.kernel.abi.layout.IpcPerm;
import exo.kernel.abi.layout.MsqidDs;
import exo.kernel.abi.layout.SemidDs;
import exo.kernel.abi.layout.ShmidDs;
import exo.kernel.syscall.StructKind;

/** The structures of System V IPC. */
final class IpcText {
  private IpcText() {}

  static void print(Printer p, StructKind kind, byte[] s) {
    switch (kind) {
      case SHMID -> {
        p.text("{shm_perm=");
        permissions(p, s);
        p.text(", shm_segsz=").unsigned(getLong(s, ShmidDs.SHM_SEGSZ));
        p.text(", shm_cpid=").decimal(getInt(s, ShmidDs.SHM_CPID));
        p.text(", shm_lpid=").decimal(getInt(s, ShmidDs.SHM_LPID));
        p.text(", shm_nattch=").unsigned(getLong(s, ShmidDs.SHM_NATTCH));
        p.text(", shm_atime=").decimal(getLong(s, ShmidDs.SHM_ATIME));
        p.text(", shm_dtime=").decimal(getLong(s, ShmidDs.SHM_DTIME));
        p.text(", shm_ctime=").decimal(getLong(s, ShmidDs.SHM_CTIME)).text("}");
      }
      case SEMID -> {
        p.text("{sem_perm=");
        permissions(p, s);
        p.text(", sem_otime=").decimal(getLong(s, SemidDs.SEM_OTIME));
        p.text(", sem_ctime=").decimal(getLong(s, SemidDs.SEM_CTIME));
        p.text(", sem_nsems=").unsigned(getLong(s, SemidDs.SEM_NSEMS)).text("}");
      }
      default -> {
        p.text("{msg_perm=");
        permissions(p, s);
        p.text(", msg_stime=").decimal(getLong(s, MsqidDs.MSG_STIME));
        p.text(", msg_rtime=").decimal(getLong(s, MsqidDs.MSG_RTIME));
        p.text(", msg_ctime=").decimal(getLong(s, MsqidDs.MSG_CTIME));
        p.text(", msg_qnum=").unsigned(getLong(s, MsqidDs.MSG_QNUM));
        p.text(", msg_qbytes=").unsigned(getLong(s, MsqidDs.MSG_QBYTES));
        p.text(", msg_lspid=").decimal(getInt(s, MsqidDs.MSG_LSPID));
        p.text(", msg_lrpid=").decimal(getInt(s, MsqidDs.MSG_LRPID)).text("}");
      }
    }
  }

  private static void permissions(Printer p, byte[] s) {
    p.text("{uid=").unsigned(getInt(s, IpcPerm.UID) & 0xffff_ffffL);
    p.text(", gid=").unsigned(getInt(s, IpcPerm.GID) & 0xffff_ffffL);
    p.text(", mode=").mode(getInt(s, IpcPerm.MODE) & 0xffff);
    p.text(", key=").decimal(getInt(s, IpcPerm.KEY));
    p.text(", cuid=").unsigned(getInt(s, IpcPerm.CUID) & 0xffff_ffffL);
    p.text(", cgid=").unsigned(getInt(s, IpcPerm.CGID) & 0xffff_ffffL).text("}");
  }
}
