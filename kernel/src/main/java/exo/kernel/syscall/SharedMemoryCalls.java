package exo.kernel.syscall;

import exo.kernel.abi.Capability;
import exo.kernel.abi.Errno;
import exo.kernel.abi.Ipc;
import exo.kernel.abi.Mman;
import exo.kernel.abi.layout.IpcPerm;
import exo.kernel.abi.layout.ShmInfo;
import exo.kernel.abi.layout.ShmidDs;
import exo.kernel.abi.layout.Shminfo;
import exo.kernel.mm.AddressSpace;
import exo.kernel.mm.FileMapping;
import exo.kernel.mm.Mmap;
import exo.kernel.mm.Munmap;
import exo.kernel.mm.Vma;
import exo.kernel.sysvipc.IpcObject;
import exo.kernel.sysvipc.SharedSegment;
import exo.kernel.sysvipc.SysvIpc;
import exo.kernel.task.Task;
import exo.kernel.uaccess.UserMemory;

/** System V shared memory. Source: shmget(2), shmop(2), shmctl(2). */
final class SharedMemoryCalls {
  private static final long PAGE_MASK = AddressSpace.PAGE_SIZE - 1;

  private SharedMemoryCalls() {}

  /** Linux {@code shmget(2)}. */
  static long shmget(Task task, long key, long size, long flags) throws Errno {
    SysvIpc ipc = task.kernel().ipc();
    int k = (int) key;
    int f = (int) flags;
    return ipc.segments()
        .get(
            task,
            k,
            f,
            found -> {
              if (Long.compareUnsigned(found.size(), size) < 0) {
                throw Errno.EINVAL;
              }
            },
            () -> ipc.newSegment(k, f, task, size));
  }

  /** Linux {@code shmat(2)}. */
  static long shmat(Task task, long id, long address, long flags) throws Errno {
    int f = (int) flags;
    if ((int) id < 0) {
      throw Errno.EINVAL;
    }
    long va = address;
    if (va != 0) {
      if ((va & PAGE_MASK) != 0) {
        if ((f & Ipc.SHM_RND) == 0) {
          throw Errno.EINVAL;
        }
        va &= ~PAGE_MASK;
        if (va == 0 && (f & Ipc.SHM_REMAP) != 0) {
          throw Errno.EINVAL;
        }
      }
    } else if ((f & Ipc.SHM_REMAP) != 0) {
      throw Errno.EINVAL;
    }
    boolean readOnly = (f & Ipc.SHM_RDONLY) != 0;
    boolean execute = (f & Ipc.SHM_EXEC) != 0;
    int wanted = IpcObject.READ | (readOnly ? 0 : IpcObject.WRITE) | (execute ? 0111 : 0);
    SharedSegment segment = task.kernel().ipc().segments().of((int) id);
    segment.check(task, wanted);
    int rights = Mman.PROT_READ | (readOnly ? 0 : Mman.PROT_WRITE) | (execute ? Mman.PROT_EXEC : 0);
    int how = Mman.MAP_SHARED;
    if (va != 0) {
      how |= (f & Ipc.SHM_REMAP) != 0 ? Mman.MAP_FIXED : Mman.MAP_FIXED_NOREPLACE;
    }
    FileMapping mapping = new FileMapping(segment.pages(), segment, true, !readOnly, true);
    long at;
    try {
      at = Mmap.map(task.space(), va, segment.size(), rights, how, mapping, 0);
    } catch (Errno e) {
      throw e == Errno.EEXIST ? Errno.EINVAL : e;
    }
    segment.usedBy(task.group().pid());
    return at;
  }

  /** Linux {@code shmdt(2)}. */
  static long shmdt(Task task, long address) throws Errno {
    if ((address & PAGE_MASK) != 0) {
      throw Errno.EINVAL;
    }
    AddressSpace space = task.space();
    SharedSegment found = null;
    int i = Math.max(0, space.areaAbove(address) - 1);
    while (i < space.areaCount()) {
      Vma area = space.area(i);
      long offset = area.pageOffset() << AddressSpace.PAGE_SHIFT;
      if (area.start() < address
          || !(area.name() instanceof SharedSegment segment)
          || (found != null && segment != found)
          || area.start() - address != offset) {
        if (found != null && area.start() - address >= found.size()) {
          break;
        }
        i++;
        continue;
      }
      found = segment;
      Munmap.unmap(space, area.start(), area.end() - area.start());
    }
    if (found == null) {
      throw Errno.EINVAL;
    }
    found.usedBy(task.group().pid());
    return 0;
  }

  /** Linux {@code shmctl(2)}. */
  static long shmctl(Task task, long id, long command, long va) throws Errno {
    int i = (int) id;
    int c = (int) command;
    if (i < 0 || c < 0) {
      throw Errno.EINVAL;
    }
    SysvIpc ipc = task.kernel().ipc();
    UserMemory m = task.memory();
    switch (c) {
      case Ipc.IPC_INFO -> {
        putLimits(m, va);
        return ipc.segments().highestIndex();
      }
      case Ipc.SHM_INFO -> {
        putUse(m, va, ipc);
        return ipc.segments().highestIndex();
      }
      case Ipc.IPC_STAT, Ipc.SHM_STAT, Ipc.SHM_STAT_ANY -> {
        SharedSegment s = c == Ipc.IPC_STAT ? ipc.segments().of(i) : ipc.segments().at(i);
        if (c != Ipc.SHM_STAT_ANY) {
          s.check(task, IpcObject.READ);
        }
        put(m, va, s);
        return c == Ipc.IPC_STAT ? 0 : s.id();
      }
      case Ipc.IPC_SET -> {
        int uid = m.getInt(va + IpcPerm.UID);
        int gid = m.getInt(va + IpcPerm.GID);
        int mode = m.getInt(va + IpcPerm.MODE);
        SharedSegment s = ipc.segments().of(i);
        s.checkOwner(task);
        s.change(uid, gid, mode, ipc.now());
      }
      case Ipc.IPC_RMID -> {
        SharedSegment s = ipc.segments().of(i);
        s.checkOwner(task);
        s.remove();
      }
      case Ipc.SHM_LOCK, Ipc.SHM_UNLOCK -> {
        SharedSegment s = ipc.segments().of(i);
        if (!task.credentials().hasCapability(Capability.CAP_IPC_LOCK)) {
          s.checkOwner(task);
        }
        s.locked(c == Ipc.SHM_LOCK);
      }
      default -> throw Errno.EINVAL;
    }
    return 0;
  }

  private static void zero(UserMemory m, long va, int size) throws Errno {
    if (m.zero(va, size) != size) {
      throw Errno.EFAULT;
    }
  }

  private static void put(UserMemory m, long va, SharedSegment s) throws Errno {
    zero(m, va, ShmidDs.SIZE);
    s.put(m, va + ShmidDs.SHM_PERM);
    m.putLong(va + ShmidDs.SHM_SEGSZ, s.size());
    m.putLong(va + ShmidDs.SHM_ATIME, s.attachTime());
    m.putLong(va + ShmidDs.SHM_DTIME, s.detachTime());
    m.putLong(va + ShmidDs.SHM_CTIME, s.changeTime());
    m.putInt(va + ShmidDs.SHM_CPID, s.creatorPid());
    m.putInt(va + ShmidDs.SHM_LPID, s.lastPid());
    m.putLong(va + ShmidDs.SHM_NATTCH, s.attached());
  }

  private static void putLimits(UserMemory m, long va) throws Errno {
    zero(m, va, Shminfo.SIZE);
    m.putLong(va + Shminfo.SHMMAX, SysvIpc.SHMMAX);
    m.putLong(va + Shminfo.SHMMIN, 1);
    m.putLong(va + Shminfo.SHMMNI, SysvIpc.SHMMNI);
    m.putLong(va + Shminfo.SHMSEG, SysvIpc.SHMMNI);
    m.putLong(va + Shminfo.SHMALL, SysvIpc.SHMMAX);
  }

  private static void putUse(UserMemory m, long va, SysvIpc ipc) throws Errno {
    zero(m, va, ShmInfo.SIZE);
    m.putInt(va + ShmInfo.USED_IDS, ipc.segments().all().size());
    m.putLong(va + ShmInfo.SHM_TOT, ipc.pages());
    m.putLong(va + ShmInfo.SHM_RSS, ipc.pages());
  }
}
