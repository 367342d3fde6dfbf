/**
 * Rings of 64-byte messages in shared memory, for Java code and for guests alike.
 *
 * <p>Linux moves bytes between processes by a system call at each side. Here both sides map the
 * same memory and a message is two cache lines touched: a cursor and a slot. The layout, to the
 * byte, is in {@link exo.mem.ring.RingLayout}; a C program that follows it takes part like any Java
 * thread does.
 *
 * <p>{@link exo.mem.ring.UltraFastRing} has any number of producers and consumers and works as
 * Dmitry Vyukov's bounded queue: each slot's sequence says whose turn it is. {@link
 * exo.mem.ring.SpscRing} has one of each, and needs no atomic exchange.
 *
 * <p>The other side may be hostile. Nothing is believed that is read from a ring: the capacity is
 * kept apart, every position is masked before it becomes an offset, every size is compared with the
 * room of a slot, every loop is bounded. What cannot be is answered with {@link
 * exo.mem.ring.Ring#CORRUPT}. Start reading at {@link exo.mem.ring.Ring}.
 */
@NullMarked
package exo.mem.ring;

import org.jspecify.annotations.NullMarked;
