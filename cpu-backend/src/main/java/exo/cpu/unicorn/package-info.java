/**
 * The engine on libunicorn, QEMU's translator as a library.
 *
 * <p>Guest RAM is the Java segment itself, mapped once. The library runs with real four-level
 * paging on the tables in that memory. Ring 0 runs a few instructions at the start, to enter ring 3
 * ({@link exo.cpu.unicorn.KernelPage}); from then on every system call, exception and kick stops
 * the engine, and the kernel works with nothing of the library below it on the stack.
 *
 * <p>Some of what is needed has no call: the error code of an exception, and making the library
 * forget an exception that was dealt with. {@link exo.cpu.unicorn.StartUpCheck} finds these fields
 * at each start by provoking faults of which the answer is known, and {@link
 * exo.cpu.unicorn.Boot.Mode} lists what is done where it cannot.
 *
 * <p>Start reading at {@link exo.cpu.unicorn.UnicornCpu#run}, then {@link
 * exo.cpu.unicorn.Boot#build}.
 */
@NullMarked
package exo.cpu.unicorn;

import org.jspecify.annotations.NullMarked;
