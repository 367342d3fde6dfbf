package exo.cpu.unicorn.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnicornLibraryTest {
  private static void assertUnusable(UnicornLibrary library, String why) {
    assertFalse(library.usable());
    assertTrue(library.detail().contains(why), library.detail());
    assertTrue(library.remedy().contains("2.1.4"), library.remedy());
  }

  @Test
  void missingFileIsNamed(@TempDir Path folder) {
    String file = folder.resolve("nothing.so").toString();
    assertUnusable(UnicornLibrary.locate(file, List.of()), file);
  }

  @Test
  void anotherLibraryIsNotTakenForIt() {
    UnicornLibrary library =
        UnicornLibrary.locate(null, List.of("libm.so.6", "libm.dylib", "ntdll"));
    assertUnusable(library, "is not libunicorn");
  }

  @Test
  void namedFileIsTheOnlyPlaceLookedAt(@TempDir Path folder) {
    UnicornLibrary library =
        UnicornLibrary.locate(folder.resolve("x.so").toString(), List.of("libunicorn.so.2"));
    assertFalse(library.usable());
  }

  @Test
  void machineWithoutItSaysSo() {
    assertUnusable(UnicornLibrary.locate(null, List.of("libno-such-thing.so")), "no libunicorn");
  }

  @Test
  void versionsBelow214AreTooOld() {
    assertFalse(UnicornLibrary.newEnough(0x020001ff));
    assertFalse(UnicornLibrary.newEnough(0x020103ff));
    assertTrue(UnicornLibrary.newEnough(0x020104ff));
    assertTrue(UnicornLibrary.newEnough(0x02020000));
    assertTrue(UnicornLibrary.newEnough(0x03000000));
    assertEquals("2.1.4", UnicornLibrary.version(0x020104ff));
  }
}
