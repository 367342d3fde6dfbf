package exo.kernel.mm;

/**
 * An object to map and what the descriptor that it came through allows.
 *
 * @param mayRead the descriptor was opened for reading
 * @param mayWrite the descriptor was opened for writing, and no seal forbids it
 * @param mayExecute the mount is not noexec
 */
public record FileMapping(
    PageSource source, MappedName name, boolean mayRead, boolean mayWrite, boolean mayExecute) {}
