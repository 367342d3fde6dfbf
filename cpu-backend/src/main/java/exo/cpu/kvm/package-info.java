/**
 * The engine on KVM: guest code runs on the processor itself, in a hardware virtual machine.
 *
 * <p>Linux's own kernel half is what a trap of its programs enters. Here the kernel is in Java, so
 * ring 0 of the virtual machine holds next to nothing: descriptor tables, and one {@code out}
 * instruction a vector, which leaves the machine. A trap so costs one exit; the registers come and
 * go with it, in memory that KVM shares with us. Guest RAM is one slot of the machine, and the
 * processor walks the kernel's page tables in it.
 *
 * <p>What must not be forgotten: below us may be a KVM that keeps shadow page tables. It does not
 * see stores that Java makes into page tables, and would go on with rights that were taken away;
 * see {@link exo.cpu.kvm.StaleTables}.
 *
 * <p>Start reading at {@link exo.cpu.kvm.KvmCpu#run}, then {@link exo.cpu.x86.DescriptorTables}.
 */
@NullMarked
package exo.cpu.kvm;

import org.jspecify.annotations.NullMarked;
