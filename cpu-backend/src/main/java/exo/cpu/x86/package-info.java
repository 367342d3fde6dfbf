/**
 * The processor's own numbers and tables (Intel SDM vol. 3, AMD APM vol. 2): selectors, MSRs,
 * vectors, control register bits, and builders that write GDT, IDT and TSS into guest RAM, with
 * {@link exo.cpu.x86.DescriptorTables} for all that a machine has of them.
 */
@NullMarked
package exo.cpu.x86;

import org.jspecify.annotations.NullMarked;
