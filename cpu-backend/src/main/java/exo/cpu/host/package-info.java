/**
 * The host process engine: guest code runs on the bare processor, in host processes that Java
 * traces.
 *
 * <p>A child is a process whose address space mirrors one of the guest's: pieces of the file behind
 * guest RAM, mapped at the guest's addresses. The mappings are a cache of the page tables in RAM.
 * What is not mapped faults; then the tables are walked, and either they permit the access and the
 * child goes on with a mapping more, or the kernel is told of a page fault. What the kernel takes
 * away is unmapped before the child runs again.
 *
 * <p>Under {@code PTRACE_SYSEMU} a system call stops the child before the host looks at it. That is
 * how User Mode Linux and gVisor's first platform run guests. The child could ask nothing of the
 * host even if it came through: it has a seccomp filter, no privileges, no files but guest RAM, and
 * namespaces of its own ({@link exo.cpu.host.Nursery}).
 *
 * <p>To map and unmap, a child must make system calls itself. It has a page at the top of its
 * address space with a loop that works off commands from a board, which Java writes ({@link
 * exo.cpu.host.Stub}, {@link exo.cpu.host.Child}).
 *
 * <p>Start reading at {@link exo.cpu.host.HostCpu}, then {@link exo.cpu.host.Mapper} and {@link
 * exo.cpu.host.Faults}.
 */
@NullMarked
package exo.cpu.host;

import org.jspecify.annotations.NullMarked;
