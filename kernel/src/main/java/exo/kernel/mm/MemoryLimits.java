package exo.kernel.mm;

/** The resource limits that memory asks for, in bytes; no limit is {@code Long.MAX_VALUE}. */
public interface MemoryLimits {
  /** Nothing is limited. */
  MemoryLimits NONE =
      new MemoryLimits() {
        @Override
        public long addressSpace() {
          return Long.MAX_VALUE;
        }

        @Override
        public long data() {
          return Long.MAX_VALUE;
        }

        @Override
        public long stack() {
          return Long.MAX_VALUE;
        }

        @Override
        public long locked() {
          return Long.MAX_VALUE;
        }

        @Override
        public boolean mayLockAny() {
          return true;
        }

        @Override
        public boolean mayMapLow() {
          return true;
        }
      };

  /** RLIMIT_AS. */
  long addressSpace();

  /** RLIMIT_DATA. */
  long data();

  /** RLIMIT_STACK. */
  long stack();

  /** RLIMIT_MEMLOCK. */
  long locked();

  /** CAP_IPC_LOCK: RLIMIT_MEMLOCK does not hold. */
  boolean mayLockAny();

  /** CAP_SYS_RAWIO: the lowest addresses may be mapped. */
  boolean mayMapLow();
}
