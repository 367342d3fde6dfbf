package exo.cpu.host;

import static exo.cpu.engines.Asm.RAX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.cpu.Exit;
import exo.cpu.engines.Asm;
import exo.cpu.engines.Guest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Guest code tries to reach the host. */
@Isolated
@Timeout(120)
class EscapeTest {
  private static final long VSYSCALL = 0xffff_ffff_ff60_0000L;
  private static final int X32 = 0x4000_0000;

  /** What an honest guest and the engine need. */
  private static void assertUntouched(HostGuest g) throws IOException {
    g.newCode(new Asm().syscall());
    assertEquals(Exit.SYSCALL, g.run());
    assertEquals(1, HostGuest.children().size());
    List<String> known =
        List.of("/memfd:exo-ram (deleted)", "/memfd:exo-stub (deleted)", "[vsyscall]");
    ProcessHandle child = HostGuest.children().getFirst();
    assertTrue(known.containsAll(HostGuest.mappings(child)), () -> "" + known);
    try (Stream<Path> open = Files.list(Path.of("/proc/" + child.pid() + "/fd"))) {
      assertEquals(List.of("0"), open.map(p -> p.getFileName().toString()).toList());
    }
  }

  @Test
  void everySystemCallStopsBeforeTheHostSeesIt() throws Exception {
    try (HostGuest g = new HostGuest()) {
      g.code(new Asm().syscall());
      for (int number = 0; number < 1024; number++) {
        for (int abi : new int[] {0, X32}) {
          g.state.rax(number | abi);
          g.state.rdi(Guest.DATA);
          g.state.rsi(4096);
          g.state.rdx(7);
          assertEquals(Exit.SYSCALL, g.run());
          assertEquals(number | abi, g.state.rax());
        }
      }
      assertUntouched(g);
    }
  }

  @Test
  void callsOfTheOldKindsAreExceptions() throws Exception {
    try (HostGuest g = new HostGuest()) {
      for (int number = 0; number < 512; number++) {
        g.newCode(new Asm().raw(0xcd, 0x80));
        g.state.rax(number);
        assertEquals(Exit.EXCEPTION, g.run());
        assertEquals(0x80, g.cpu.info().vector());
        assertEquals(number, g.state.rax());
        g.newCode(new Asm().raw(0x0f, 0x34)); // sysenter
        assertEquals(Exit.EXCEPTION, g.run());
        assertEquals(6, g.cpu.info().vector());
      }
      assertUntouched(g);
    }
  }

  @Test
  void thirtyTwoBitCodeFindsNoSystemCallEither() throws Exception {
    try (HostGuest g = new HostGuest()) {
      // push 0x23; push target; retfq: then, in 32 bits, mov eax, 1; int 0x80
      Asm code = new Asm().raw(0x6a, 0x23, 0x68, 0x10, 0, 0x40, 0, 0x48, 0xcb);
      while (code.here() < 0x10) {
        code.raw(0x90);
      }
      g.newCode(code.raw(0xb8, 1, 0, 0, 0, 0xcd, 0x80));
      assertEquals(Exit.EXCEPTION, g.run());
      assertEquals(13, g.cpu.info().vector());
      assertUntouched(g);
    }
  }

  @Test
  void theVsyscallPageIsNotThere() throws Exception {
    try (HostGuest g = new HostGuest()) {
      for (int function = 0; function < 3; function++) {
        long target = VSYSCALL + 0x400 * function;
        g.newCode(new Asm().mov(RAX, target).raw(0xff, 0xd0)); // call rax
        g.state.rdi(0);
        g.state.rsi(0);
        assertEquals(Exit.PAGE_FAULT, g.run());
        assertEquals(target, g.cpu.info().address());
        assertEquals(0x14, g.cpu.info().errorCode());
        assertEquals(target, g.state.rip());
      }
      assertUntouched(g);
    }
  }

  /** With registers that ask for a mapping of all memory, for which the filter has a hole. */
  @Test
  void jumpsIntoTheStubEndInFaults() throws Exception {
    try (HostGuest g = new HostGuest()) {
      long commands = Guest.DATA + 512;
      for (int i = 0; i < 2; i++) {
        long[] mmap = {9, 0x7000_0000, 0x10_0000, 7, 0x11, 0, 0};
        for (int word = 0; word < mmap.length; word++) {
          g.putLong(commands + (i * 7L + word) * 8, mmap[word]);
        }
      }
      var kicks =
          CompletableFuture.runAsync(
              () -> {
                while (!Thread.currentThread().isInterrupted()
                    && g.ram.segment().scope().isAlive()) {
                  g.cpu.kick();
                  try {
                    TimeUnit.MILLISECONDS.sleep(20);
                  } catch (InterruptedException e) {
                    return;
                  }
                }
              });
      for (long at = Stub.USER_TOP; at < Stub.BASE + Stub.PAGE; at += 1) {
        if (at >= Stub.BASE + 1024 && at % 64 != 0) {
          continue;
        }
        g.state.rax(9);
        g.state.rdi(0x7000_0000);
        g.state.rsi(0x10_0000);
        g.state.rdx(7);
        g.state.r10(0x11);
        g.state.r8(0);
        g.state.r9(0);
        g.state.r15(commands);
        g.state.rsp(Guest.STACK_TOP - 64);
        g.state.rflags(0x202);
        Exit exit = g.run(at);
        assertNotEquals(Exit.FAILED, exit, g.cpu.info()::reason);
        assertNotEquals(Exit.SYSCALL, exit, "at " + Long.toHexString(at));
      }
      g.state.rflags(0x202);
      g.state.rsp(Guest.STACK_TOP - 64);
      g.newCode(new Asm().syscall());
      while (g.run() == Exit.INTERRUPTED) {
        assertEquals(Guest.CODE, g.state.rip());
      }
      assertUntouchedBy(g, 0x7000_0000);
      kicks.cancel(true);
    }
  }

  private static void assertUntouchedBy(HostGuest g, long va) throws IOException {
    for (ProcessHandle child : HostGuest.children()) {
      String start = Long.toHexString(va);
      assertEquals("", HostGuest.line(child, "maps", start), "mapped by itself");
    }
    assertTrue(g.state.rip() >= Guest.CODE);
  }

  @Test
  void signalsFromOutsideChangeNothing() throws Exception {
    try (HostGuest g = new HostGuest()) {
      g.code(new Asm().raw(0x48, 0xff, 0xc0).jmp(0)); // inc rax
      g.cpu.kick();
      assertEquals(Exit.INTERRUPTED, g.run());
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)
          .execute(
              () -> {
                for (ProcessHandle child : HostGuest.children()) {
                  signal(child, "SEGV");
                  signal(child, "TERM");
                  signal(child, "TRAP");
                  signal(child, "USR1");
                }
                g.cpu.kick();
              });
      assertEquals(Exit.INTERRUPTED, g.run());
      assertUntouched(g);
    }
  }

  private static void signal(ProcessHandle process, String name) {
    try {
      new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void childHasNeitherPrivilegesNorTheHostsNamespaces() throws Exception {
    try (HostGuest g = new HostGuest()) {
      assertUntouched(g);
      ProcessHandle child = HostGuest.children().getFirst();
      assertEquals("NoNewPrivs:\t1", HostGuest.line(child, "status", "NoNewPrivs:"));
      for (String set : new String[] {"CapPrm:", "CapEff:", "CapInh:"}) {
        assertEquals(set + "\t0000000000000000", HostGuest.line(child, "status", set));
      }
      String own = g.cpu.capabilities().detail();
      for (String kind : new String[] {"user", "pid", "net", "ipc", "uts"}) {
        if (own.contains(kind)) {
          assertNotEquals(
              Files.readSymbolicLink(Path.of("/proc/self/ns/" + kind)),
              Files.readSymbolicLink(Path.of("/proc/" + child.pid() + "/ns/" + kind)),
              kind);
        }
      }
    }
  }

  @Test
  void segmentBasesOfTheKernelHalfAreCarried() throws Exception {
    try (HostGuest g = new HostGuest()) {
      // wrfsbase rax; wrgsbase rbx; syscall; rdfsbase rcx; rdgsbase rdx; syscall
      g.code(
          new Asm()
              .raw(0xf3, 0x48, 0x0f, 0xae, 0xd0, 0xf3, 0x48, 0x0f, 0xae, 0xdb)
              .syscall()
              .raw(0xf3, 0x48, 0x0f, 0xae, 0xc6, 0xf3, 0x48, 0x0f, 0xae, 0xca)
              .syscall());
      g.state.rax(0xffff_8000_0000_1000L);
      g.state.rbx(0xffff_ffff_ffff_f000L);
      assertEquals(Exit.SYSCALL, g.run());
      assertEquals(0xffff_8000_0000_1000L, g.state.fsBase());
      assertEquals(Exit.SYSCALL, g.cpu.run(g.state, g.root));
      assertEquals(0xffff_8000_0000_1000L, g.state.rsi());
      assertEquals(0xffff_ffff_ffff_f000L, g.state.rdx());
    }
  }
}
