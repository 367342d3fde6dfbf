package exo.kernel.mm;

import org.jspecify.annotations.Nullable;

/**
 * An object to map and what the descriptor that it came through allows.
 *
 * @param source null where the file cannot be mapped: ENODEV, once nothing else is wrong
 * @param mayRead the descriptor was opened for reading
 * @param mayWrite the descriptor was opened for writing, and no seal forbids it
 * @param mayExecute the mount is not noexec
 */
public record FileMapping(
    @Nullable PageSource source,
    MappedName name,
    boolean mayRead,
    boolean mayWrite,
    boolean mayExecute) {}
