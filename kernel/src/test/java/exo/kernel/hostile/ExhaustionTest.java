package exo.kernel.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.cpu.engines.OnEveryEngine;
import exo.kernel.Machine;
import exo.kernel.abi.Signals;
import exo.kernel.hostile.HostileMachine.Run;
import org.junit.jupiter.api.Test;

/** A guest that takes one thing without end harms itself only. */
@OnEveryEngine
class ExhaustionTest {
  private static final long SMALL = 64L << 20;

  private final String engine;

  ExhaustionTest(String engine) {
    this.engine = engine;
  }

  private HostileMachine machine() throws Exception {
    return new HostileMachine(
        Machine.builder().engine(engine).memory(SMALL).maxDescriptors(100).outputLimit(1 << 20),
        "exhaust",
        "hello");
  }

  private static Run exhaust(HostileMachine m, String what) throws Exception {
    return m.run("exhaust", what);
  }

  @Test
  void ofMemoryIsKilled() throws Exception {
    try (HostileMachine m = machine()) {
      assertEquals(Signals.SIGKILL, exhaust(m, "memory").result().signal());
      m.check();
    }
  }

  @Test
  void ofHeapIsKilled() throws Exception {
    try (HostileMachine m = machine()) {
      assertEquals(Signals.SIGKILL, exhaust(m, "heap").result().signal());
      m.check();
    }
  }

  @Test
  void ofStackFaults() throws Exception {
    try (HostileMachine m = machine()) {
      assertEquals(Signals.SIGSEGV, exhaust(m, "stack").result().signal());
      m.check();
    }
  }

  @Test
  void ofDescriptorsIsEMFILE() throws Exception {
    try (HostileMachine m = machine()) {
      assertEquals("descriptors: 97, error 24\n", exhaust(m, "descriptors").output());
      m.check();
    }
  }

  @Test
  void ofFileSpaceIsENOSPC() throws Exception {
    try (HostileMachine m = machine()) {
      assertEquals("files: error 28\n", exhaust(m, "files").output());
      m.check();
    }
  }

  @Test
  void ofFileNamesIsENOSPC() throws Exception {
    try (HostileMachine m = machine()) {
      assertEquals("names: error 28\n", exhaust(m, "names").output());
      m.check();
    }
  }

  @Test
  void ofOutputIsSIGXFSZ() throws Exception {
    try (HostileMachine m = machine()) {
      Run run = exhaust(m, "output");
      assertEquals(Signals.SIGXFSZ, run.result().signal());
      assertEquals(1 << 20, run.output().length());
      m.machine.audit();
    }
  }
}
