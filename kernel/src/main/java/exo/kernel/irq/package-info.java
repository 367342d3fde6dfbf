/**
 * Interrupts as a PC has them: two 8259 interrupt controllers, the 8254 timer, and the dispatch of
 * vectors to drivers. The tables in guest memory that a processor needs to take them are {@link
 * exo.cpu.x86.DescriptorTables}. Sources: Intel 8259A and 8254 data sheets; Intel SDM vol. 3, 6.
 *
 * <p>On hardware a device pulls a line, the controller picks the most urgent one that is not
 * masked, the processor asks it for the vector, the gate of that vector leads to the driver, and
 * the driver ends the interrupt with an EOI. So here, but for one thing: devices of this machine
 * live on threads of the host. They pull their line by {@link exo.kernel.irq.Interrupts#raise},
 * which is one atomic instruction on any thread; whichever virtual CPU next leaves guest code, or
 * is idle, brings the lines to the controller and runs the drivers, with the kernel lock held.
 *
 * <p>Start reading at {@link exo.kernel.irq.Interrupts}; {@link exo.kernel.irq.Pic8259} is one
 * chip, {@link exo.kernel.irq.InterruptController} the two of a PC.
 */
@NullMarked
package exo.kernel.irq;

import org.jspecify.annotations.NullMarked;
