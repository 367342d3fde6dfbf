/** Physical memory, page tables, rings, struct layouts and the few host calls. */
module exo.mem {
  requires static org.jspecify;
}
