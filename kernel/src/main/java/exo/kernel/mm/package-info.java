/**
 * Address spaces: areas, demand paging, copy-on-write, brk, mremap and their kin.
 *
 * <p>Linux keeps for each process a {@code mm_struct} with areas ({@code vm_area_struct}) and page
 * tables; an area says what may be there, the tables what is. So do we: {@link
 * exo.kernel.mm.AddressSpace} has a sorted list of {@link exo.kernel.mm.Vma} and the root of tables
 * that lie in guest RAM, where the CPU engine walks them. The tables are the truth about frames;
 * there is no second list. What Linux keeps in {@code struct page} is a reference count a frame in
 * the allocator, and three bits of each entry that the processor ignores.
 *
 * <p>Files are known here only as a {@link exo.kernel.mm.PageSource}: something that gives the
 * frame of its n-th page. The frame of a shared mapping is the very frame that read(2) and write(2)
 * use. In turn the source finds all areas that map it on its {@link exo.kernel.mm.MappingList}, and
 * takes pages back through it when it is truncated or its cache shrinks.
 *
 * <p>Rules that everything rests on:
 *
 * <ul>
 *   <li>Each entry holds one reference on its frame; the frame of zeros, which stands behind all
 *       anonymous memory that was only read, is not counted.
 *   <li>A private page may be written in place when its entry holds the only reference. A page that
 *       a cache holds too has at least two, so it is copied.
 *   <li>An entry that is not empty but not present hides a page of an area without rights
 *       (PROT_NONE); its area's rights decide the bits of every entry.
 *   <li>First an entry changes, then the CPUs are told, then the frame is given back. Giving rights
 *       needs no word to them.
 *   <li>Asking for a frame may empty caches, which takes pages of objects out of any table, but
 *       never frees a table.
 * </ul>
 *
 * <p>Differences from Linux: areas are joined whenever they look the same, where Linux also looks
 * at the history of their pages; MADV_FREE frees at once; nothing is swapped; there are no huge
 * pages; a fault fills up to sixteen pages around, because an exit from the engine costs more than
 * a page. Pages that nobody asked for are not shown by mincore(2).
 *
 * <p>The verbs are classes of their own with the names of the calls. Start with {@link
 * exo.kernel.mm.FaultHandling} and {@link exo.kernel.mm.Mmap}; then {@link exo.kernel.mm.Zapper}
 * and {@link exo.kernel.mm.Fork}. Everything is owned by the kernel lock.
 */
@NullMarked
package exo.kernel.mm;

import org.jspecify.annotations.NullMarked;
