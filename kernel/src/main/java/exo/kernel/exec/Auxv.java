package exo.kernel.exec;

import java.util.Arrays;

/** The auxiliary vector under construction. Source: getauxval(3), elf.h. */
final class Auxv {
  static final long AT_NULL = 0;
  static final long AT_PHDR = 3;
  static final long AT_PHENT = 4;
  static final long AT_PHNUM = 5;
  static final long AT_PAGESZ = 6;
  static final long AT_BASE = 7;
  static final long AT_FLAGS = 8;
  static final long AT_ENTRY = 9;
  static final long AT_UID = 11;
  static final long AT_EUID = 12;
  static final long AT_GID = 13;
  static final long AT_EGID = 14;
  static final long AT_PLATFORM = 15;
  static final long AT_HWCAP = 16;
  static final long AT_CLKTCK = 17;
  static final long AT_SECURE = 23;
  static final long AT_RANDOM = 25;
  static final long AT_HWCAP2 = 26;
  static final long AT_RSEQ_FEATURE_SIZE = 27;
  static final long AT_RSEQ_ALIGN = 28;
  static final long AT_EXECFN = 31;
  static final long AT_MINSIGSTKSZ = 51;

  private long[] words = new long[48];
  private int used;

  Auxv add(long key, long value) {
    if (used + 2 > words.length) {
      words = Arrays.copyOf(words, used * 2);
    }
    words[used++] = key;
    words[used++] = value;
    return this;
  }

  /** Keys and values in turn, AT_NULL last. */
  long[] words() {
    add(AT_NULL, 0);
    return Arrays.copyOf(words, used);
  }
}
