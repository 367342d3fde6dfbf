/** The {@code exo} command. */
module exo.cli {
  requires exo.fuzz;
  requires exo.kernel;
  requires jdk.unsupported;
  requires static org.jspecify;
}
