package exo.kernel.syscall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SyscallPageTest {
  @Test
  void docsHaveThePageThatTheTableMakes() throws IOException {
    Path page = Path.of(System.getProperty("exo.root"), "docs", "syscalls.md");
    assertEquals(
        SyscallPage.markdown(),
        Files.exists(page) ? Files.readString(page) : "",
        "the table has changed; write the page again: ./exo syscalls --markdown >"
            + " docs/syscalls.md");
  }

  @Test
  void callsReadAsInC() {
    assertEquals(
        "openat(int dirfd, const char *path, O_*, mode_t)",
        SyscallPage.signature(Objects.requireNonNull(SyscallTable.entry("openat"))));
  }
}
