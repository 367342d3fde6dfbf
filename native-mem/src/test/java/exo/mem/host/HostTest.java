package exo.mem.host;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class HostTest {
  @Test
  void otherSystemsAreToldWhatIsNeeded() {
    UnsupportedOperationException e =
        assertThrows(
            UnsupportedOperationException.class, () -> Host.requireLinux("Mac OS X", "aarch64"));
    assertEquals("Exo needs a Linux x86-64 host; this one is Mac OS X aarch64", e.getMessage());
    assertThrows(UnsupportedOperationException.class, () -> Host.requireLinux("Linux", "aarch64"));
  }

  @Test
  void thisOneWillDo() {
    assertDoesNotThrow(() -> Host.requireLinux());
    assertDoesNotThrow(() -> Host.requireLinux("Linux", "amd64"));
  }
}
