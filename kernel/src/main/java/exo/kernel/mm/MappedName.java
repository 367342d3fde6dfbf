package exo.kernel.mm;

/** What {@code /proc/PID/maps} shows of a mapped object. Two areas merge only if it is the same. */
public interface MappedName {
  /** Device number as stat(2) has it. */
  long device();

  /** Inode number. */
  long inode();

  /** The path now, with {@code " (deleted)"} where that holds; or a name like {@code [vdso]}. */
  String path();
}
