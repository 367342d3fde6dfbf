/**
 * What the kernel knows of a processor: load a task's registers, run ring 3 until something
 * happens, say what it was.
 *
 * <p>Linux runs on the bare processor, so its trap entry code is the interface. Here the processor
 * is an engine (an emulator, a hardware virtual machine, a traced host process) behind {@link
 * exo.cpu.Cpu}: the kernel calls {@link exo.cpu.Cpu#run} and gets control back when the guest makes
 * a system call, faults, or has been kicked. No kernel code ever runs inside an engine's callback,
 * so no native frame lies below it and it may switch tasks as it likes.
 *
 * <p>The page tables in guest RAM are the truth; what an engine keeps of them (a TLB, translated
 * code, host mappings) is a cache. Adding rights needs no word to the engine, taking them away
 * does: {@link exo.cpu.Cpu#invalidate}.
 *
 * <p>Start reading at {@link exo.cpu.Cpu}, then {@link exo.cpu.CpuState}. Engines are found as
 * services through {@link exo.cpu.CpuProviders}.
 */
@NullMarked
package exo.cpu;

import org.jspecify.annotations.NullMarked;
