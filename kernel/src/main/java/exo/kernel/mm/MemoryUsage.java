package exo.kernel.mm;

import exo.mem.paging.Pte;

/** What an address space uses, in pages. Owned by the kernel lock. */
public final class MemoryUsage {
  private final long zeroFrame;
  long anonymous;
  long file;
  long shared;
  long peakResident;
  long mapped;
  long peakMapped;
  long data;
  long code;
  long stack;
  long locked;

  MemoryUsage(long zeroFrame) {
    this.zeroFrame = zeroFrame;
  }

  /** Resident pages of private memory: RssAnon. */
  public long anonymous() {
    return anonymous;
  }

  /** Resident pages of files: RssFile. */
  public long file() {
    return file;
  }

  /** Resident pages of memory objects: RssShmem. */
  public long shared() {
    return shared;
  }

  /** All resident pages: VmRSS. */
  public long resident() {
    return anonymous + file + shared;
  }

  /** Most there ever were: VmHWM. */
  public long peakResident() {
    return Math.max(peakResident, resident());
  }

  /** Pages in areas: VmSize. */
  public long mapped() {
    return mapped;
  }

  /** VmPeak. */
  public long peakMapped() {
    return peakMapped;
  }

  /** Private writable: VmData, what RLIMIT_DATA limits. */
  public long data() {
    return data;
  }

  /** Executable and not writable. */
  public long code() {
    return code;
  }

  /** VmStk. */
  public long stack() {
    return stack;
  }

  /** VmLck. */
  public long locked() {
    return locked;
  }

  void entryAdded(long entry) {
    count(entry, 1);
  }

  void entryRemoved(long entry) {
    peakResident = Math.max(peakResident, resident());
    count(entry, -1);
  }

  private void count(long entry, int by) {
    if (Pte.frame(entry) == zeroFrame) {
      return;
    }
    if ((entry & PteBits.PRIVATE) != 0) {
      anonymous += by;
    } else if ((entry & PteBits.MEMORY) != 0) {
      shared += by;
    } else {
      file += by;
    }
  }

  void areaAdded(int flags, long pages) {
    mapped += pages;
    peakMapped = Math.max(peakMapped, mapped);
    if (isData(flags)) {
      data += pages;
    } else if ((flags & VmaFlags.GROWS_DOWN) != 0) {
      stack += pages;
    } else if ((flags & (VmaFlags.EXEC | VmaFlags.WRITE)) == VmaFlags.EXEC) {
      code += pages;
    }
    if ((flags & VmaFlags.LOCKED) != 0) {
      locked += pages;
    }
  }

  void areaRemoved(int flags, long pages) {
    long peak = peakMapped;
    areaAdded(flags, -pages);
    peakMapped = peak;
  }

  static boolean isData(int flags) {
    return (flags & (VmaFlags.WRITE | VmaFlags.SHARED | VmaFlags.GROWS_DOWN)) == VmaFlags.WRITE;
  }
}
