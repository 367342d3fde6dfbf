/**
 * x86-64 page tables in guest RAM: the truth about what a guest may touch.
 *
 * <p>Linux keeps its tables in the same frames that the hardware walks; so do we. An entry is eight
 * bytes as the Intel manual gives them ({@link exo.mem.paging.Pte}), a table is a frame of 512 of
 * them, an address space is the physical address of its root table, the value of CR3. {@link
 * exo.mem.paging.PageTables} builds and walks them. A CPU engine's TLB caches them: giving rights
 * needs no word to the engine, taking them away does, and that word is the caller's.
 */
@NullMarked
package exo.mem.paging;

import org.jspecify.annotations.NullMarked;
