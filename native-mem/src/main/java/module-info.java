/**
 * Guest memory: physical RAM, frames, page tables, and the few host calls that the rest needs.
 *
 * <p>With {@code exo.cpu} this is one of the two modules that may call native code.
 */
module exo.mem {
  requires static transitive org.jspecify;

  exports exo.mem.host;
  exports exo.mem.layout;
  exports exo.mem.paging;
  exports exo.mem.phys;
  exports exo.mem.ring;
}
