/** The CPU interface, the x86 tables around it, and the engines behind it. */
module exo.cpu {
  requires transitive exo.mem;
  requires static org.jspecify;
}
