/**
 * Pipes and FIFOs: pipe(7), fifo(7).
 *
 * <p>As in Linux a pipe is a ring of slots, each with part of one page of guest memory ({@link
 * exo.kernel.fs.pipefs.PipeRing}): that decides when it is full, and lets pages move between pipes
 * without being copied. {@link exo.kernel.fs.pipefs.Pipe} adds the two ends, {@link
 * exo.kernel.fs.pipefs.Pipefs} opens them.
 */
@NullMarked
package exo.kernel.fs.pipefs;

import org.jspecify.annotations.NullMarked;
