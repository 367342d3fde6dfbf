/** The system call fuzzer. */
module exo.fuzz {
  requires transitive exo.kernel;
  requires static java.instrument;
  requires static org.jspecify;

  exports exo.fuzz.coverage;
  exports exo.fuzz.engine;
  exports exo.fuzz.program;
  exports exo.fuzz.report;
  exports exo.fuzz.run;
}
