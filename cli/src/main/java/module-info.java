/** The {@code exo} command. */
module exo.cli {
  requires exo.kernel;
  requires info.picocli;
  requires static org.jspecify;

  opens exo.cli to
      info.picocli;
}
