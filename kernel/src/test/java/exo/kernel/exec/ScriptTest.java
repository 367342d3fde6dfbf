package exo.kernel.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScriptTest {
  private static @Nullable Script parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    assertTrue(Script.hasMagic(bytes));
    return Script.parse(bytes.length > Script.LINE ? java.util.Arrays.copyOf(bytes, 256) : bytes);
  }

  @Test
  void interpreterAlone() {
    assertEquals(new Script("/bin/sh", null), parse("#!/bin/sh\necho\n"));
  }

  @Test
  void blanksAroundAreNothing() {
    assertEquals(new Script("/bin/sh", "-e"), parse("#! \t/bin/sh \t-e  \n"));
  }

  @Test
  void theRestIsOneArgument() {
    assertEquals(new Script("/usr/bin/env", "-S a b"), parse("#!/usr/bin/env -S a b\n"));
  }

  @Test
  void lastLineNeedsNoEnd() {
    assertEquals(new Script("/bin/sh", null), parse("#!/bin/sh"));
  }

  @Test
  void anEmptyLineIsNone() {
    assertNull(parse("#!\n"));
    assertNull(parse("#!   \n"));
  }

  @Test
  void aNameCutAtTheEndOfTheBufferIsNone() {
    assertNull(parse("#!/" + "x".repeat(300)));
  }

  @Test
  void anArgumentMayBeCut() {
    Script s = parse("#!/bin/sh " + "x".repeat(300));
    assertEquals("/bin/sh", s == null ? null : s.interpreter());
  }

  @Test
  void otherFilesAreNoScripts() {
    assertFalse(Script.hasMagic(new byte[] {'#'}));
    assertFalse(Script.hasMagic(new byte[] {'#', ' ', '!'}));
  }
}
