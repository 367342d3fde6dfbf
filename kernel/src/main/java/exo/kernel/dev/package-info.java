/**
 * The devices a person meets: keyboard, screen, serial line, and the console made of them. Sources:
 * the IBM PC AT's keyboard controller (8042), scan code set 1, the 16550 data sheet, VGA text mode,
 * console_codes(4).
 *
 * <p>Each device is split as on Linux. What the hardware does is one object with registers and an
 * interrupt line ({@link exo.kernel.dev.I8042}, {@link exo.kernel.dev.Uart16550}, {@link
 * exo.kernel.dev.VgaText}, whose cells lie in guest RAM at 0xb8000); what the kernel's driver does
 * is another ({@link exo.kernel.dev.Keyboard}, {@link exo.kernel.dev.SerialPort}, {@link
 * exo.kernel.dev.ScreenDriver}). {@link exo.kernel.dev.Console} puts them together: keys come from
 * the keyboard, output goes to the screen and to the serial line.
 *
 * <p>Start reading at {@link exo.kernel.dev.Console}. A key's way: {@link exo.kernel.dev.KeyTyper}
 * turns a byte of the host's terminal into scan codes, the controller raises line 1, the driver's
 * {@link exo.kernel.dev.KeyDecoder} turns them into characters for the line discipline.
 */
@NullMarked
package exo.kernel.dev;

import org.jspecify.annotations.NullMarked;
