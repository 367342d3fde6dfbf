/** The system call fuzzer. */
module exo.fuzz {
  requires exo.kernel;
  requires static org.jspecify;
}
