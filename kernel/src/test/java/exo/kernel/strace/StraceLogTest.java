package exo.kernel.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.kernel.abi.Signals;
import exo.kernel.abi.layout.Siginfo;
import exo.mem.layout.LittleEndian;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StraceLogTest {
  private static final int READ = 0;
  private static final int CLOSE = 3;
  private static final int EXIT_GROUP = 231;

  private final Arena arena = new Arena();
  private final StraceFormatter formatter = new StraceFormatter();
  private final StringBuilder out = new StringBuilder();
  private final StraceLog log = new StraceLog(out::append, StraceLog.Prefix.WHEN_SEVERAL);

  @AfterEach
  void close() {
    arena.close();
  }

  private StraceCall call(int number, long... args) {
    return formatter.call(arena.memory(), number, Arrays.copyOf(args, 6), 0);
  }

  private void write(String text) {
    byte[] page = Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), Arena.SIZE);
    arena.fill(page, 0);
  }

  @Test
  void theBeginningOfACallIsToldBeforeItEnds() {
    log.begin(1, call(READ, 0, Arena.VA, 10));
    assertEquals("read(0, ", out.toString());
    write("abc\n");
    log.end(1, 4);
    assertEquals("read(0, \"abc\\n\", 10)                    = 4\n", out.toString());
  }

  @Test
  void aCallCutShortByAnotherThreadIsResumed() {
    log.begin(1, call(READ, 0, Arena.VA, 10));
    log.begin(2, call(CLOSE, 9));
    log.end(2, -9);
    write("x");
    log.end(1, 1);
    assertEquals(
        """
        read(0,  <unfinished ...>
        [pid     2] close(9)                    = -1 EBADF (Bad file descriptor)
        [pid     1] <... read resumed>"x", 10)  = 1
        """,
        out.toString());
  }

  @Test
  void onceAloneAgainAThreadNeedsNoName() {
    log.begin(1, call(CLOSE, 9));
    log.end(1, 0);
    log.begin(2, call(CLOSE, 9));
    log.end(2, 0);
    log.gone(2);
    log.begin(1, call(CLOSE, 8));
    log.end(1, 0);
    assertEquals(
        """
        close(9)                                = 0
        [pid     2] close(9)                    = 0
        close(8)                                = 0
        """,
        out.toString());
  }

  @Test
  void aThreadThatEndsInsideACallHasNoResult() {
    log.begin(1, call(EXIT_GROUP, 3));
    log.gone(1);
    log.line(1, formatter.ended(arena.memory(), 3 << 8));
    log.begin(2, call(READ, 0, Arena.VA, 10));
    log.gone(2);
    log.line(2, formatter.ended(arena.memory(), Signals.SIGKILL));
    assertEquals(
        """
        exit_group(3)                           = ?
        +++ exited with 3 +++
        [pid     2] read(0,  <unfinished ...>)  = ?
        [pid     2] +++ killed by SIGKILL +++
        """,
        out.toString());
  }

  @Test
  void numbersNobodyKnowsShowTheirRegisters() {
    log.begin(1, call(1000, 1, 2, 3, 4, 5, 6));
    log.end(1, -38);
    assertEquals(
        "syscall_0x3e8(0x1, 0x2, 0x3, 0x4, 0x5, 0x6) = -1 ENOSYS (Function not implemented)\n",
        out.toString());
  }

  @Test
  void interruptedCallsSayHowTheyGoOn() {
    log.begin(1, call(READ, 0, Arena.VA, 10));
    log.end(1, -512);
    assertEquals(
        "read(0, 0x10000000, 10)                 = ? ERESTARTSYS (To be restarted if SA_RESTART is"
            + " set)\n",
        out.toString());
  }

  @Test
  void aFaultShowsItsAddress() {
    byte[] info = new byte[Siginfo.SIZE];
    LittleEndian.putInt(info, Siginfo.SI_SIGNO, Signals.SIGSEGV);
    LittleEndian.putInt(info, Siginfo.SI_CODE, Signals.SEGV_MAPERR);
    assertEquals(
        "--- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL} ---",
        formatter.signal(arena.memory(), info));
    assertEquals(
        "+++ killed by SIGSEGV (core dumped) +++",
        formatter.ended(arena.memory(), Signals.SIGSEGV | 0x80));
  }

  @Test
  void aChildsEndShowsItsStatus() {
    byte[] info = new byte[Siginfo.SIZE];
    LittleEndian.putInt(info, Siginfo.SI_SIGNO, Signals.SIGCHLD);
    LittleEndian.putInt(info, Siginfo.SI_CODE, Signals.CLD_KILLED);
    LittleEndian.putInt(info, Siginfo.SI_PID, 7);
    LittleEndian.putInt(info, Siginfo.SI_STATUS, Signals.SIGTERM);
    LittleEndian.putLong(info, Siginfo.SI_STIME, 101);
    assertEquals(
        "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_KILLED, si_pid=7, si_uid=0,"
            + " si_status=SIGTERM, si_utime=0, si_stime=101 /* 1.01 s */} ---",
        formatter.signal(arena.memory(), info));
  }
}
