package exo.kernel.mm;

import org.jspecify.annotations.Nullable;

/**
 * An object to map and what the descriptor that it came through allows.
 *
 * @param source null where the file cannot be mapped: ENODEV, once nothing else is wrong
 * @param mayRead the descriptor was opened for reading
 * @param mayWrite the descriptor was opened for writing, and no seal forbids it
 * @param mayExecute the mount is not noexec
 * @param mostPages how many pages an object of this kind can have: EOVERFLOW beyond
 */
public record FileMapping(
    @Nullable PageSource source,
    MappedName name,
    boolean mayRead,
    boolean mayWrite,
    boolean mayExecute,
    long mostPages) {
  /** Of a regular file, which ends at 2^63 bytes. */
  public FileMapping(
      @Nullable PageSource source,
      MappedName name,
      boolean mayRead,
      boolean mayWrite,
      boolean mayExecute) {
    this(source, name, mayRead, mayWrite, mayExecute, Long.MAX_VALUE >>> AddressSpace.PAGE_SHIFT);
  }

  /** Of what may have as many pages as there are numbers for. */
  public FileMapping endless() {
    return new FileMapping(source, name, mayRead, mayWrite, mayExecute, Long.MAX_VALUE);
  }
}
