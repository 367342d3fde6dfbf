/**
 * Guest physical memory: the RAM itself and who has which frame of it.
 *
 * <p>Linux keeps a {@code struct page} with a reference count for each frame and a buddy allocator
 * over them. We keep the same facts in three plain Java tables: a bitmap of free frames, a bitmap
 * of frames that may hold old bytes, and a count each. {@link exo.mem.phys.PhysicalMemory} is the
 * bytes, {@link exo.mem.phys.FrameAllocator} the book-keeping; start with the second.
 */
@NullMarked
package exo.mem.phys;

import org.jspecify.annotations.NullMarked;
