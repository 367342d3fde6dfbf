/**
 * Signals as data: what is pending, what is blocked, what is to be done. Delivery, which acts on
 * tasks, is {@code exo.kernel.task.SignalDelivery}. Source: signal(7).
 */
@NullMarked
package exo.kernel.signal;

import org.jspecify.annotations.NullMarked;
