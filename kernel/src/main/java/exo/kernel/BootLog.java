package exo.kernel;

import exo.cpu.x86.DescriptorTables;
import exo.kernel.dev.I8042;
import exo.kernel.dev.Keyboard;
import exo.kernel.dev.Uart16550;
import exo.kernel.dev.VgaText;
import exo.kernel.irq.InterruptController;
import exo.kernel.irq.Interrupts;
import exo.kernel.irq.Pit8254;
import exo.kernel.task.KernelServices;
import exo.kernel.task.Release;
import exo.kernel.task.Ticker;
import exo.mem.phys.FrameAllocator;
import exo.mem.phys.FrameStatistics;
import java.util.Locale;

/** What the kernel says while it comes up, a line for each step. The lock is held. */
final class BootLog {
  private BootLog() {}

  static void say(KernelServices services, String format, Object... values) {
    services
        .log()
        .say(services.clock().monotonicNanos(), String.format(Locale.ROOT, format, values));
  }

  /** Who we are, what we were told, and the memory there is. */
  static void begin(KernelServices services, MachineBuilder b, FrameAllocator frames) {
    say(services, "Linux version %s (exo@exo) %s", Release.RELEASE, Release.VERSION);
    if (b.hasConsole()) {
      say(services, "Command line: %s", b.bootLine.text());
    }
    FrameStatistics s = frames.statistics();
    say(services, "Memory: %dK, %d CPUs by %s", b.memory >> 10, b.cpus, b.engine);
    say(
        services,
        "Frames: %d of 4 KiB, %d free, %d used, %d reserved",
        s.total(),
        s.free(),
        s.used(),
        s.reserved());
  }

  /** Keyboard, serial line, screen. */
  static void devices(KernelServices services) {
    say(
        services,
        "i8042: keyboard, scan code set 1, US layout, ring of %d, IRQ %d",
        Keyboard.RING,
        I8042.IRQ);
    say(
        services,
        "ttyS0: COM1 at %#x, 115200 baud, 16550A, IRQ %d",
        Uart16550.COM1,
        Uart16550.COM1_IRQ);
    say(
        services,
        "VGA: text %dx%d at %#x, console tty1",
        VgaText.COLUMNS,
        VgaText.ROWS,
        VgaText.PA);
  }

  /** Who runs when. */
  static void scheduler(KernelServices services) {
    say(
        services,
        "sched: time slice %d ms on %d CPUs, %d tasks at most",
        Ticker.PERIOD_NANOS / 1_000_000,
        services.config().cpus(),
        services.config().maxTasks());
  }

  /** Descriptor tables, interrupt controller, timer. */
  static void processor(KernelServices services, DescriptorTables tables) {
    say(services, "x86: GDT %x, IDT %x", tables.gdt(0), tables.idt());
    say(services, "x86: TSS %x, RSP0 %x", tables.tss(0), tables.stack(0));
    Interrupts interrupts = services.interrupts();
    say(
        services,
        "PIC: two 8259A, vectors %d-%d, masks %04x",
        InterruptController.BASE_VECTOR,
        InterruptController.BASE_VECTOR + InterruptController.LINES - 1,
        interrupts.controller().masks());
    Pit8254 timer = interrupts.timer();
    say(services, "PIT: divisor %d, %d Hz, IRQ %d", timer.divisor(), timer.hz(), Pit8254.IRQ);
  }
}
