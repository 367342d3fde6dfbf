package exo.fuzz.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgramTextTest {
  private static final String TEXT =
      """
      r0 = openat(AT_FDCWD, @0x20000000{"file0\\x00"}, O_RDWR|O_CREAT, 420)
      r1 = pipe2(@0x20000040{}[8]<0 4>, 0)
      write(r1.1, @0x20000080{4:r0 2:1 "a\\"\\\\"}, 9)
      rt_sigaction(10, @0x20000100{8:$handler 8:0 8:$restorer 8:0}, 0, 8)
      child(1)
      kill($pid, 0)
      mmap(r0:0x20100000, 0x1000, PROT_READ, 50, -1, 0)
      """;

  @Test
  void whatIsReadIsPrintedAgain() throws ProgramSyntax {
    assertEquals(TEXT, ProgramText.print(ProgramText.parse(TEXT)));
  }

  @Test
  void remarksAndEmptyLinesAreNoCalls() throws ProgramSyntax {
    assertEquals(1, ProgramText.parse("# remark\n\n  getpid()  # and this\n").calls().size());
  }

  @Test
  void theOrderStandsBeforeTheFirstCall() throws ProgramSyntax {
    Program p = ProgramText.parse("# remark\norder(17)\nchild(1)\ngetpid()\n");
    assertEquals(17, p.order());
    assertEquals("order(17)\nchild(1)\ngetpid()\n", p.toString());
    assertThrows(ProgramSyntax.class, () -> ProgramText.parse("getpid()\norder(17)\n"));
    assertThrows(ProgramSyntax.class, () -> ProgramText.parse("order(-1)\ngetpid()\n"));
  }

  @Test
  void callsOfAProgramWithAnOrderNap() {
    Program plain = new Program(Collections.nCopies(40, new Call("getpid", List.of())));
    IntStream all = IntStream.range(0, 40);
    assertEquals(0, all.map(plain::nap).sum());
    int naps = (int) IntStream.range(0, 40).filter(i -> plain.inOrder(3).nap(i) > 0).count();
    assertTrue(naps > 8 && naps < 32, naps + " of 40");
  }

  @Test
  void runsOfOneByteAreShort() throws ProgramSyntax {
    Program p = ProgramText.parse("write(1, @0x20000000{\"x\"*500}, 500)\n");
    Pointer pointer = (Pointer) p.calls().getFirst().args().get(1);
    assertEquals(500, pointer.extent());
    assertTrue(p.toString().contains("\"x\"*500"));
  }

  @Test
  void errorsNameTheLine() {
    for (String wrong :
        List.of(
            "nosuchcall()",
            "read(r1, 0, 0)",
            "r2 = getpid()",
            "read(0",
            "read(0, @1{, 0)",
            "write(1, @0{\"\\q\"}, 1)",
            "read(NO_SUCH, 0, 0)",
            "getpid() getpid()",
            "getpid(1, 2, 3, 4, 5, 6, 7)")) {
      ProgramSyntax e =
          assertThrows(ProgramSyntax.class, () -> ProgramText.parse("getpid()\n" + wrong), wrong);
      assertTrue(String.valueOf(e.getMessage()).startsWith("line 2: "), e.getMessage());
    }
  }

  @Test
  void aCallTakenOutLeavesItsNumberToThoseThatTookIt() throws ProgramSyntax {
    Program p = ProgramText.parse("getpid()\nr1 = dup(0)\nr2 = dup(r1:7)\nclose(r2)\n");
    assertEquals("getpid()\nr1 = dup(7)\nclose(r1)\n", p.without(1).toString());
  }

  @Test
  void aCallPutInMovesReferences() throws ProgramSyntax {
    Program p = ProgramText.parse("r0 = dup(0)\nclose(r0)\n");
    Call call = ProgramText.parse("getpid()").calls().getFirst();
    assertEquals("getpid()\nr1 = dup(0)\nclose(r1)\n", p.with(0, call).toString());
  }

  @Test
  void wordsAreThoseTheExecutorReads() throws ProgramSyntax {
    byte[] words = ProgramWords.of(ProgramText.parse("r0 = dup(5)\nclose(r0)\n"));
    byte[] expected = new byte[8 * 7];
    expected[0] = 2; // calls
    expected[8] = 32; // dup
    expected[10] = 1; // one argument
    expected[24] = 5;
    expected[32] = 3; // close
    expected[34] = 1;
    expected[40] = 1; // slot of r0, plus one
    java.util.Arrays.fill(expected, 48, 56, (byte) -1);
    assertArrayEquals(expected, words);
  }
}
