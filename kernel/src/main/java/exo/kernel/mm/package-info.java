/**
 * Address spaces: areas, demand paging, copy-on-write, brk, mremap. Files are known here only as a
 * {@link exo.kernel.mm.PageSource}.
 */
@NullMarked
package exo.kernel.mm;

import org.jspecify.annotations.NullMarked;
