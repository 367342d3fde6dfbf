/** A Linux-compatible kernel in plain Java: it calls no native code of its own. */
module exo.kernel {
  requires transitive exo.cpu;
  requires static org.jspecify;
}
